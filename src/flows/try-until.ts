import { defer, retry, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { offlineError } from '../model/errors';
import { mayHaveTakenEffect, wasNeverSent } from '../model/sign-out-report';
import type { AuthContext } from './auth-context';
import { backoffMs } from './backoff';
import { asAuthError, withTimeLimit } from './requests';

/** The wait before a request is sent again. */
const FIRST_RETRY_MS = 250;

const noTimeLeftError = (what: string): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'NoTimeLeft',
    delivery: 'notSent',
    message: `${what} was not tried: the deadline had passed.`,
    recoverySuggestion: 'Try again with retry$, or with a longer remoteTimeoutMs.',
    retryable: true,
  });

/**
 * Sends a request until it is answered, for as long as that makes sense: what may succeed later is tried again, with
 * jitter, if the next try begins before `untilAt` (epoch milliseconds). Offline, it fails at once.
 */
export function tryUntil<T>(
  { environment, scheduler }: Pick<AuthContext, 'environment' | 'scheduler'>,
  what: string,
  untilAt: number,
): MonoTypeOperatorFunction<T> {
  return (request$) =>
    defer(() => {
      const leftMs = untilAt - scheduler.now();
      if (leftMs <= 0) return throwError(() => noTimeLeftError(what));
      let unanswered: AuthError | undefined;
      const delay = (thrown: unknown, failures: number): Observable<unknown> => {
        const error = asAuthError(thrown);
        if (mayHaveTakenEffect(error)) unanswered = error;
        const waitMs = backoffMs(FIRST_RETRY_MS, failures, environment.random(), error.retryAfterMs);
        const isInTime = scheduler.now() + waitMs < untilAt;
        if (error.retryable && environment.isOnline() && isInTime) return timer(waitMs, scheduler);
        // A try that never left the device does not undo what an earlier one may have done.
        return throwError(() => (wasNeverSent(error) ? (unanswered ?? error) : error));
      };
      return defer(() => (environment.isOnline() ? request$ : throwError(offlineError))).pipe(
        retry({ delay }),
        withTimeLimit(what, leftMs, scheduler),
      );
    });
}
