import { throwError, timeout } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { timeoutError } from '../model/errors';

/** How long a storage may take to answer one call. */
export const STORAGE_LIMIT_MS = 2_000;

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
