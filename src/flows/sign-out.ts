import {
  AsyncSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  forkJoin,
  ignoreElements,
  map,
  of,
  switchMap,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignOutScope } from '../model/auth-state';
import { epochAfter } from '../model/epoch';
import { cancelledError, validationError } from '../model/errors';
import type { Session } from '../model/session';
import { DONE, NOT_NEEDED, signOutReport } from '../model/sign-out-report';
import type { ReportParts, SignOutReport, StillValid } from '../model/sign-out-report';
import type { ClearReport, StoredState } from '../ports/session-store';
import type { AskForTokens } from './ask-for-tokens';
import type { AuthContext } from './auth-context';
import { runAfterClear, runBeforeRevoke } from './cleanups';
import { dispatched$ } from './dispatch';
import { revokeLateTokens } from './late-tokens';
import type { Refresher } from './refresh';
import { createRemoteSignOut } from './remote-sign-out';
import type { EndedTokens, RemoteResults, RemoteRun } from './remote-sign-out';
import { asAuthError, STORAGE_LIMIT_MS, withTimeLimit } from './requests';
import type { Restoration } from './restore';
import type { SignIn } from './sign-in';

/** The share of the deadline for what comes before the first remote step: cleanups, a refresh in flight. */
const GATHERING_SHARE = 1 / 3;

/** How `signOut$` is asked. */
export interface SignOutOptions {
  /** Ends every session of the user, on every device. Default: `false`. */
  readonly globalSignOut?: boolean;
  /** The one deadline for all remote steps together, milliseconds. Default: the option of `createAuth`. */
  readonly remoteTimeoutMs?: number;
}

/** What a sign-out did, and the way to make a partial one complete. */
export interface SignOutResult extends SignOutReport {
  /**
   * Tries the remote steps again that failed or are unknown.
   *
   * Cold: each subscription tries once, with the tokens that this result keeps in its closure and nowhere else. Emits
   * one result and completes; never errors. Unsubscribing aborts the requests. The state is not touched.
   */
  readonly retry$: Observable<SignOutResult>;
}

/** A sign-out under way. */
interface Run {
  scope: SignOutScope;
  readonly result$: AsyncSubject<SignOutResult>;
}

const NOTHING_TO_DO: ReportParts = {
  scope: 'local',
  globalSignOut: NOT_NEEDED,
  revokeToken: NOT_NEEDED,
  clearCache: NOT_NEEDED,
  cleanupErrors: [],
  stillValid: {},
};

function stillValid({ expiresAt, idTokenExpiresAt, clockOffsetMs }: Session, now: number): StillValid {
  const serverNow = now + clockOffsetMs;
  return {
    ...(expiresAt > serverNow ? { accessTokenUntil: expiresAt } : {}),
    ...(idTokenExpiresAt > serverNow ? { idTokenUntil: idTokenExpiresAt } : {}),
  };
}

function checkedLimit(limitMs: number): number {
  if (Number.isFinite(limitMs) && limitMs > 0) return limitMs;
  throw validationError('remoteTimeoutMs', 'a positive number of milliseconds');
}

/** Creates `signOut$`: fence → globalSignOut → revokeToken → clearCache → `signedOut`. One run at a time. */
export function createSignOut(
  context: AuthContext,
  parts: {
    readonly askForTokens: AskForTokens;
    readonly refresher: Refresher;
    readonly restoration: Restoration;
    readonly signIn: SignIn;
  },
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { current, machine, store, tabs, environment, cleanups, scheduler } = context;
  const { refresher, restoration, signIn } = parts;
  const remoteSignOut$ = createRemoteSignOut(context, parts.askForTokens);
  let running: Run | undefined;

  const report = (errors: readonly (AuthError | undefined)[]): void => {
    for (const error of errors) if (error) machine.report(error);
  };

  /** The result of a run whose remote steps may be tried again. */
  const resultOf = (
    made: SignOutReport,
    again: (() => Observable<SignOutResult>) | undefined,
  ): SignOutResult => {
    const result: SignOutResult = { ...made, retry$: defer(() => (again ? again() : of(result))) };
    return Object.freeze(result);
  };

  const notNeeded = (scope: SignOutScope): SignOutResult =>
    resultOf(signOutReport({ ...NOTHING_TO_DO, scope }), undefined);

  const judged = (made: ReportParts, remote: RemoteResults, run: RemoteRun): SignOutResult => {
    report([remote.globalSignOut.error, remote.revokeToken.error]);
    const parts = { ...made, ...remote };
    const signedOut = signOutReport(parts);
    if (signedOut.outcome === 'complete') return resultOf(signedOut, undefined);
    return resultOf(signedOut, () => {
      const next: RemoteRun = {
        ...run,
        startedAt: scheduler.now(),
        onStep: () => undefined,
        earlier: remote,
      };
      return remoteSignOut$(next).pipe(map((results) => judged(parts, results, next)));
    });
  };

  /** Begins the clearing at once, and lets any number of listeners know how it went. */
  const clearNow = (): Observable<ClearReport> => {
    const cleared$ = new AsyncSubject<ClearReport>();
    store.clear$(current.epoch ?? environment.randomId()).subscribe(cleared$);
    return cleared$.pipe(withTimeLimit('Clearing the storage', STORAGE_LIMIT_MS, scheduler));
  };

  /** Waits for a refresh whose request is under way, for the newest refresh token's sake. */
  const gatherTokens$ = (
    tokens: EndedTokens,
    answer$: Observable<Session> | undefined,
    limitMs: number,
  ): Observable<unknown> => {
    if (!answer$) return of(undefined);
    tokens.isRefreshPending = true;
    let isWaitedFor = true;
    const { refreshToken } = tokens.session;
    const settled$ = new AsyncSubject<void>();
    answer$.subscribe({
      next: (session) => {
        tokens.session = session;
        if (!isWaitedFor && session.refreshToken !== refreshToken)
          revokeLateTokens(context, session.refreshToken);
      },
      error: (error: unknown) => {
        // Without an answer a newer token may exist at the server; with one, whatever it says, there is none.
        const { kind } = asAuthError(error);
        tokens.isRefreshPending = kind === 'timeout' || kind === 'network';
        settled$.complete();
      },
      complete: () => {
        tokens.isRefreshPending = false;
        settled$.complete();
      },
    });
    return concat(
      settled$.pipe(takeUntil(timer(environment.isOnline() ? limitMs : 0, scheduler))),
      of(undefined),
    ).pipe(
      tap(() => {
        isWaitedFor = false;
      }),
    );
  };

  /** Step 4: the storage is empty, the caller's caches are, and the errors of both are known. */
  const clearCache$ = (
    session: Session,
    cleared$: Observable<ClearReport>,
  ): Observable<{ readonly storageError?: AuthError; readonly cleanupErrors: readonly AuthError[] }> => {
    const storage$ = cleared$.pipe(
      tap(({ tombstoneError }) => {
        report([tombstoneError]);
      }),
      map(() => undefined),
      catchError((error: unknown) => of(asAuthError(error))),
    );
    return storage$.pipe(
      switchMap((storageError) =>
        runAfterClear(cleanups, { user: session.user, reason: 'signedOut' }, scheduler).pipe(
          map((cleanupErrors) => ({ cleanupErrors, ...(storageError ? { storageError } : {}) })),
        ),
      ),
    );
  };

  /** The fence: when it returns, no token is handed out any more, and none is in a storage that answers at once. */
  const fence = (
    run: Run,
    session: Session,
  ): { answer$: Observable<Session> | undefined; cleared$: Observable<ClearReport> } => {
    const answer$ = refresher.claimAnswer();
    current.drop(epochAfter('signedOut', environment.randomId()));
    const cleared$ = clearNow();
    machine.dispatch({ type: 'signOutStarted', user: session.user, scope: run.scope });
    current.cutOff();
    tabs.announce();
    return { answer$, cleared$ };
  };

  const run$ = (run: Run, session: Session, limitMs: number): Observable<SignOutResult> => {
    const { answer$, cleared$ } = fence(run, session);
    const tokens: EndedTokens = { session, isRefreshPending: false };
    const remoteRun: RemoteRun = {
      tokens,
      startedAt: scheduler.now(),
      limitMs,
      scope: () => run.scope,
      onStep: (step) => {
        machine.dispatch({ type: 'signOutStepStarted', step });
      },
    };
    const gatheringMs = limitMs * GATHERING_SHARE;
    const { user, accessToken } = session;
    const gathered$ = forkJoin([
      runBeforeRevoke(cleanups, { user, accessToken, reason: 'signedOut' }, gatheringMs, scheduler),
      gatherTokens$(tokens, answer$, gatheringMs),
    ]);
    return gathered$.pipe(
      switchMap(([beforeErrors]) =>
        remoteSignOut$(remoteRun).pipe(
          switchMap((remote) => {
            remoteRun.onStep('clearCache');
            return clearCache$(session, cleared$).pipe(
              switchMap(({ storageError, cleanupErrors }) => {
                const allCleanupErrors = [...beforeErrors, ...cleanupErrors];
                report(allCleanupErrors);
                const made: ReportParts = {
                  scope: run.scope,
                  globalSignOut: NOT_NEEDED,
                  revokeToken: NOT_NEEDED,
                  clearCache: DONE,
                  cleanupErrors: allCleanupErrors,
                  stillValid: stillValid(tokens.session, scheduler.now()),
                };
                const result = judged(made, remote, remoteRun);
                running = undefined;
                return dispatched$(machine, { type: 'signOutFinished' }, result).pipe(
                  map(() => {
                    if (storageError) throw storageError;
                    return result;
                  }),
                );
              }),
            );
          }),
        ),
      ),
    );
  };

  /** A sign-in under way has no session to end: it is cut off, and what it may have stored is cleared. */
  const cutSignIn$ = (scope: SignOutScope): Observable<SignOutResult> => {
    current.drop(epochAfter('signedOut', environment.randomId()));
    const cleared$ = clearNow();
    signIn.cut(cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.'));
    tabs.announce();
    return concat(
      cleared$.pipe(ignoreElements()),
      defer(() => dispatched$(machine, { type: 'sessionEnded', reason: 'signedOut' }, notNeeded(scope))),
    );
  };

  const endRestored$ = (run: Run, limitMs: number): Observable<SignOutResult> => {
    restoration.claim();
    const startedAt = scheduler.now();
    return restoration.stored$.pipe(
      withTimeLimit('Reading the storage', limitMs, scheduler),
      catchError((error: unknown) => {
        // Queued behind the read that hangs: whatever the storage holds is removed once it answers.
        current.drop(epochAfter('signedOut', environment.randomId()));
        clearNow().subscribe({ error: () => EMPTY });
        return concat(
          dispatched$(machine, { type: 'sessionEnded', reason: 'signedOut' }, undefined).pipe(
            ignoreElements(),
          ),
          throwError(() => unreadStorageError(error)),
        );
      }),
      switchMap(({ epoch, session }: StoredState) => {
        current.begin(epoch, session);
        if (!session) return dispatched$(machine, { type: 'noSessionFound' }, notNeeded(run.scope));
        return run$(run, session, Math.max(1, limitMs - (scheduler.now() - startedAt)));
      }),
    );
  };

  const start = (
    work$: (run: Run) => Observable<SignOutResult>,
    scope: SignOutScope,
  ): Observable<SignOutResult> => {
    const started: Run = { scope, result$: new AsyncSubject() };
    running = started;
    // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
    work$(started).subscribe({
      next: (result) => {
        started.result$.next(result);
      },
      error: (error: unknown) => {
        if (running === started) running = undefined;
        const failure = asAuthError(error);
        report([failure]);
        started.result$.error(failure);
      },
      complete: () => {
        if (running === started) running = undefined;
        started.result$.complete();
      },
    });
    return started.result$;
  };

  const join = (run: Run, scope: SignOutScope): Observable<SignOutResult> => {
    if (scope === 'global' && run.scope === 'local') {
      run.scope = 'global';
      machine.dispatch({ type: 'signOutWidened' });
    }
    return run.result$;
  };

  return ({ globalSignOut = false, remoteTimeoutMs = context.remoteTimeoutMs } = {}) =>
    defer(() => {
      const limitMs = checkedLimit(remoteTimeoutMs);
      const scope = globalSignOut ? 'global' : 'local';
      if (running) return join(running, scope);
      const { session } = current;
      if (session) return start((run) => run$(run, session, limitMs), scope);
      if (signIn.isPending) return start(() => cutSignIn$(scope), scope);
      if (machine.state.status === 'restoring') return start((run) => endRestored$(run, limitMs), scope);
      return of(notNeeded(scope));
    });
}

const unreadStorageError = (cause: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotAnswering',
    message: 'The storage did not answer, so a stored session could not be removed yet.',
    recoverySuggestion:
      'It is removed when the storage answers; if this page is closed before, remove it by hand.',
    cause,
  });
