import { catchError, concatMap, defer, map, of, reduce, throwError, timeout, from } from 'rxjs';
import type { Observable } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import type { Session } from '../../model/session';
import { isOpen, NOT_NEEDED, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { RemoteResults, RemoteStepName, StepResult } from '../../model/sign-out-report';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool, UserPool } from '../load-user-pool';
import type { RemoteRun } from './remote-run';

/** A remote step of a sign-out. How it is run is the user pool's. */
interface RemoteStep {
  readonly name: RemoteStepName;
  readonly isNeeded: (run: RemoteRun) => boolean;
  readonly isSupported: (session: Session) => boolean;
  /** The share of the deadline that it may use at most, so that a later step has its time. */
  readonly share: number;
}

/** The remote steps, in the order in which they run. A new one is a row here, and its request in `user-pool/sign-out`. */
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

const NOTHING_DONE: RemoteResults = { globalSignOut: NOT_NEEDED, revokeToken: NOT_NEEDED };

const resultOf = (results: RemoteResults, name: RemoteStepName): StepResult => results[name] ?? NOT_NEEDED;

/** Which steps a pass takes on: at first all, on a retry those that are open, after a widening those that were not needed. */
export type Due = (result: StepResult) => boolean;

/** All steps: the first pass. */
export const ALL: Due = () => true;
/** What failed, or may have: a retry. */
export const OPEN: Due = isOpen;
/** What nobody had asked for before: a widening. */
export const NEWLY_NEEDED: Due = ({ outcome }) => outcome === 'notNeeded';

/** Runs the remote steps that are due and needed, one after another. Emits what became of all, once, and never errors. */
export type RunRemoteSteps = (
  run: RemoteRun,
  earlier?: RemoteResults,
  isDue?: Due,
) => Observable<RemoteResults>;

/** Creates the runner of the remote steps, over a user pool whose code is loaded within the deadline. */
export function createRemoteSteps(
  { environment, scheduler }: AuthContext,
  userPool: LazyUserPool,
): RunRemoteSteps {
  const loaded$ = ({ startedAt, limitMs }: RemoteRun): Observable<UserPool> =>
    userPool.load$.pipe(
      timeout({
        first: Math.max(0, startedAt + limitMs - environment.uptimeMs()),
        scheduler,
        with: () => throwError(notLoadedError),
      }),
    );

  /** How the load ended. Which steps are needed is asked after it: until then nothing was sent, and a sign-out may join. */
  const settled$ = (run: RemoteRun): Observable<Observable<UserPool>> =>
    loaded$(run).pipe(
      map((pool) => of(pool)),
      catchError((error: unknown) => of(throwError(() => error))),
    );

  const step$ = (
    step: RemoteStep,
    run: RemoteRun,
    results: RemoteResults,
    pool$: Observable<UserPool>,
  ): Observable<StepResult> => {
    run.onStep(step.name);
    const untilAt = run.startedAt + run.limitMs * step.share;
    const ran$ = pool$.pipe(
      concatMap((pool) => pool.signOutSteps[step.name](run, { untilAt, earlier: results })),
      // Where the code does not come, nothing was sent.
      catchError((error: unknown) => of<StepResult>({ outcome: 'failed', error: asAuthError(error) })),
    );
    return ran$.pipe(map((result) => (step.isSupported(run.ended.session) ? result : NOT_SUPPORTED)));
  };

  const steps$ = (
    run: RemoteRun,
    earlier: RemoteResults,
    isDue: Due,
    pool$: Observable<UserPool>,
  ): Observable<RemoteResults> =>
    from(REMOTE_STEPS).pipe(
      reduce(
        (results$, step) =>
          results$.pipe(
            concatMap((results) =>
              defer(() =>
                isDue(resultOf(results, step.name)) && step.isNeeded(run)
                  ? step$(step, run, results, pool$).pipe(
                      map((result) => ({ ...results, [step.name]: result })),
                    )
                  : of(results),
              ),
            ),
          ),
        of(earlier),
      ),
      concatMap((results$) => results$),
    );

  return (run, earlier = NOTHING_DONE, isDue = ALL) =>
    defer(() => {
      const isAnyNeeded = REMOTE_STEPS.some(
        ({ name, isNeeded }) => isDue(resultOf(earlier, name)) && isNeeded(run),
      );
      if (!isAnyNeeded) return of(earlier);
      return settled$(run).pipe(concatMap((pool$) => steps$(run, earlier, isDue, pool$)));
    });
}
