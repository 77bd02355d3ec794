import { AsyncSubject, catchError, map, Observable, of } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { textOf } from '../../model/fields';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { STORAGE_LIMIT_MS, withTimeLimit } from '../../ports/time-limit';

/** What a storage did: its answer, or what it threw. */
export type Outcome<T> = { readonly value: T } | { readonly thrown: unknown };

/** Whether an answer comes later. */
export const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** A {@link KeyValueStorage} as Observables: each answer as soon as it is there, within a bound. */
export interface StoredEntries {
  get$(key: string): Observable<string | undefined>;
  /** @param onSettled - called once when the call has ended, be it past the bound */
  set$(key: string, value: string, onSettled?: () => void): Observable<unknown>;
  remove$(key: string): Observable<unknown>;
}

/**
 * Asks once, for a text: whatever else is answered counts as none. Whoever gives up the wait does not hear of the answer, but
 * `onSettled` does. An answer at once needs no bound.
 */
const asked$ = (
  ask: () => unknown,
  scheduler: SchedulerLike,
  onSettled = (): void => undefined,
): Observable<string | undefined> =>
  new Observable((subscriber) => {
    let answer: unknown;
    try {
      answer = ask();
      if (isPromiseLike(answer)) {
        return settlement$(answer, onSettled)
          .pipe(withTimeLimit('The storage', STORAGE_LIMIT_MS, scheduler), map(textOf))
          .subscribe(subscriber);
      }
    } catch (thrown) {
      onSettled();
      subscriber.error(thrown);
      return undefined;
    }
    onSettled();
    subscriber.next(textOf(answer));
    subscriber.complete();
    return undefined;
  });

function settlement$<T>(answer: PromiseLike<T>, onSettled: () => void): Observable<T> {
  const settled$ = new AsyncSubject<T>();
  answer.then(
    (value) => {
      onSettled();
      settled$.next(value);
      settled$.complete();
    },
    (thrown: unknown) => {
      onSettled();
      settled$.error(thrown);
    },
  );
  return settled$;
}

/** Wraps a storage. */
export function storedEntries(storage: KeyValueStorage, scheduler: SchedulerLike): StoredEntries {
  return {
    get$: (key) => asked$(() => storage.getItem(key), scheduler),
    set$: (key, value, onSettled) => asked$(() => storage.setItem(key, value), scheduler, onSettled),
    remove$: (key) => asked$(() => storage.removeItem(key), scheduler),
  };
}

/** Turns a failure into a value, for a step after which others have to run. */
export const attempt$ = <T>(step$: Observable<T>): Observable<Outcome<T>> =>
  step$.pipe(
    map((value) => ({ value })),
    catchError((thrown: unknown) => of({ thrown })),
  );
