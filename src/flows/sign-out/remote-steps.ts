import { catchError, map, of, throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import { NOT_NEEDED, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { RemoteResults, StepResult } from '../../model/sign-out-report';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import type { RemoteRun, RunRemoteSteps } from './remote-run';

/** What becomes of the steps whose code did not come: nothing was sent. A step of its own is a line of its own here, too. */
const unsent = (
  { ended: { session }, forgetsDevice, scope }: RemoteRun,
  failed: StepResult,
): RemoteResults => ({
  ...(forgetsDevice?.() && session.deviceKey !== undefined && { forgetDevice: failed }),
  globalSignOut: scope() === 'global' ? failed : NOT_NEEDED,
  revokeToken: session.isRevocable ? failed : NOT_SUPPORTED,
});

/**
 * Loads what runs the remote steps, within the deadline of the run. Where it does not come, what stands in for it says of every
 * step that is needed that it has failed. Emits once and never errors.
 */
export function loadRemoteSteps$(
  { environment, scheduler }: AuthContext,
  { load$ }: LazyUserPool,
  { startedAt, limitMs }: RemoteRun,
): Observable<RunRemoteSteps> {
  return load$.pipe(
    timeout({
      first: Math.max(0, startedAt + limitMs - environment.uptimeMs()),
      scheduler,
      with: () => throwError(notLoadedError),
    }),
    map(({ runRemoteSteps$ }): RunRemoteSteps => runRemoteSteps$),
    catchError((thrown: unknown) => {
      const failed: StepResult = { outcome: 'failed', error: asAuthError(thrown) };
      return of<RunRemoteSteps>((run) => of(unsent(run, failed)));
    }),
  );
}
