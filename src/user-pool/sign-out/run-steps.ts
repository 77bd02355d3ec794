import { catchError, defer, from, map, mergeScan, of, takeLast } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { RemoteRun, RunRemoteSteps } from '../../flows/sign-out/remote-run';
import type { Session } from '../../model/session';
import { NOT_NEEDED, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { RemoteResults, RemoteStepName, StepResult } from '../../model/sign-out-report';

/** A remote step of a sign-out. */
interface RemoteStep {
  readonly name: RemoteStepName;
  readonly isNeeded: (run: RemoteRun) => boolean;
  readonly isSupported: (session: Session) => boolean;
  /** The share of the deadline that it may use at most, so that a later step has its time. */
  readonly share: number;
}

/** The remote steps, in the order in which they run. */
const REMOTE_STEPS: readonly RemoteStep[] = [
  // First, for it takes a live access token as well.
  {
    name: 'forgetDevice',
    isNeeded: ({ forgetsDevice, ended: { session } }) =>
      forgetsDevice?.() === true && session.deviceKey !== undefined,
    isSupported: () => true,
    share: 1 / 2,
  },
  {
    name: 'globalSignOut',
    isNeeded: ({ scope }) => scope() === 'global',
    isSupported: () => true,
    share: 2 / 3,
  },
  // Without `origin_jti` nothing was issued that a revocation could end, whatever the answer says.
  { name: 'revokeToken', isNeeded: () => true, isSupported: ({ isRevocable }) => isRevocable, share: 1 },
];

/** Sends what a step asks for. Cold; emits what became of it. */
export type SignOutStepRequest = (
  run: RemoteRun,
  step: { /** Milliseconds of `uptimeMs`. */ readonly untilAt: number; readonly earlier: RemoteResults },
) => Observable<StepResult>;

/** The requests of the remote steps, by name. */
export type SignOutStepRequests = Readonly<Record<RemoteStepName, SignOutStepRequest>>;

const NOTHING_DONE: RemoteResults = { globalSignOut: NOT_NEEDED, revokeToken: NOT_NEEDED };

/** Creates the runner of the remote steps over their requests. */
export function createRunRemoteSteps(requests: SignOutStepRequests): RunRemoteSteps {
  const step$ = (step: RemoteStep, run: RemoteRun, earlier: RemoteResults): Observable<StepResult> => {
    const untilAt = run.startedAt + run.limitMs * step.share;
    run.onStep(step.name);
    return defer(() => requests[step.name](run, { untilAt, earlier })).pipe(
      // A step that throws keeps no later one from running.
      catchError((error: unknown) => of<StepResult>({ outcome: 'failed', error: asAuthError(error) })),
      map((result) => (step.isSupported(run.ended.session) ? result : NOT_SUPPORTED)),
    );
  };

  return (run, earlier = NOTHING_DONE, isDue = () => true) =>
    from(REMOTE_STEPS).pipe(
      // What is needed is asked before each step: a sign-out that joins may widen it.
      mergeScan(
        (results: RemoteResults, step) => {
          const { name, isNeeded } = step;
          if (!isDue(results[name] ?? NOT_NEEDED) || !isNeeded(run)) return of(results);
          return step$(step, run, results).pipe(map((result) => ({ ...results, [name]: result })));
        },
        earlier,
        1,
      ),
      takeLast(1),
    );
}
