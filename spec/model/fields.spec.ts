import fc from 'fast-check';
import { isFields, parseFields, readOnce, textOf } from '../../src/model/fields';

describe('isFields', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [Object.create(null), true],
    [null, false],
    [undefined, false],
    [[], false],
    ['text', false],
    [7, false],
    [() => undefined, false],
  ])('says of %p: %p', (value, expected) => {
    expect(isFields(value)).toBe(expected);
  });
});

describe('textOf', () => {
  it.each(['a', ' ', '0', 'null'])('returns the text %j', (text) => {
    expect(textOf(text)).toBe(text);
  });

  it.each([undefined, null, '', 0, 7, true, {}, [], ['a'], new String('a')])(
    'returns nothing for %p',
    (value) => {
      expect(textOf(value)).toBeUndefined();
    },
  );
});

describe('parseFields', () => {
  it('returns the fields of an object', () => {
    expect(parseFields('{"a":1,"b":{"c":[null]}}')).toEqual({ a: 1, b: { c: [null] } });
  });

  it.each(['', ' ', '{', '{"a":1', '[]', '[{}]', 'null', '"text"', '7', 'true', 'undefined', '{"a":1}x'])(
    'returns nothing for %j (R39)',
    (text) => {
      expect(parseFields(text)).toBeUndefined();
    },
  );

  it('changes no prototype (R39)', () => {
    const fields = parseFields('{"__proto__":{"isAdmin":true},"a":1}')!;
    expect(fields['isAdmin']).toBeUndefined();
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('never throws, and returns what JSON says or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const fields = parseFields(text);
        expect(fields === undefined || isFields(fields)).toBe(true);
      }),
    );
  });
});

describe('readOnce', () => {
  /** Says something else each time that it is looked at. */
  const fickle = () => {
    const reads: string[] = [];
    const next = (name: string): string => `${name}-${reads.push(name)}`;
    class Fickle {
      get a(): string {
        return next('a');
      }
      get b(): string {
        return next('b');
      }
      get c(): string {
        return next('c');
      }
    }
    return { reads, given: new Fickle() };
  };

  it('looks at each field once, inherited ones too, and at no other (#12)', () => {
    const { reads, given } = fickle();
    const read = readOnce(given, ['a', 'b']);
    expect([read, read]).toStrictEqual(Array(2).fill({ a: 'a-1', b: 'b-2' }));
    expect(reads).toEqual(['a', 'b']);
  });

  it('copies lists, so that a later change has no effect', () => {
    const list = ['email'];
    const read = readOnce({ list }, ['list']);
    list.push('name');
    expect(read).toStrictEqual({ list: ['email'] });
  });

  it.each([null, undefined, {}, { a: undefined }])('leaves out what is undefined: %p', (given) => {
    expect(readOnce<{ a?: unknown }, 'a'>(given, ['a'])).toStrictEqual({});
  });
});
