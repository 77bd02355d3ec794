import { catchError, defer, forkJoin, map, of, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { EndedSession } from '../../flows/sign-out/remote-run';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { failedStep, mayHaveTakenEffect } from '../../model/failed-request';
import { isAccessTokenExpired } from '../../model/freshness';
import { refreshTokensToRevoke } from '../../model/session-secrets';
import type { Session } from '../../model/session';
import { DONE, forgetDeviceNotRetryableError, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { StepOutcome, StepResult } from '../../model/sign-out-report';
import type { PoolContext } from '../pool-context';
import type { AskForTokens } from '../refresh/token-request';
import { listenToTheEnd$, revokeUnwanted, tryUntil } from '../requests';
import type { SignOutStepRequest, SignOutStepRequests } from './run-steps';

const refreshPendingError = (): AuthError =>
  ownError({
    kind: 'timeout',
    code: 'RefreshPending',
    message: 'A refresh that was in flight has not answered, so a newer refresh token may be alive.',
    recoverySuggestion: 'Wait for the event lateTokensRevoked, or try again with retry$.',
    retryable: true,
  });

/** A revocation, or a global sign-out, has worked: the access token is dead, and with it the way to a global sign-out. */
const globalSignOutNotRetryableError = (cause?: unknown): AuthError =>
  ownError({
    kind: 'notAuthorized',
    code: 'GlobalSignOutNotRetryable',
    message: 'A global sign-out needs a live access token, and the tokens are revoked already.',
    recoverySuggestion: 'Sign in and sign out globally again.',
    cause,
  });

/** What is to be told first of several requests that one step has made. */
const WORST_FIRST: readonly StepOutcome[] = ['unknown', 'failed', 'notSupported'];

const worstOf = (results: readonly StepResult[]): StepResult => {
  const found = WORST_FIRST.flatMap((worst) => results.filter(({ outcome }) => outcome === worst));
  return found[0] ?? DONE;
};

/** Revokes the newest token of an ended session, and the original one of a family that has rotated. */
function createRevokeToken(context: PoolContext): SignOutStepRequest {
  const { api, identity } = context;
  return ({ ended, browserSession }, { untilAt }) => {
    const isLinked = browserSession?.() !== undefined;
    const linked = isLinked ? ({ RevokeAssociatedSessions: 'LINKED' } as const) : {};
    ended.isRevokedAlone = !isLinked;
    let revoked: string | undefined;
    // A refresh may have answered meanwhile: what was revoked is then not the newest token any more.
    const isNewest = (): boolean => !ended.isRefreshPending && ended.session.refreshToken === revoked;
    const revoked$ = (Token: string): Observable<StepResult> =>
      api
        .call$('RevokeToken', { Token, ClientId: identity.userPoolClientId, ...linked }, { keepalive: true })
        .pipe(
          tryUntil(context, 'Revoking the tokens', untilAt),
          map(() => DONE),
          catchError((thrown: unknown) => {
            const error = asAuthError(thrown);
            return of(error.code === 'UnsupportedOperationException' ? NOT_SUPPORTED : failedStep(error));
          }),
        );
    return defer(() => {
      revoked = ended.session.refreshToken;
      // Each by itself: what becomes of the one says nothing of the other.
      return forkJoin(refreshTokensToRevoke(ended.session).map(revoked$));
    }).pipe(
      map(worstOf),
      map((result) => (result !== DONE || isNewest() ? result : failedStep(refreshPendingError()))),
    );
  };
}

/** Returns the way to a live access token: an expired one is refreshed, for this purpose only. */
function createLiveSession(
  context: PoolContext,
  askForTokens$: AskForTokens,
): (ended: EndedSession) => Observable<Session> {
  return (ended) => {
    if (!isAccessTokenExpired(ended.session, context.scheduler.now())) return of(ended.session);
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
}

/** What a step asks for that needs a live access token, and what it says where there can be none any more. */
interface AuthorisedStep {
  readonly what: string;
  readonly request$: (session: Session) => Observable<unknown>;
  readonly notRetryableError: (cause?: unknown) => AuthError;
  /** Refusals that say that there is nothing left to do. */
  readonly doneAlready?: string;
}

function createAuthorisedStep(
  context: PoolContext,
  liveSession$: (ended: EndedSession) => Observable<Session>,
  name: 'forgetDevice' | 'globalSignOut',
  { what, request$, notRetryableError, doneAlready }: AuthorisedStep,
): SignOutStepRequest {
  return ({ ended }, { untilAt, earlier }) => {
    // Once a revocation has worked the access token is dead.
    if (earlier.revokeToken.outcome === 'done') {
      return of(failedStep(notRetryableError(earlier[name]?.error)));
    }
    let isSent = false;
    return defer(() => liveSession$(ended)).pipe(
      switchMap((session) => {
        isSent = true;
        return request$(session);
      }),
      tryUntil(context, what, untilAt),
      map(() => DONE),
      catchError((thrown: unknown) => {
        const error = asAuthError(thrown);
        if (isSent && error.code === doneAlready) return of(DONE);
        // What became of the refresh before it says nothing about a request that was not made.
        return of<StepResult>(isSent ? failedStep(error) : { outcome: 'failed', error });
      }),
    );
  };
}

/** Creates the requests of the remote steps, by the name of the step. */
export function createSignOutSteps(context: PoolContext, askForTokens$: AskForTokens): SignOutStepRequests {
  const { api } = context;
  const liveSession$ = createLiveSession(context, askForTokens$);
  return {
    forgetDevice: createAuthorisedStep(context, liveSession$, 'forgetDevice', {
      what: 'Forgetting the device',
      // A refresh on the way here may have found that the device is forgotten already.
      request$: ({ accessToken: AccessToken, deviceKey: DeviceKey }) =>
        DeviceKey === undefined
          ? of(undefined)
          : api.call$('ForgetDevice', { AccessToken, DeviceKey }, { keepalive: true }),
      notRetryableError: forgetDeviceNotRetryableError,
      doneAlready: 'ResourceNotFoundException',
    }),
    globalSignOut: createAuthorisedStep(context, liveSession$, 'globalSignOut', {
      what: 'The global sign-out',
      request$: ({ accessToken }) =>
        api.call$('GlobalSignOut', { AccessToken: accessToken }, { keepalive: true }),
      notRetryableError: globalSignOutNotRetryableError,
    }),
    revokeToken: createRevokeToken(context),
  } satisfies SignOutStepRequests;
}
