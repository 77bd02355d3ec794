import { throwError, timeout } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { timeoutError, unknownError } from '../model/errors';
import { redactedCause } from '../model/redact';

/** How long a request may take where nothing shorter is asked for. */
export const REQUEST_LIMIT_MS = 10_000;
/** How long a storage may take to answer. */
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

/** Returns what was thrown as an `AuthError`. */
export function asAuthError(thrown: unknown, secrets?: readonly string[]): AuthError {
  return thrown instanceof AuthError
    ? thrown
    : unknownError('Something failed that should not fail.', redactedCause(thrown, secrets));
}
