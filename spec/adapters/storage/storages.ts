import { VirtualTimeScheduler } from 'rxjs';
import { createKeyValueSessionStore } from '../../../src/adapters/storage/key-value-session-store';
import { writableSessionStore } from '../../../src/adapters/storage/writable-session-store';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import type { WritableSessionStore } from '../../../src/ports/session-store';
import { STORAGE_LIMIT_MS } from '../../../src/ports/time-limit';
import { IDENTITY, RECORD_KEY } from './fixtures';

/** The calls of a storage. */
export type Call = 'get' | 'set' | 'remove';

/** How a storage does what a call asks for, and answers. */
export type Manner = <T>(act: () => T) => T | PromiseLike<T>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const atOnce: Manner = (act) => act();
/** In a later turn. */
export const later: Manner = (act) => turn().then(act);
/** At once, and says so only later. */
export const answersLater: Manner = (act) => {
  const answer = act();
  return turn().then(() => answer);
};
/** Something that is no Promise, but has a `then`. */
const asThenable: Manner = <T>(act: () => T): PromiseLike<T> =>
  ({
    then: (resolve: (value: T) => void) => {
      resolve(act());
    },
  }) as PromiseLike<T>;
/** Nothing happens, and no answer ever comes. */
export const isLost: Manner = () => new Promise<never>(() => undefined);
/** It happens, and no answer ever comes. */
const losesItsAnswer: Manner = (act) => {
  act();
  return new Promise<never>(() => undefined);
};
export const throws: Manner = () => {
  throw new Error('QuotaExceededError');
};
export const rejectsWithNothing: Manner = () =>
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a storage that does not say why
  Promise.reject(undefined);
/** Says yes, and does nothing. */
export const doesNothing: Manner = () => undefined as never;

/** Creates a manner in which, of calls under way, the last one is done first. */
function outOfOrder(): Manner {
  const waiting: (() => void)[] = [];
  return <T>(act: () => T) =>
    new Promise<T>((resolve) => {
      waiting.push(() => {
        resolve(act());
      });
      setImmediate(() => waiting.pop()?.());
    });
}

/** Storages that work, each in its own way. */
export const WORKING: readonly (readonly [name: string, create: () => Readonly<Record<Call, Manner>>])[] = [
  ['is synchronous', () => ({ get: atOnce, set: atOnce, remove: atOnce })],
  ['is slow', () => ({ get: later, set: later, remove: later })],
  ['reads at once and writes later (R55)', () => ({ get: atOnce, set: later, remove: later })],
  ['writes at once and reads later (R55)', () => ({ get: later, set: atOnce, remove: atOnce })],
  [
    'does at once and answers later (R55)',
    () => ({ get: answersLater, set: answersLater, remove: answersLater }),
  ],
  [
    'answers out of order (R55)',
    () => {
      const manner = outOfOrder();
      return { get: manner, set: manner, remove: manner };
    },
  ],
  ['returns thenables', () => ({ get: asThenable, set: asThenable, remove: asThenable })],
];

/** Ways in which one call of a storage fails, or seems to. */
export const FAULTS = { isLost, losesItsAnswer, throws, rejectsWithNothing, doesNothing } as const;

/** A storage over a map, and a session store over that. */
export interface Stage {
  readonly entries: Map<string, string>;
  readonly manners: Record<Call, Manner>;
  /** What was asked of the storage, in order. */
  readonly calls: Call[];
  readonly storage: KeyValueStorage;
  readonly store: WritableSessionStore;
  readonly time: VirtualTimeScheduler;
  /** Lets one call be done in another manner, after some that are not. */
  failOne(call: Call, after: number, manner: Manner): void;
  /** Lets everything happen that happens without a bound being reached. */
  settle(): Promise<void>;
  /** The same, and every bound is reached over and over. */
  elapse(): Promise<void>;
  /** What is stored. */
  readonly text: string | undefined;
  /** A store that another tab, or the next page, has over the same storage. */
  another(): WritableSessionStore;
}

export function createStage(manners: Readonly<Record<Call, Manner>> = WORKING[0]![1]()): Stage {
  const entries = new Map<string, string>();
  const time = new VirtualTimeScheduler();
  const calls: Call[] = [];
  const faults: { readonly call: Call; after: number; readonly manner: Manner }[] = [];
  const current = { ...manners };

  const mannerOf = (call: Call): Manner => {
    calls.push(call);
    const fault = faults.find((it) => it.call === call);
    if (fault) fault.after -= 1;
    return fault?.after === -1 ? fault.manner : current[call];
  };
  const asked = <T>(call: Call, act: () => T): T | Promise<T> => mannerOf(call)(act) as T | Promise<T>;

  const storage: KeyValueStorage = {
    getItem: (key) => asked('get', () => entries.get(key)),
    setItem: (key, value) => asked('set', () => void entries.set(key, value)),
    removeItem: (key) => asked('remove', () => void entries.delete(key)),
  };
  const create = (over: KeyValueStorage): WritableSessionStore =>
    writableSessionStore(createKeyValueSessionStore({ storage: over, identity: IDENTITY, scheduler: time }));

  const stage: Stage = {
    entries,
    manners: current,
    calls,
    storage,
    time,
    store: create(storage),
    failOne: (call, after, manner) => {
      faults.push({ call, after, manner });
    },
    settle: async () => {
      for (let turns = 0; turns < 30; turns += 1) await turn();
    },
    elapse: async () => {
      for (let bounds = 0; bounds < 8; bounds += 1) {
        await stage.settle();
        // One bound at a time: what is asked next may still be answered within its own.
        time.maxFrames = time.frame + STORAGE_LIMIT_MS;
        time.flush();
      }
      await stage.settle();
    },
    get text() {
      return entries.get(RECORD_KEY);
    },
    another: () =>
      create({
        getItem: (key) => entries.get(key),
        setItem: (key, value) => void entries.set(key, value),
        removeItem: (key) => void entries.delete(key),
      }),
  };
  return stage;
}
