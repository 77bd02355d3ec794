import { catchError, map, of, throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import { isOpen, NOT_NEEDED, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { RemoteResults, StepResult } from '../../model/sign-out-report';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import type { RemoteRun } from './remote-run';

/** Which steps a pass takes on: at first all, on a retry those that are open, after a widening those that were not needed. */
export type Due = (result: StepResult) => boolean;

/** What failed, or may have: a retry. */
export const OPEN: Due = isOpen;
/** What nobody had asked for before: a widening. */
export const NEWLY_NEEDED: Due = ({ outcome }) => outcome === 'notNeeded';

/**
 * Runs the remote steps that are due and needed, one after another. Emits what became of all, once, and never errors.
 *
 * @param earlier - what the passes before brought; default: nothing
 * @param isDue - default: all steps
 */
export type RunRemoteSteps = (
  run: RemoteRun,
  earlier?: RemoteResults,
  isDue?: Due,
) => Observable<RemoteResults>;

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
  { scheduler }: AuthContext,
  { load$ }: LazyUserPool,
  { startedAt, limitMs }: RemoteRun,
): Observable<RunRemoteSteps> {
  return load$.pipe(
    timeout({
      first: Math.max(0, startedAt + limitMs - scheduler.now()),
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
