import { AsyncSubject, catchError, forkJoin, map, of, switchMap, tap, throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignOutScope } from '../model/auth-state';
import { epochAfter } from '../model/epoch';
import { signedOutError } from '../model/errors';
import type { Session } from '../model/session';
import { DONE } from '../model/sign-out-report';
import type { ClearReport } from '../ports/session-store';
import type { AuthContext } from './auth-context';
import { runAfterClear$, runBeforeRevoke$ } from './cleanups';
import { dispatched$ } from './dispatch';
import type { LazyOperations } from './lazy-operations';
import { createLazyRemoteSignOut } from './lazy-remote-sign-out';
import type { EndedTokens, RemoteResults, RemoteRun } from './remote-sign-out';
import { asAuthError, STORAGE_LIMIT_MS } from './requests';
import { createMakeResult } from './sign-out-result';
import type { SignOutResult } from './sign-out-result';

/** The share of the deadline for what comes before the first remote step: cleanups, a refresh in flight. */
const GATHERING_SHARE = 1 / 3;

/** One sign-out of a session. */
export interface SignOutRun {
  readonly session: Session;
  /** Asked again before each step: a sign-out that joins may widen it. */
  readonly scope: () => SignOutScope;
  readonly limitMs: number;
  /** Called when the result is made, right before the state says `signedOut`. */
  readonly onFinished: () => void;
}

/** What the fence leaves behind: the wait for a refresh that was cut off, and the clearing of the storage. */
interface Fenced {
  readonly refreshed$: Observable<void> | undefined;
  readonly cleared$: Observable<ClearReport>;
}

/** How the local part ended. */
interface Cleared {
  readonly storageError: AuthError | undefined;
  readonly cleanupErrors: readonly AuthError[];
}

/** A storage that keeps a sign-out waiting. */
export const storageNotAnsweringError = (cause?: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotAnswering',
    message: 'The storage did not answer, so a stored session could not be removed yet.',
    recoverySuggestion:
      'It is removed when the storage answers; if this page is closed before, remove it by hand.',
    cause,
  });

/** Lets go of whatever this tab holds, moves the epoch on, and begins to clear the storage, at once. */
export function dropSession$(context: AuthContext): Observable<ClearReport> {
  const { current, environment, scheduler, store, tabs } = context;
  const epoch = epochAfter('signedOut', environment.randomId());
  current.drop(epoch);
  const cleared$ = new AsyncSubject<ClearReport>();
  store.clear$(epoch).subscribe(cleared$);
  // Tabs that are told while a slow storage is being cleared may still read the session: they are told once more.
  const tellAgain = (): void => {
    tabs.announce();
  };
  if (!store.isSynchronous) cleared$.subscribe({ error: tellAgain, complete: tellAgain });
  return cleared$.pipe(
    timeout({ first: STORAGE_LIMIT_MS, scheduler, with: () => throwError(storageNotAnsweringError) }),
  );
}

/** Creates the run of a sign-out: fence → (globalSignOut) → revokeToken → clearCache → `signedOut`. */
export function createSignOutRun(
  context: AuthContext,
  operations: LazyOperations,
): (run: SignOutRun) => Observable<SignOutResult> {
  const { current, machine, tabs, cleanups, scheduler } = context;
  const remoteSignOut = createLazyRemoteSignOut(scheduler, operations.load$);
  const makeResult = createMakeResult(context, remoteSignOut);

  /** When it returns, no token is handed out any more, and none is in a storage that answers at once. */
  const fence = ({ session: { user }, scope, limitMs }: SignOutRun, tokens: EndedTokens): Fenced => {
    const refreshed$ = operations.loaded?.claimRefresh$(tokens, limitMs * GATHERING_SHARE);
    const cleared$ = dropSession$(context);
    machine.dispatch({ type: 'signOutStarted', user, scope: scope() });
    current.cutOff(signedOutError());
    tabs.announce();
    return { refreshed$, cleared$ };
  };

  const gather$ = (
    { session: { user, accessToken }, limitMs }: SignOutRun,
    refreshed$: Observable<void> = of(undefined),
  ): Observable<readonly AuthError[]> => {
    const shareMs = limitMs * GATHERING_SHARE;
    return forkJoin([
      runBeforeRevoke$(cleanups, { user, accessToken, reason: 'signedOut' }, shareMs, scheduler),
      refreshed$,
    ]).pipe(map(([errors]) => errors));
  };

  const clearCache$ = (
    { session: { user } }: SignOutRun,
    beforeErrors: readonly AuthError[],
    cleared$: Observable<ClearReport>,
  ): Observable<Cleared> => {
    machine.dispatch({ type: 'signOutStepStarted', step: 'clearCache' });
    return cleared$.pipe(
      tap(({ tombstoneError }) => {
        if (tombstoneError) machine.report(tombstoneError);
      }),
      map(() => undefined),
      catchError((error: unknown) => of(asAuthError(error))),
      switchMap((storageError) =>
        runAfterClear$(cleanups, { user, reason: 'signedOut' }, scheduler).pipe(
          map((afterErrors) => ({ storageError, cleanupErrors: [...beforeErrors, ...afterErrors] })),
        ),
      ),
    );
  };

  const finish$ = (
    { scope, onFinished }: SignOutRun,
    remoteRun: RemoteRun,
    remote: RemoteResults,
    { storageError, cleanupErrors }: Cleared,
  ): Observable<SignOutResult> => {
    for (const error of cleanupErrors) machine.report(error);
    const result = makeResult({ scope: scope(), clearCache: DONE, cleanupErrors }, remote, remoteRun);
    onFinished();
    const outcome = storageError ? { error: storageError } : { result };
    return dispatched$(machine, { type: 'signOutFinished', ...outcome }, result).pipe(
      map(() => {
        if (storageError) throw storageError;
        return result;
      }),
    );
  };

  return (run) => {
    const tokens: EndedTokens = { session: run.session, isRefreshPending: false };
    const { refreshed$, cleared$ } = fence(run, tokens);
    const remoteRun: RemoteRun = {
      tokens,
      startedAt: scheduler.now(),
      limitMs: run.limitMs,
      scope: run.scope,
      onStep: (step) => {
        machine.dispatch({ type: 'signOutStepStarted', step });
      },
    };
    return gather$(run, refreshed$).pipe(
      switchMap((beforeErrors) =>
        remoteSignOut.run$(remoteRun).pipe(
          switchMap((remote) =>
            clearCache$(run, beforeErrors, cleared$).pipe(
              // Whoever joined while the cache was cleared is told of the global sign-out as well.
              switchMap((cleared) =>
                remoteSignOut
                  .widened$(remoteRun, remote)
                  .pipe(switchMap((widened) => finish$(run, remoteRun, widened, cleared))),
              ),
            ),
          ),
        ),
      ),
    );
  };
}
