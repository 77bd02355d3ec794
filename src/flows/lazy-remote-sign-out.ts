import { catchError, defer, of, switchMap, throwError, timeout } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { notLoadedError } from '../model/errors';
import { isOpen, NOT_NEEDED, NOT_SUPPORTED } from '../model/sign-out-report';
import type { StepResult } from '../model/sign-out-report';
import type { Operations } from './operations';
import type { RemoteResults, RemoteRun, RemoteSignOut } from './remote-sign-out';
import { asAuthError } from './requests';

/** What became of the remote steps where nothing could be sent. */
function notSent({ scope, tokens, earlier }: RemoteRun, thrown: unknown): RemoteResults {
  const failed: StepResult = { outcome: 'failed', error: asAuthError(thrown) };
  const unlessDone = (step: StepResult): StepResult => (isOpen(step) ? failed : step);
  return {
    globalSignOut: unlessDone(earlier?.globalSignOut ?? (scope() === 'global' ? failed : NOT_NEEDED)),
    revokeToken: unlessDone(earlier?.revokeToken ?? (tokens.session.isRevocable ? failed : NOT_SUPPORTED)),
  };
}

/**
 * Creates what ends a session at the server, over operations that are loaded first, within the deadline of the run.
 * Where they cannot be, no request was sent, and each step that is open has failed.
 */
export function createLazyRemoteSignOut(
  scheduler: SchedulerLike,
  operations$: Observable<Operations>,
): RemoteSignOut {
  const remote$ = (
    run: RemoteRun,
    work$: (remoteSignOut: RemoteSignOut) => Observable<RemoteResults>,
  ): Observable<RemoteResults> =>
    defer(() =>
      operations$.pipe(
        timeout({
          first: Math.max(0, run.startedAt + run.limitMs - scheduler.now()),
          scheduler,
          with: () => throwError(notLoadedError),
        }),
        catchError((thrown: unknown) => of(asAuthError(thrown))),
        switchMap((loaded) =>
          'remoteSignOut' in loaded ? work$(loaded.remoteSignOut) : of(notSent(run, loaded)),
        ),
      ),
    );

  return {
    run$: (run) => remote$(run, (remoteSignOut) => remoteSignOut.run$(run)),
    widened$: (run, results) => {
      if (run.scope() === 'local' || results.globalSignOut.outcome !== 'notNeeded') return of(results);
      const earlier: RemoteResults = { ...results, globalSignOut: { outcome: 'failed' } };
      return remote$({ ...run, earlier }, (remoteSignOut) => remoteSignOut.widened$(run, results));
    },
  };
}
