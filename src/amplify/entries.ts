import type { KeyValueStorage } from 'rx-cognito';
import { defer, from, map, of } from 'rxjs';
import type { Observable } from 'rxjs';

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

const asked$ = <T>(ask: () => T | PromiseLike<T>): Observable<T> =>
  defer(() => {
    const answer = ask();
    return isPromiseLike(answer) ? from(answer) : of(answer);
  });

function keysOf(storage: KeyValueStorage & Telling): readonly unknown[] | Promise<readonly unknown[]> {
  if (typeof storage.getAllKeys === 'function') return storage.getAllKeys();
  const { length } = storage;
  if (typeof length !== 'number' || typeof storage.key !== 'function') return [];
  return Array.from({ length }, (_, index) => storage.key?.(index));
}

/** Creates the view of a storage; what is no text counts as absent. */
export function entriesOf(storage: KeyValueStorage): Entries {
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
