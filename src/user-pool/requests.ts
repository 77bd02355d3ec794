import {
  catchError,
  defer,
  from,
  map,
  mergeMap,
  Observable,
  of,
  reduce,
  retry,
  throwError,
  timer,
} from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { AuthContext } from '../flows/context';
import { asAuthError } from '../flows/limits';
import type { FollowParts } from '../flows/session/follow-storage';
import { ownError } from '../model/auth-error';
import type { AuthError } from '../model/auth-error';
import { backoffMs } from '../model/backoff';
import { refreshTokensToRevoke } from '../model/session-secrets';
import type { Session } from '../model/session';
import { mayHaveTakenEffect, wasNeverSent } from '../model/failed-request';
import type { AuthenticationResult } from '../ports/cognito-api';
import { withTimeLimit } from '../ports/time-limit';
import type { PoolContext } from './pool-context';

/** The wait before a request is sent again. */
const FIRST_RETRY_MS = 250;

/**
 * Runs a request whose answer may carry tokens. Unsubscribing stops the delivery, not the request: an answer that comes
 * later goes to `onLate` instead.
 */
export function listenToTheEnd$<T>(request$: Observable<T>, onLate: (answer: T) => void): Observable<T> {
  return new Observable<T>((subscriber) => {
    request$.subscribe({
      next: (answer) => {
        if (subscriber.closed) onLate(answer);
        else subscriber.next(answer);
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    });
  });
}

/**
 * Revokes refresh tokens that nobody wants any more: they arrived after their session, or the attempt at one, had ended. What
 * cannot be revoked is reported on `errors$` and runs out by itself.
 */
export function revokeUnwanted(
  { api, identity, machine }: PoolContext,
  refreshTokens: readonly string[],
): void {
  // Each by itself: where the one is refused, the other has to end all the same.
  const isRevoked$ = (Token: string): Observable<boolean> =>
    api.call$('RevokeToken', { Token, ClientId: identity.userPoolClientId }, { keepalive: true }).pipe(
      map(() => true),
      catchError((error: unknown) => {
        machine.report(asAuthError(error, refreshTokens));
        return of(false);
      }),
    );
  from(refreshTokens)
    .pipe(
      mergeMap(isRevoked$),
      reduce((areRevoked, isRevoked) => areRevoked && isRevoked, true),
    )
    .subscribe((areRevoked) => {
      if (areRevoked) machine.send({ type: 'lateTokensRevoked' });
    });
}

/** Revokes the tokens of a session that nobody wants any more, those of a branch that may live on included. */
export function discardSession(context: PoolContext, session: Session): void {
  revokeUnwanted(context, refreshTokensToRevoke(session));
}

/** Returns what brings a tab in line with the storage, where the user pool is there. */
export const followPartsOf = (context: PoolContext): FollowParts => ({
  revoke: (session) => {
    discardSession(context, session);
  },
  writing$: of(context),
});

/** Revokes the tokens of an answer that is not wanted, or cannot be taken. */
export function discardTokens(context: PoolContext, tokens: AuthenticationResult | undefined): void {
  const refreshToken: unknown = tokens?.RefreshToken;
  if (typeof refreshToken === 'string' && refreshToken !== '') revokeUnwanted(context, [refreshToken]);
}

const noTimeLeftError = (what: string): AuthError =>
  ownError({
    kind: 'timeout',
    code: 'NoTimeLeft',
    delivery: 'notSent',
    message: `${what} was not tried: the deadline had passed.`,
    recoverySuggestion: 'Try again with retry$, or with a longer remoteTimeoutMs.',
    retryable: true,
  });

/**
 * Sends a request until it is answered, for as long as that makes sense: what may succeed later is tried again, with
 * jitter, if the next try begins before `untilAt` (milliseconds of `uptimeMs`). Offline, it is not tried again.
 */
export function tryUntil<T>(
  { environment, scheduler }: Pick<AuthContext, 'environment' | 'scheduler'>,
  what: string,
  untilAt: number,
): MonoTypeOperatorFunction<T> {
  return (request$) =>
    defer(() => {
      const leftMs = untilAt - environment.uptimeMs();
      if (leftMs <= 0) return throwError(() => noTimeLeftError(what));
      let unanswered: AuthError | undefined;
      const delay = (thrown: unknown, failures: number): Observable<unknown> => {
        const error = asAuthError(thrown);
        if (mayHaveTakenEffect(error)) unanswered = error;
        const waitMs = backoffMs(FIRST_RETRY_MS, failures, environment.random(), error.retryAfterMs);
        const isInTime = environment.uptimeMs() + waitMs < untilAt;
        if (error.retryable && environment.isOnline() && isInTime) return timer(waitMs, scheduler);
        // A try that never left the device does not undo what an earlier one may have done.
        return throwError(() => (wasNeverSent(error) ? (unanswered ?? error) : error));
      };
      return request$.pipe(retry({ delay }), withTimeLimit(what, leftMs, scheduler));
    });
}
