import { createRandomSource } from '../../../src/emulator/crypto/random';

describe('createRandomSource', () => {
  it('repeats itself from the same seed', () => {
    expect(createRandomSource('seed').token(32)).toBe(createRandomSource('seed').token(32));
  });

  it('differs from seed to seed', () => {
    expect(createRandomSource(1).token(32)).not.toBe(createRandomSource(2).token(32));
  });

  it('does not repeat itself without a seed', () => {
    expect(createRandomSource().token(32)).not.toBe(createRandomSource().token(32));
  });

  it('forks sources that do not disturb one another', () => {
    const [first, second] = [createRandomSource(7), createRandomSource(7)];
    const [early, late] = [first.fork(), second.fork()];
    first.fork().bytes(99);

    expect(early.uuid()).toBe(late.uuid());
    expect(first.fork().uuid()).not.toBe(second.fork().uuid());
  });

  it('makes digits, and identifiers of version 4', () => {
    const random = createRandomSource(3);

    expect(random.digits(8)).toMatch(/^\d{8}$/);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
