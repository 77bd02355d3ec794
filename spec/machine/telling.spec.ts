import { createTelling } from '../../src/machine/telling';

describe('createTelling', () => {
  it('tells nothing before it is drained', () => {
    const told: string[] = [];
    const telling = createTelling();
    telling.add(() => told.push('a'));
    expect(told).toEqual([]);
    telling.drain();
    expect(told).toEqual(['a']);
  });

  it('tells one thing after another, each once', () => {
    const told: string[] = [];
    const telling = createTelling();
    for (const what of ['a', 'b', 'c']) telling.add(() => told.push(what));
    telling.drain();
    telling.drain();
    expect(told).toEqual(['a', 'b', 'c']);
  });

  it('tells what arises meanwhile after everything that waits (R26)', () => {
    const told: string[] = [];
    const telling = createTelling();
    telling.add(() => {
      telling.add(() => told.push('arisen'));
      telling.drain();
      told.push('first');
    });
    telling.add(() => told.push('second'));
    telling.drain();
    expect(told).toEqual(['first', 'second', 'arisen']);
  });

  it('can be drained again after something that threw, and tells the rest (R15)', () => {
    const told: string[] = [];
    const telling = createTelling();
    telling.add(() => {
      throw new Error('a fault');
    });
    telling.add(() => told.push('rest'));
    expect(() => {
      telling.drain();
    }).toThrow('a fault');
    telling.drain();
    expect(told).toEqual(['rest']);
  });
});
