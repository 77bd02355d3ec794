/** What nobody should throw, and somebody does: each breaks a careless look at it (R54). */
export const HOSTILE: readonly (readonly [what: string, thrown: () => unknown])[] = [
  [
    'an object whose getters throw',
    () => ({
      get name(): string {
        throw new Error('name');
      },
      get message(): string {
        throw new Error('message');
      },
      get code(): string {
        throw new Error('code');
      },
      get kind(): string {
        throw new Error('kind');
      },
    }),
  ],
  [
    'a revoked Proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
  ],
  [
    'an object that throws whatever is asked of it',
    () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('get');
          },
          getPrototypeOf: () => {
            throw new Error('getPrototypeOf');
          },
        },
      ),
  ],
  ['a symbol', () => Symbol('boom')],
  ['a megabyte', () => new Error('x'.repeat(1_048_576))],
  ['a text of a megabyte', () => 'x'.repeat(1_048_576)],
  ['an object without a prototype', () => Object.create(null) as unknown],
  ['a function', () => () => 'boom'],
  ['null', () => null],
  ['undefined', () => undefined],
];
