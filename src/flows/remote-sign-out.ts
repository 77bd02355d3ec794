import { catchError, concat, defer, map, of, retry, switchMap, tap, throwError, timer, toArray } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignOutScope, SignOutStep } from '../model/auth-state';
import { offlineError } from '../model/errors';
import { isExpired } from '../model/freshness';
import type { Session } from '../model/session';
import {
  DONE,
  failedStep,
  globalSignOutNotRetryableError,
  isOpen,
  NOT_NEEDED,
  NOT_SUPPORTED,
} from '../model/sign-out-report';
import type { StepResult } from '../model/sign-out-report';
import type { AskForTokens } from './ask-for-tokens';
import type { AuthContext } from './auth-context';
import { backoffMs } from './backoff';
import { revokeLateTokens } from './late-tokens';
import { asAuthError, listenToTheEnd$, withTimeLimit } from './requests';

/** The wait before a remote step is tried again. */
const FIRST_RETRY_MS = 250;
/** The share of the deadline that the global sign-out may use at most, so that the revocation has its time. */
const GLOBAL_SHARE = 2 / 3;

/** The tokens of a session that ended: they live in the closure of its sign-out alone. */
export interface EndedTokens {
  session: Session;
  /** A refresh was in flight whose answer has not come: a newer refresh token may exist that nobody here knows. */
  isRefreshPending: boolean;
}

/** What became of the remote steps. */
export interface RemoteResults {
  readonly globalSignOut: StepResult;
  readonly revokeToken: StepResult;
}

/** The remote steps of one run. */
export interface RemoteRun {
  readonly tokens: EndedTokens;
  /** When the remote steps began, and how long they may take together: epoch milliseconds, milliseconds. */
  readonly startedAt: number;
  readonly limitMs: number;
  /** Asked again before each step: a sign-out that joins may widen it. */
  readonly scope: () => SignOutScope;
  readonly onStep: (step: SignOutStep) => void;
  /** What an earlier run left: only its open steps are tried again. */
  readonly earlier?: RemoteResults;
}

/** Runs the remote steps; emits once and never errors. */
export type RemoteSignOut = (run: RemoteRun) => Observable<RemoteResults>;

const refreshPendingError = (): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'RefreshPending',
    message: 'A refresh that was in flight has not answered, so a newer refresh token may be alive.',
    recoverySuggestion: 'Wait for the event lateTokensRevoked, or try again with retry$.',
    retryable: true,
  });

/** Creates the function that ends a session at the server: global sign-out where asked for, then the revocation. */
export function createRemoteSignOut(context: AuthContext, askForTokens$: AskForTokens): RemoteSignOut {
  const { api, identity, environment, scheduler } = context;

  /** Tries again what may succeed later, with jitter, as long as the next try begins before the time is up. */
  const withRetries = <T>(what: string, untilAt: number): MonoTypeOperatorFunction<T> => {
    const isInTime = (waitMs: number): boolean => scheduler.now() + waitMs < untilAt;
    return (request$) =>
      defer(() => (environment.isOnline() ? request$ : throwError(offlineError))).pipe(
        retry({
          delay: (error: unknown, failures) => {
            const { retryable, retryAfterMs } = asAuthError(error);
            const waitMs = backoffMs(FIRST_RETRY_MS, failures, environment.random(), retryAfterMs);
            const isWorthIt = retryable && environment.isOnline() && isInTime(waitMs);
            return isWorthIt ? timer(waitMs, scheduler) : throwError(() => error);
          },
        }),
        withTimeLimit(what, Math.max(0, untilAt - scheduler.now()), scheduler),
      );
  };

  /** `GlobalSignOut` needs a live access token: an expired one is refreshed, for this purpose only. */
  const liveSession$ = (tokens: EndedTokens): Observable<Session> => {
    if (!isExpired(tokens.session, scheduler.now())) return of(tokens.session);
    const asked = tokens.session;
    tokens.isRefreshPending = true;
    const settle = (session: Session): void => {
      tokens.session = session;
      tokens.isRefreshPending = false;
    };
    return listenToTheEnd$(askForTokens$(asked, { keepalive: true }), (late) => {
      settle(late);
      if (late.refreshToken !== asked.refreshToken) revokeLateTokens(context, late.refreshToken);
    }).pipe(
      tap({
        next: settle,
        error: () => {
          tokens.isRefreshPending = false;
        },
      }),
    );
  };

  const globalSignOut$ = (
    { tokens, startedAt, limitMs, onStep }: RemoteRun,
    share: number,
  ): Observable<StepResult> =>
    defer(() => {
      onStep('globalSignOut');
      return liveSession$(tokens).pipe(
        switchMap(({ accessToken }) =>
          api.call$('GlobalSignOut', { AccessToken: accessToken }, { keepalive: true }),
        ),
      );
    }).pipe(
      withRetries('The global sign-out', startedAt + limitMs * share),
      map(() => DONE),
      catchError((error: unknown) => of(failedStep(asAuthError(error)))),
    );

  const revokeToken$ = ({ tokens, startedAt, limitMs, onStep }: RemoteRun): Observable<StepResult> =>
    defer(() => {
      onStep('revokeToken');
      const input = { Token: tokens.session.refreshToken, ClientId: identity.userPoolClientId };
      return api.call$('RevokeToken', input, { keepalive: true });
    }).pipe(
      withRetries('Revoking the tokens', startedAt + limitMs),
      map(() => (tokens.isRefreshPending ? failedStep(refreshPendingError()) : DONE)),
      catchError((error: unknown) => {
        const judged = asAuthError(error);
        return of(judged.code === 'UnsupportedOperationException' ? NOT_SUPPORTED : failedStep(judged));
      }),
      // Without `origin_jti` nothing was issued that a revocation could end, whatever the answer says.
      map((result) => (tokens.session.isRevocable ? result : NOT_SUPPORTED)),
    );

  /** A sign-out that turned global while, or after, the tokens were revoked. */
  const widened$ = (run: RemoteRun, revokeToken: StepResult): Observable<StepResult> => {
    if (run.scope() !== 'global') return of(NOT_NEEDED);
    return revokeToken.outcome === 'done'
      ? of(failedStep(globalSignOutNotRetryableError()))
      : globalSignOut$(run, 1);
  };

  const firstRun$ = (run: RemoteRun): Observable<RemoteResults> => {
    const isGlobal = run.scope() === 'global';
    const before$ = isGlobal ? globalSignOut$(run, GLOBAL_SHARE) : of(NOT_NEEDED);
    return concat(before$, revokeToken$(run)).pipe(
      toArray(),
      switchMap(([globalSignOut = NOT_NEEDED, revokeToken = NOT_NEEDED]) =>
        (isGlobal ? of(globalSignOut) : widened$(run, revokeToken)).pipe(
          map((joined) => ({ globalSignOut: joined, revokeToken })),
        ),
      ),
    );
  };

  const nextRun$ = (run: RemoteRun, earlier: RemoteResults): Observable<RemoteResults> => {
    const { globalSignOut, revokeToken } = earlier;
    const global$ = !isOpen(globalSignOut)
      ? of(globalSignOut)
      : revokeToken.outcome === 'done'
        ? of(failedStep(globalSignOutNotRetryableError(globalSignOut.error)))
        : globalSignOut$(run, GLOBAL_SHARE);
    const revoke$ = isOpen(revokeToken) ? revokeToken$(run) : of(revokeToken);
    return concat(global$, revoke$).pipe(
      toArray(),
      map(([again = globalSignOut, revoked = revokeToken]) => ({
        globalSignOut: again,
        revokeToken: revoked,
      })),
    );
  };

  return (run) => defer(() => (run.earlier ? nextRun$(run, run.earlier) : firstRun$(run)));
}
