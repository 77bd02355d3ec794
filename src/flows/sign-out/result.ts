import { defer, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope } from '../../model/auth-state';
import type { Session } from '../../model/session';
import { NOT_NEEDED, signOutReport } from '../../model/sign-out-report';
import type { RemoteResults, ReportParts, SignOutReport, StillValid } from '../../model/sign-out-report';
import type { AuthContext } from '../context';
import type { RemoteRun } from './remote-run';
import { OPEN } from './remote-steps';
import type { RunRemoteSteps } from './remote-steps';

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

/** What a report is made of, but for the remote steps. */
type LocalParts = Omit<ReportParts, keyof RemoteResults | 'stillValid'>;

/** Puts the result of a run together; its `retry$` repeats what is open of the remote steps. */
export type MakeResult = (parts: LocalParts, remote: RemoteResults, run: RemoteRun) => SignOutResult;

function stillValidOf({ expiresAt, idTokenExpiresAt, clockOffsetMs }: Session, now: number): StillValid {
  const serverNow = now + clockOffsetMs;
  return {
    ...(expiresAt > serverNow ? { accessTokenUntil: expiresAt } : {}),
    ...(idTokenExpiresAt > serverNow ? { idTokenUntil: idTokenExpiresAt } : {}),
  };
}

const withRetry = (report: SignOutReport, again$?: () => Observable<SignOutResult>): SignOutResult => {
  const result: SignOutResult = Object.freeze({
    ...report,
    retry$: defer(() => (again$ ? again$() : of(result))),
  });
  return result;
};

/** Returns the result where there was no session to end. */
export function nothingToSignOut(scope: SignOutScope, forgetsDevice = false): SignOutResult {
  const steps = {
    ...(forgetsDevice && { forgetDevice: NOT_NEEDED }),
    globalSignOut: NOT_NEEDED,
    revokeToken: NOT_NEEDED,
    clearCache: NOT_NEEDED,
  };
  return withRetry(signOutReport({ scope, ...steps, cleanupErrors: [], stillValid: {} }));
}

/** Creates the function that makes results of runs. */
export function createMakeResult({ machine, scheduler }: AuthContext, runSteps$: RunRemoteSteps): MakeResult {
  const makeResult: MakeResult = (parts, remote, run) => {
    for (const { error } of Object.values(remote)) if (error) machine.report(error);
    const stillValid = stillValidOf(run.ended.session, scheduler.now());
    // Whoever asks for it is told also where the session belongs to no device.
    const { forgetDevice = NOT_NEEDED } = remote;
    const asked = run.forgetsDevice?.() ? { forgetDevice } : {};
    const report = signOutReport({ ...parts, ...remote, ...asked, stillValid });
    // A complete one lets go of the tokens.
    if (report.outcome === 'complete') return withRetry(report);
    return withRetry(report, () => {
      const next: RemoteRun = { ...run, startedAt: scheduler.now(), onStep: () => undefined };
      return runSteps$(next, remote, OPEN).pipe(map((results) => makeResult(parts, results, next)));
    });
  };
  return makeResult;
}
