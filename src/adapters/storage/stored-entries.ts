import { catchError, defer, from, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { KeyValueStorage } from '../../ports/key-value-storage';

/** What a storage did: its answer, or what it threw. */
export type Outcome<T> = { readonly value: T } | { readonly thrown: unknown };

/** Whether an answer comes later. */
export const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

const asked$ = <T>(ask: () => T | Promise<T>): Observable<T> =>
  defer(() => {
    const answer = ask();
    return isPromiseLike(answer) ? from(answer) : of(answer);
  });

/** A {@link KeyValueStorage} as Observables, synchronous where it is. */
export interface StoredEntries {
  get$(key: string): Observable<string | undefined>;
  set$(key: string, value: string): Observable<unknown>;
  remove$(key: string): Observable<unknown>;
}

/** Wraps a storage; what is no text counts as absent. */
export function storedEntries(storage: KeyValueStorage): StoredEntries {
  return {
    get$: (key) =>
      asked$(() => storage.getItem(key)).pipe(
        map((value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)),
      ),
    set$: (key, value) => asked$(() => storage.setItem(key, value)),
    remove$: (key) => asked$(() => storage.removeItem(key)),
  };
}

/** Turns a failure into a value, for a step after which others have to run. */
export const attempt$ = <T>(step$: Observable<T>): Observable<Outcome<T>> =>
  step$.pipe(
    map((value) => ({ value })),
    catchError((thrown: unknown) => of({ thrown })),
  );
