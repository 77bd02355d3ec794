import type { KeyValueStorage } from 'rx-cognito';
import { defer, from, map, of, timeout } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** How long a place may take to answer one call, milliseconds: a start must not wait for it for ever. */
const ANSWER_LIMIT_MS = 2_000;

/** A place where entries of another library may lie, as Observables, synchronous where it is. */
export interface Entries {
  /** Emits a value; `undefined` where there is none. */
  get$(key: string): Observable<string | undefined>;
  set$(key: string, value: string): Observable<unknown>;
  remove$(key: string): Observable<unknown>;
  /** Emits the keys of the place; none where it does not tell. */
  keys$(): Observable<readonly string[]>;
}

/** The ways in which storages tell what they hold: `localStorage`, and AsyncStorage of React Native. */
interface Telling {
  readonly length?: number;
  key?(index: number): string | null;
  getAllKeys?(): readonly string[] | Promise<readonly string[]>;
}

const isPromiseLike = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

function keysOf(storage: KeyValueStorage & Telling): readonly unknown[] | Promise<readonly unknown[]> {
  if (typeof storage.getAllKeys === 'function') return storage.getAllKeys();
  const { length } = storage;
  if (typeof length !== 'number' || typeof storage.key !== 'function') return [];
  return Array.from({ length }, (_, index) => storage.key?.(index));
}

/** Creates the view of a storage, bounded in time; what is no text counts as absent. */
export function entriesOf(storage: KeyValueStorage, scheduler: SchedulerLike): Entries {
  const asked$ = <T>(ask: () => T | PromiseLike<T>): Observable<T> =>
    defer(() => {
      const answer = ask();
      return isPromiseLike(answer)
        ? from(answer).pipe(timeout({ first: ANSWER_LIMIT_MS, scheduler }))
        : of(answer);
    });
  return {
    get$: (key) =>
      asked$<unknown>(() => storage.getItem(key)).pipe(
        map((value) => (typeof value === 'string' && value !== '' ? value : undefined)),
      ),
    set$: (key, value) => asked$<unknown>(() => storage.setItem(key, value)),
    remove$: (key) => asked$<unknown>(() => storage.removeItem(key)),
    keys$: () =>
      asked$(() => keysOf(storage)).pipe(
        map((keys) => keys.filter((key): key is string => typeof key === 'string')),
      ),
  };
}
