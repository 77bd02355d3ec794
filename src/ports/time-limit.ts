import { catchError, throwError, timeout } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { notLoadedError, timeoutError } from '../model/errors';

/** How long a storage may take to answer one call. */
export const STORAGE_LIMIT_MS = 2_000;

/** How long code may take to come that is loaded when it is needed. */
const LOAD_LIMIT_MS = 10_000;

/** What a time has to be that a timer of the platform can be set to. */
export const TIMER_MS = 'a positive number of milliseconds up to 2^31-1';

/** Whether a value is such a time. */
export const isTimerMs = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value <= 2 ** 31 - 1;

/** Bounds the wait for the one value of an Observable: past the limit it errors with kind `timeout` and its source is aborted. */
export function withTimeLimit<T>(
  what: string,
  limitMs: number,
  scheduler: SchedulerLike,
): MonoTypeOperatorFunction<T> {
  return timeout({
    first: limitMs,
    scheduler,
    with: () => throwError(() => timeoutError(what, limitMs)),
  });
}

/**
 * Bounds the wait for code that comes by `import()`, which no unsubscribing stops: where it does not come, or not in its time, it errors
 * with code `SdkNotLoaded`. What says by itself what is missing is told as it is.
 */
export function loadedInTime<T>(scheduler: SchedulerLike): MonoTypeOperatorFunction<T> {
  return (load$) =>
    load$.pipe(
      timeout({ first: LOAD_LIMIT_MS, scheduler, with: () => throwError(notLoadedError) }),
      catchError((thrown: unknown) =>
        throwError(() => (AuthError.isAuthError(thrown) ? thrown : notLoadedError(thrown))),
      ),
    );
}
