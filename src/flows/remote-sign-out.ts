import { catchError, defer, map, of, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignOutScope, SignOutStep } from '../model/auth-state';
import { isExpired } from '../model/freshness';
import type { Session } from '../model/session';
import {
  DONE,
  failedStep,
  globalSignOutNotRetryableError,
  isOpen,
  mayHaveTakenEffect,
  NOT_NEEDED,
  NOT_SUPPORTED,
} from '../model/sign-out-report';
import type { StepResult } from '../model/sign-out-report';
import type { AskForTokens } from './ask-for-tokens';
import type { PoolContext } from './auth-context';
import { revokeLateTokens } from './late-tokens';
import { listenToTheEnd$ } from './listen-to-the-end';
import { asAuthError } from './requests';
import { tryUntil } from './try-until';

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

/** Ends a session at the server. Each Observable emits once and never errors. */
export interface RemoteSignOut {
  /** Runs the remote steps. */
  run$(run: RemoteRun): Observable<RemoteResults>;
  /** Adds the global sign-out where one joined that the results know nothing of; else they stay as they are. */
  widened$(run: RemoteRun, results: RemoteResults): Observable<RemoteResults>;
}

const refreshPendingError = (): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'RefreshPending',
    message: 'A refresh that was in flight has not answered, so a newer refresh token may be alive.',
    recoverySuggestion: 'Wait for the event lateTokensRevoked, or try again with retry$.',
    retryable: true,
  });

/** Creates what ends a session at the server: global sign-out where asked for, then the revocation. */
export function createRemoteSignOut(context: PoolContext, askForTokens$: AskForTokens): RemoteSignOut {
  const { api, identity, scheduler } = context;

  /** `GlobalSignOut` needs a live access token: an expired one is refreshed, for this purpose only. */
  const liveSession$ = (tokens: EndedTokens): Observable<Session> => {
    if (!isExpired(tokens.session, scheduler.now())) return of(tokens.session);
    const asked = tokens.session;
    tokens.isRefreshPending = true;
    const answered$ = askForTokens$(asked, { keepalive: true }).pipe(
      tap({
        next: (session) => {
          tokens.session = session;
          tokens.isRefreshPending = false;
        },
        error: (error: unknown) => {
          tokens.isRefreshPending = mayHaveTakenEffect(asAuthError(error));
        },
      }),
    );
    return listenToTheEnd$(answered$, ({ refreshToken }) => {
      if (refreshToken !== asked.refreshToken) revokeLateTokens(context, refreshToken);
    });
  };

  const globalSignOut$ = (
    { tokens, startedAt, limitMs, onStep }: RemoteRun,
    share: number,
  ): Observable<StepResult> => {
    let isSent = false;
    return defer(() => {
      onStep('globalSignOut');
      return liveSession$(tokens).pipe(
        switchMap(({ accessToken }) => {
          isSent = true;
          return api.call$('GlobalSignOut', { AccessToken: accessToken }, { keepalive: true });
        }),
      );
    }).pipe(
      tryUntil(context, 'The global sign-out', startedAt + limitMs * share),
      map(() => DONE),
      catchError((thrown: unknown) => {
        const error = asAuthError(thrown);
        // What became of the refresh before it says nothing about a request that was not made.
        return of<StepResult>(isSent ? failedStep(error) : { outcome: 'failed', error });
      }),
    );
  };

  const revokeToken$ = ({ tokens, startedAt, limitMs, onStep }: RemoteRun): Observable<StepResult> => {
    let revoked: string | undefined;
    // A refresh may have answered meanwhile: what was revoked is then not the newest token any more.
    const isNewest = (): boolean => !tokens.isRefreshPending && tokens.session.refreshToken === revoked;
    return defer(() => {
      onStep('revokeToken');
      revoked = tokens.session.refreshToken;
      const input = { Token: revoked, ClientId: identity.userPoolClientId };
      return api.call$('RevokeToken', input, { keepalive: true });
    }).pipe(
      tryUntil(context, 'Revoking the tokens', startedAt + limitMs),
      map(() => (isNewest() ? DONE : failedStep(refreshPendingError()))),
      catchError((error: unknown) => {
        const judged = asAuthError(error);
        return of(judged.code === 'UnsupportedOperationException' ? NOT_SUPPORTED : failedStep(judged));
      }),
      // Without `origin_jti` nothing was issued that a revocation could end, whatever the answer says.
      map((result) => (tokens.session.isRevocable ? result : NOT_SUPPORTED)),
    );
  };

  /** The global sign-out of a session whose revocation was tried before: where that worked, it comes too late. */
  const afterRevoking$ = (
    run: RemoteRun,
    { globalSignOut, revokeToken }: RemoteResults,
    share: number,
  ): Observable<StepResult> =>
    revokeToken.outcome === 'done'
      ? of(failedStep(globalSignOutNotRetryableError(globalSignOut.error)))
      : globalSignOut$(run, share);

  const widened$: RemoteSignOut['widened$'] = (run, results) =>
    run.scope() === 'global' && results.globalSignOut.outcome === 'notNeeded'
      ? afterRevoking$(run, results, 1).pipe(map((globalSignOut) => ({ ...results, globalSignOut })))
      : of(results);

  const inTurn$ = (
    globalSignOut$: Observable<StepResult>,
    revokeToken$: Observable<StepResult>,
  ): Observable<RemoteResults> =>
    globalSignOut$.pipe(
      switchMap((globalSignOut) => revokeToken$.pipe(map((revokeToken) => ({ globalSignOut, revokeToken })))),
    );

  const firstRun$ = (run: RemoteRun): Observable<RemoteResults> =>
    inTurn$(
      run.scope() === 'global' ? globalSignOut$(run, GLOBAL_SHARE) : of(NOT_NEEDED),
      revokeToken$(run),
    ).pipe(switchMap((results) => widened$(run, results)));

  const nextRun$ = (run: RemoteRun, earlier: RemoteResults): Observable<RemoteResults> =>
    inTurn$(
      isOpen(earlier.globalSignOut) ? afterRevoking$(run, earlier, GLOBAL_SHARE) : of(earlier.globalSignOut),
      isOpen(earlier.revokeToken) ? revokeToken$(run) : of(earlier.revokeToken),
    );

  return {
    run$: (run) => defer(() => (run.earlier ? nextRun$(run, run.earlier) : firstRun$(run))),
    widened$,
  };
}
