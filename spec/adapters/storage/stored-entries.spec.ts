import { of, throwError, VirtualTimeScheduler } from 'rxjs';
import { attempt$, isPromiseLike, storedEntries } from '../../../src/adapters/storage/stored-entries';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import { STORAGE_LIMIT_MS } from '../../../src/ports/time-limit';
import { nowOf } from './fixtures';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const fault = new Error('QuotaExceededError');

const over = (storage: Partial<Record<keyof KeyValueStorage, (...given: never[]) => unknown>>) => {
  const time = new VirtualTimeScheduler();
  return { time, entries: storedEntries(storage as unknown as KeyValueStorage, time) };
};

describe('isPromiseLike', () => {
  it.each<[string, unknown, boolean]>([
    ['a Promise', Promise.resolve(), true],
    ['a thenable', { then: () => undefined }, true],
    ['a function with a then', Object.assign(() => undefined, { then: () => undefined }), true],
    ['an object without one', {}, false],
    ['one whose then is no function', { then: 1 }, false],
    ['a text', 'then', false],
    ['null', null, false],
    ['nothing', undefined, false],
  ])('knows %s', (_what, value, expected) => {
    expect(isPromiseLike(value)).toBe(expected);
  });
});

describe('storedEntries', () => {
  it('asks at subscription, once for each', () => {
    const getItem = jest.fn(() => 'text');
    const { entries } = over({ getItem });
    const text$ = entries.get$('key');
    expect(getItem).not.toHaveBeenCalled();
    expect([nowOf(text$), nowOf(text$)]).toEqual([1, 2].map(() => ({ values: ['text'], isComplete: true })));
    expect(getItem.mock.calls).toEqual([['key'], ['key']]);
  });

  it.each([null, undefined, '', 7, {}, [], true])('takes an answer of %p for absent', async (answer) => {
    for (const getItem of [() => answer, () => Promise.resolve(answer)]) {
      const read = nowOf(over({ getItem }).entries.get$('key'));
      await turn();
      expect(read).toStrictEqual({ values: [undefined], isComplete: true });
    }
  });

  const FAILING: readonly (readonly [string, () => unknown, unknown])[] = [
    [
      'throws',
      () => {
        throw fault;
      },
      fault,
    ],
    ['rejects', () => Promise.reject(fault), fault],
    [
      'rejects without a reason',
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a storage that does not say why
      () => Promise.reject(undefined),
      undefined,
    ],
    [
      'has a then that throws',
      () => ({
        then: () => {
          throw fault;
        },
      }),
      fault,
    ],
    [
      'has a getter that throws (R54)',
      () =>
        Object.defineProperty({}, 'then', {
          get: () => {
            throw fault;
          },
        }),
      fault,
    ],
  ];

  it.each(FAILING)('fails where the storage %s', async (_what, fail, expected) => {
    const { entries } = over({ getItem: fail, setItem: fail, removeItem: fail });
    const onSettled = jest.fn();
    const outcomes = [
      nowOf(attempt$(entries.get$('key'))),
      nowOf(attempt$(entries.set$('key', 'text', onSettled))),
      nowOf(attempt$(entries.remove$('key'))),
    ];
    await turn();
    expect(outcomes.map(({ values }) => values)).toEqual([1, 2, 3].map(() => [{ thrown: expected }]));
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  it('bounds each call, and hears of the end of a write all the same (R52)', async () => {
    let answer = (): void => undefined;
    const never = () => new Promise<void>(() => undefined);
    const setItem = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    const { entries, time } = over({ getItem: never, setItem, removeItem: never });
    const onSettled = jest.fn();
    const seen = [entries.get$('key'), entries.set$('key', 'text', onSettled), entries.remove$('key')].map(
      (call$) => nowOf<unknown>(call$),
    );
    time.maxFrames = STORAGE_LIMIT_MS - 1;
    time.flush();
    expect(seen.map(({ error }) => error)).toStrictEqual([undefined, undefined, undefined]);
    time.maxFrames = STORAGE_LIMIT_MS;
    time.flush();
    expect(seen).toMatchObject([1, 2, 3].map(() => ({ values: [], error: { kind: 'timeout' } })));
    expect(onSettled).not.toHaveBeenCalled();
    answer();
    await turn();
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  it('sets no timer that outlives its call', () => {
    const { entries, time } = over({ getItem: () => 'text' });
    nowOf(entries.get$('key'));
    expect(time.actions).toEqual([]);
  });
});

describe('attempt$', () => {
  it('turns whatever happens into a value', () => {
    const done = [of(1), throwError(() => fault), throwError(() => undefined)].map((step$) =>
      nowOf(attempt$<unknown>(step$)),
    );
    expect(done.map(({ values }) => values)).toEqual([
      [{ value: 1 }],
      [{ thrown: fault }],
      [{ thrown: undefined }],
    ]);
  });
});
