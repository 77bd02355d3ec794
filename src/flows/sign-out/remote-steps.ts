import { catchError, concatMap, defer, map, of, reduce, throwError, timeout, from } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope, SignOutStep } from '../../model/auth-state';
import { notLoadedError } from '../../model/errors';
import type { Session } from '../../model/session';
import { isOpen, NOT_NEEDED, NOT_SUPPORTED } from '../../model/sign-out-report';
import type { RemoteResults, RemoteStepName, StepResult } from '../../model/sign-out-report';
import type { BrowserSession } from '../../ports/hosted-ui';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool, UserPool } from '../load-user-pool';

/** The tokens of a session that ended: they live in the closure of its sign-out alone. */
export interface EndedSession {
  session: Session;
  /** A refresh was in flight whose answer has not come: a newer refresh token may exist that nobody here knows. */
  isRefreshPending: boolean;
}

/** The remote part of one sign-out. */
export interface RemoteRun {
  readonly ended: EndedSession;
  /** When the remote steps began, and how long they may take together: epoch milliseconds, milliseconds. */
  readonly startedAt: number;
  readonly limitMs: number;
  /** Asked again before each step: a sign-out that joins may widen it. */
  readonly scope: () => SignOutScope;
  readonly onStep: (step: SignOutStep) => void;
  /** The browser's session at managed login, where it has to end as well. */
  readonly browserSession?: BrowserSession | undefined;
}

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
  {
    name: 'globalSignOut',
    isNeeded: ({ scope }) => scope() === 'global',
    isSupported: () => true,
    share: 2 / 3,
  },
  // Without `origin_jti` nothing was issued that a revocation could end, whatever the answer says.
  { name: 'revokeToken', isNeeded: () => true, isSupported: ({ isRevocable }) => isRevocable, share: 1 },
];

const NOTHING_DONE = Object.fromEntries(
  REMOTE_STEPS.map(({ name }) => [name, NOT_NEEDED]),
) as unknown as RemoteResults;

/** Which steps a pass takes on: at first all, on a retry those that are open, after a widening those that were not needed. */
export type Due = (result: StepResult) => boolean;

/** Everything, at first. */
export const ALL: Due = () => true;
/** What has failed or is unknown, on a retry. */
export const OPEN: Due = isOpen;
/** What was not needed before, after a widening. */
export const NEWLY_NEEDED: Due = ({ outcome }) => outcome === 'notNeeded';

/** Runs the remote steps that are due and needed, one after another. Emits what became of all, once, and never errors. */
export type RunRemoteSteps = (
  run: RemoteRun,
  earlier?: RemoteResults,
  isDue?: Due,
) => Observable<RemoteResults>;

/** Creates the runner of the remote steps, over a user pool whose code is loaded within the deadline. */
export function createRemoteSteps({ scheduler }: AuthContext, userPool: LazyUserPool): RunRemoteSteps {
  const loaded$ = ({ startedAt, limitMs }: RemoteRun): Observable<UserPool> =>
    userPool.load$.pipe(
      timeout({
        first: Math.max(0, startedAt + limitMs - scheduler.now()),
        scheduler,
        with: () => throwError(notLoadedError),
      }),
    );

  const step$ = (step: RemoteStep, run: RemoteRun, results: RemoteResults): Observable<StepResult> => {
    run.onStep(step.name);
    const untilAt = run.startedAt + run.limitMs * step.share;
    const ran$ = loaded$(run).pipe(
      concatMap((pool) => pool.signOutSteps[step.name](run, { untilAt, earlier: results })),
      // Where the code does not come, nothing was sent.
      catchError((error: unknown) => of<StepResult>({ outcome: 'failed', error: asAuthError(error) })),
    );
    return ran$.pipe(map((result) => (step.isSupported(run.ended.session) ? result : NOT_SUPPORTED)));
  };

  return (run, earlier = NOTHING_DONE, isDue = ALL) =>
    from(REMOTE_STEPS).pipe(
      reduce(
        (results$, step) =>
          results$.pipe(
            concatMap((results) =>
              defer(() =>
                isDue(results[step.name]) && step.isNeeded(run)
                  ? step$(step, run, results).pipe(map((result) => ({ ...results, [step.name]: result })))
                  : of(results),
              ),
            ),
          ),
        of(earlier),
      ),
      concatMap((results$) => results$),
    );
}
