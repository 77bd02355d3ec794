import { catchError, concatMap, defer, forkJoin, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../../model/auth-error';
import type { SignedOutReason, SignOutScope } from '../../model/auth-state';
import { DONE } from '../../model/sign-out-report';
import type { RemoteResults } from '../../model/sign-out-report';
import type { BrowserSession } from '../../ports/hosted-ui';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import { runAfterClear$, runBeforeRevoke$ } from '../session/cleanups';
import { fence, GATHERING_SHARE } from './fence';
import type { Fenced, FenceInput } from './fence';
import { loadRemoteSteps$ } from './remote-steps';
import { NEWLY_NEEDED } from './remote-run';
import type { RemoteRun, RunRemoteSteps } from './remote-run';
import { createResults } from './result';
import type { SignOutResult } from './result';

/** One sign-out of a session. */
export interface SignOutRun extends Omit<FenceInput, 'scope'> {
  /** Asked again before each step: a sign-out that joins may widen it. */
  readonly scope: () => SignOutScope;
  readonly forgetsDevice?: () => boolean;
  readonly reason: SignedOutReason;
  /** What is to be done about the browser's session at managed login, for a session that began there; asked again as the scope is. */
  readonly browserSession: () => BrowserSession | undefined;
  /** Called when the result is made, right before subscribers are told `signedOut`. */
  readonly onFinished: () => void;
}

/** How the local part ended. */
interface Cleared {
  readonly storageError: AuthError | undefined;
  readonly cleanupErrors: readonly AuthError[];
}

/** Runs the cleanups that need the tokens, and waits for the answer of a refresh that was in flight. */
function gathered$(
  context: AuthContext,
  { session: { user, accessToken }, reason, limitMs }: SignOutRun,
  { refreshed$ = of(undefined) }: Fenced,
): Observable<readonly AuthError[]> {
  const shareMs = limitMs * GATHERING_SHARE;
  return forkJoin([runBeforeRevoke$(context, { user, accessToken, reason }, shareMs), refreshed$]).pipe(
    map(([errors]) => errors),
  );
}

/** Waits for the storage to be cleared, and runs the cleanups of the application after it. */
function cleared$(
  context: AuthContext,
  { session: { user }, reason, forgetsDevice }: SignOutRun,
  fenced: Fenced,
): Observable<Cleared> {
  const { devices, machine } = context;
  machine.send({ type: 'signOutStepStarted', step: 'clearCache' });
  return fenced.cleared$.pipe(
    map(() => undefined),
    catchError((error: unknown) => of(asAuthError(error))),
    // What proves the device goes whether or not the user pool could be told; whoever joins may ask for it later.
    concatMap((storageError) =>
      forgetsDevice?.() ? devices.drop$(user).pipe(map(() => storageError)) : of(storageError),
    ),
    concatMap((storageError) =>
      runAfterClear$(context, { user, reason }).pipe(
        map((cleanupErrors) => ({ storageError, cleanupErrors })),
      ),
    ),
  );
}

/** Ends the sign-out in the state, and tells of it. */
function finished$(
  { machine }: AuthContext,
  { reason, onFinished }: SignOutRun,
  result: SignOutResult,
  storageError: AuthError | undefined,
): Observable<SignOutResult> {
  // Whoever is still being told of it joins it.
  machine.whenTold$(undefined).subscribe(onFinished);
  machine.send({
    type: 'signOutFinished',
    reason,
    ...(storageError ? { error: storageError } : { result }),
  });
  return machine.whenTold$(result).pipe(
    map(() => {
      if (storageError) throw storageError;
      return result;
    }),
  );
}

/** The remote part of a run, of what its fence has left. */
const remoteRunOf = (
  { machine }: AuthContext,
  { limitMs, scope, forgetsDevice, session, browserSession }: SignOutRun,
  { ended }: Fenced,
  startedAt: number,
): RemoteRun => ({
  ended,
  startedAt,
  limitMs,
  scope,
  ...(forgetsDevice && { forgetsDevice }),
  browserSession: session.origin === 'hostedUi' ? browserSession : undefined,
  onStep: (step) => {
    machine.send({ type: 'signOutStepStarted', step });
  },
});

/**
 * Creates the run of a sign-out: fence → (forgetDevice) → (globalSignOut) → revokeToken → clearCache → (hostedUi) → `signedOut`.
 */
export function createSignOutRun(
  context: AuthContext,
  userPool: LazyUserPool,
): (run: SignOutRun) => Observable<SignOutResult> {
  const results = createResults(context, userPool);

  return (run) =>
    defer(() => {
      const startedAt = context.environment.uptimeMs();
      const fenced = fence(context, userPool, { ...run, scope: run.scope() });
      const remoteRun = remoteRunOf(context, run, fenced, startedAt);
      // In this turn, before the cleanups: the page may be leaving.
      userPool.load$.subscribe({ error: () => undefined });
      if (run.forgetsDevice?.()) context.devices.drop$(run.session.user).subscribe();

      const left$ = (
        widened$: (remote: RemoteResults) => Observable<RemoteResults>,
        remote: RemoteResults,
        { storageError }: Cleared,
        cleanupErrors: readonly AuthError[],
      ): Observable<SignOutResult> => {
        for (const error of cleanupErrors) context.machine.report(error);
        const parts = () => ({ scope: run.scope(), clearCache: DONE, cleanupErrors });
        // What a storage has kept would be taken for a session by the page that returns, and this error be lost.
        const leaving = storageError ? { ...remoteRun, browserSession: undefined } : remoteRun;
        return results.endBrowserSession$(parts(), remote, leaving).pipe(
          concatMap((hostedUi) =>
            widened$(remote).pipe(map((all) => results.make(parts(), all, leaving, hostedUi))),
          ),
          concatMap((result) => finished$(context, run, result, storageError)),
        );
      };

      const ran$ = (
        runSteps$: RunRemoteSteps,
        beforeErrors: readonly AuthError[],
      ): Observable<SignOutResult> => {
        // Whoever joins meanwhile may have widened the scope: what is needed since then is caught up with, after each wait.
        const widened$ = (remote: RemoteResults): Observable<RemoteResults> =>
          runSteps$(remoteRun, remote, NEWLY_NEEDED);
        return runSteps$(remoteRun).pipe(
          concatMap(widened$),
          concatMap((remote) =>
            cleared$(context, run, fenced).pipe(
              concatMap((cleared) =>
                widened$(remote).pipe(
                  concatMap((all) =>
                    left$(widened$, all, cleared, [...beforeErrors, ...cleared.cleanupErrors]),
                  ),
                ),
              ),
            ),
          ),
        );
      };

      return gathered$(context, run, fenced).pipe(
        concatMap((beforeErrors) =>
          loadRemoteSteps$(context, userPool, remoteRun).pipe(
            concatMap((runSteps$) => ran$(runSteps$, beforeErrors)),
          ),
        ),
      );
    });
}
