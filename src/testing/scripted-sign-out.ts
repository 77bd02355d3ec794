import {
  AsyncSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  map,
  of,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { AuthErrorKind, SessionCleanup, SignOutResult } from 'rx-cognito';
import type { EndedSession } from '../flows/sign-out/remote-run';
import { asAuthError } from '../flows/limits';
import { failedStep } from '../model/failed-request';
import type { RemoteStepName, StepResult } from '../model/sign-out-report';
import type { ClearReport } from '../ports/session-store';
import { STORAGE_LIMIT_MS, withTimeLimit } from '../ports/time-limit';
import type { SignOutStepRequest, SignOutStepRequests } from '../user-pool/sign-out/run-steps';
import { testError } from './results';
import type { Script } from './script';

/** What a real `signOut$` errors with before it has touched anything. */
const REFUSED_BEFORE: readonly AuthErrorKind[] = ['configuration', 'validation', 'invalidState'];

/** The answer of one sign-out, and the steps that have not told of it yet: a retry finds a healthy user pool. */
interface ScriptedRun {
  readonly answer$: AsyncSubject<SignOutResult>;
  readonly untold: Set<RemoteStepName>;
}

/** What a script says of sign-outs, told where a real one would learn it: by its requests, its storage and its cleanups. */
export interface ScriptedSignOut {
  /** Takes the error by which the next sign-out is to be refused, where there is one. */
  takeRefusal(): AuthError | undefined;
  /** Begins to take the next answer, and clears the storage as it says. */
  cleared$(clearing$: Observable<ClearReport>): Observable<ClearReport>;
  /** The remote steps, by the answer where there is one. */
  steps(real: SignOutStepRequests): SignOutStepRequests;
  /** What the answer says of the browser's session at managed login, once; `undefined` where there is none. */
  browserStep$(limitMs: number): Observable<StepResult> | undefined;
  readonly cleanups: readonly SessionCleanup[];
}

const isOfStorage = (error: unknown): boolean => error instanceof AuthError && error.kind === 'storage';

function stepOf(name: RemoteStepName | 'hostedUi', result: SignOutResult): StepResult {
  const error = result[`${name}Error`];
  const outcome = result.steps[name];
  if (error) return outcome === 'unknown' || outcome === 'failed' ? { outcome, error } : failedStep(error);
  if (outcome === 'unknown') return failedStep(testError({ kind: 'timeout' }));
  if (outcome === 'failed') return failedStep(testError({ kind: 'service' }));
  return outcome === 'notSupported' ? { outcome } : { outcome: 'done' };
}

const failing = (error: AuthError): SessionCleanup => ({
  name: 'of the script',
  afterClear: () => throwError(() => error),
});

/** Creates what tells sign-outs of the script. */
export function createScriptedSignOut(script: Script, scheduler: SchedulerLike): ScriptedSignOut {
  const runs = new WeakMap<EndedSession, ScriptedRun>();
  let begun: ScriptedRun | undefined;
  let last: ScriptedRun | undefined;
  let cleanups: readonly SessionCleanup[] = [];

  const begin = (): void => {
    cleanups = [];
    begun = undefined;
    last = undefined;
    const answer$ = script.take$('signOut');
    if (!answer$) return;
    begun = {
      answer$: new AsyncSubject(),
      untold: new Set(['forgetDevice', 'globalSignOut', 'revokeToken']),
    };
    answer$.subscribe(begun.answer$);
    last = begun;
  };

  /** An error of the storage keeps the record from being cleared, where it comes before that is given up. */
  const refusedBy$ = ({ answer$ }: ScriptedRun): Observable<never> =>
    answer$.pipe(
      ignoreElements(),
      catchError((error: unknown) => (isOfStorage(error) ? throwError(() => error) : EMPTY)),
      takeUntil(timer(STORAGE_LIMIT_MS - 1, scheduler)),
    );

  const told$ = (
    name: RemoteStepName | 'hostedUi',
    { answer$ }: ScriptedRun,
    untilAt: number,
  ): Observable<StepResult> =>
    answer$.pipe(
      withTimeLimit<SignOutResult>('The sign-out of the script', untilAt - scheduler.now(), scheduler),
      map((result) => {
        cleanups = (result.cleanupErrors ?? []).map(failing);
        return stepOf(name, result);
      }),
      catchError((error: unknown) =>
        of<StepResult>(isOfStorage(error) ? { outcome: 'done' } : failedStep(asAuthError(error))),
      ),
    );

  const scripted$ =
    (name: RemoteStepName, real$: SignOutStepRequest): SignOutStepRequest =>
    (run, step) =>
      defer(() => {
        if (begun) runs.set(run.ended, begun);
        begun = undefined;
        const scriptedRun = runs.get(run.ended);
        // With the tokens revoked nothing can be done any more that needs them, whatever the script says.
        const isTooLate = name !== 'revokeToken' && step.earlier.revokeToken.outcome === 'done';
        const isTold = !isTooLate && scriptedRun?.untold.delete(name) === true;
        return isTold ? told$(name, scriptedRun, step.untilAt) : real$(run, step);
      });

  return {
    takeRefusal: () => script.takeError('signOut', REFUSED_BEFORE),
    cleared$: (clearing$) =>
      defer(() => {
        begin();
        return begun ? concat(clearing$, refusedBy$(begun)) : clearing$;
      }),
    steps: (real) =>
      ({
        forgetDevice: scripted$('forgetDevice', real.forgetDevice),
        globalSignOut: scripted$('globalSignOut', real.globalSignOut),
        revokeToken: scripted$('revokeToken', real.revokeToken),
      }) satisfies SignOutStepRequests,
    browserStep$: (limitMs) => {
      const run = last;
      last = undefined;
      return run && told$('hostedUi', run, scheduler.now() + limitMs);
    },
    get cleanups() {
      return cleanups;
    },
  };
}
