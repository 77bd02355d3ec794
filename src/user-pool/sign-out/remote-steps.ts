import { catchError, defer, forkJoin, map, of, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { SignOutStepRequest, UserPool } from '../../flows/load-user-pool';
import type { EndedSession } from '../../flows/sign-out/remote-run';
import { AuthError } from '../../model/auth-error';
import { isAccessTokenExpired } from '../../model/freshness';
import { refreshTokensToRevoke } from '../../model/session';
import type { Session } from '../../model/session';
import {
  DONE,
  failedStep,
  globalSignOutNotRetryableError,
  mayHaveTakenEffect,
  NOT_SUPPORTED,
} from '../../model/sign-out-report';
import type { StepResult } from '../../model/sign-out-report';
import type { PoolContext } from '../pool-context';
import type { AskForTokens } from '../refresh/token-request';
import { listenToTheEnd$, revokeUnwanted, tryUntil } from '../requests';

const refreshPendingError = (): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'RefreshPending',
    message: 'A refresh that was in flight has not answered, so a newer refresh token may be alive.',
    recoverySuggestion: 'Wait for the event lateTokensRevoked, or try again with retry$.',
    retryable: true,
  });

/** Revokes the newest token of an ended session, and the original one where a branch may be alive that nobody holds. */
function createRevokeToken(context: PoolContext): SignOutStepRequest {
  const { api, identity } = context;
  return ({ ended, browserSession }, { untilAt }) => {
    const linked = browserSession ? ({ RevokeAssociatedSessions: 'LINKED' } as const) : {};
    let revoked: string | undefined;
    // A refresh may have answered meanwhile: what was revoked is then not the newest token any more.
    const isNewest = (): boolean => !ended.isRefreshPending && ended.session.refreshToken === revoked;
    return defer(() => {
      revoked = ended.session.refreshToken;
      const requests = refreshTokensToRevoke(ended.session).map((Token) =>
        api.call$(
          'RevokeToken',
          { Token, ClientId: identity.userPoolClientId, ...linked },
          { keepalive: true },
        ),
      );
      return forkJoin(requests);
    }).pipe(
      tryUntil(context, 'Revoking the tokens', untilAt),
      map(() => (isNewest() ? DONE : failedStep(refreshPendingError()))),
      catchError((thrown: unknown) => {
        const error = asAuthError(thrown);
        return of(error.code === 'UnsupportedOperationException' ? NOT_SUPPORTED : failedStep(error));
      }),
    );
  };
}

/** Signs the user out everywhere. It needs a live access token: an expired one is refreshed, for this purpose only. */
function createGlobalSignOut(context: PoolContext, askForTokens$: AskForTokens): SignOutStepRequest {
  const { api, scheduler } = context;

  const liveSession$ = (ended: EndedSession): Observable<Session> => {
    if (!isAccessTokenExpired(ended.session, scheduler.now())) return of(ended.session);
    const asked = ended.session;
    ended.isRefreshPending = true;
    const answered$ = askForTokens$(asked, { keepalive: true }).pipe(
      tap({
        next: (session) => {
          ended.session = session;
          ended.isRefreshPending = false;
        },
        error: (error: unknown) => {
          ended.isRefreshPending = mayHaveTakenEffect(asAuthError(error));
        },
      }),
    );
    return listenToTheEnd$(answered$, ({ refreshToken }) => {
      if (refreshToken !== asked.refreshToken) revokeUnwanted(context, [refreshToken]);
    });
  };

  return ({ ended }, { untilAt, earlier }) => {
    // Once a revocation has worked the access token is dead, and with it the way to a global sign-out.
    if (earlier.revokeToken.outcome === 'done') {
      return of(failedStep(globalSignOutNotRetryableError(earlier.globalSignOut.error)));
    }
    let isSent = false;
    return defer(() => liveSession$(ended)).pipe(
      switchMap(({ accessToken }) => {
        isSent = true;
        return api.call$('GlobalSignOut', { AccessToken: accessToken }, { keepalive: true });
      }),
      tryUntil(context, 'The global sign-out', untilAt),
      map(() => DONE),
      catchError((thrown: unknown) => {
        const error = asAuthError(thrown);
        // What became of the refresh before it says nothing about a request that was not made.
        return of<StepResult>(isSent ? failedStep(error) : { outcome: 'failed', error });
      }),
    );
  };
}

/** Creates the requests of the remote steps, by the name of the step. */
export const createSignOutSteps = (context: PoolContext, askForTokens$: AskForTokens) =>
  ({
    globalSignOut: createGlobalSignOut(context, askForTokens$),
    revokeToken: createRevokeToken(context),
  }) satisfies UserPool['signOutSteps'];
