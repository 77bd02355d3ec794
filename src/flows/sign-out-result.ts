import { defer, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope } from '../model/auth-state';
import { NOT_NEEDED, signOutReport } from '../model/sign-out-report';
import type { ReportParts, SignOutReport } from '../model/sign-out-report';
import type { AuthContext } from './auth-context';
import type { RemoteResults, RemoteRun, RemoteSignOut } from './remote-sign-out';

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
export type LocalParts = Omit<ReportParts, keyof RemoteResults>;

/** Puts the result of a run together; its `retry$` repeats what is open of the remote steps. */
export type MakeResult = (parts: LocalParts, remote: RemoteResults, run: RemoteRun) => SignOutResult;

const withRetry = (report: SignOutReport, again$?: () => Observable<SignOutResult>): SignOutResult => {
  const result: SignOutResult = Object.freeze({
    ...report,
    retry$: defer(() => (again$ ? again$() : of(result))),
  });
  return result;
};

/** Returns the result where there was no session to end. */
export function nothingToSignOut(scope: SignOutScope): SignOutResult {
  const parts = { scope, clearCache: NOT_NEEDED, cleanupErrors: [], stillValid: {} };
  return withRetry(signOutReport({ ...parts, globalSignOut: NOT_NEEDED, revokeToken: NOT_NEEDED }));
}

/** Creates the function that makes results of runs. */
export function createMakeResult(
  { machine, scheduler }: AuthContext,
  remoteSignOut$: RemoteSignOut,
): MakeResult {
  const makeResult: MakeResult = (parts, remote, run) => {
    for (const { error } of [remote.globalSignOut, remote.revokeToken]) if (error) machine.report(error);
    const report = signOutReport({ ...parts, ...remote });
    if (report.outcome === 'complete') return withRetry(report);
    return withRetry(report, () => {
      const next: RemoteRun = {
        ...run,
        startedAt: scheduler.now(),
        onStep: () => undefined,
        earlier: remote,
      };
      return remoteSignOut$(next).pipe(map((results) => makeResult(parts, results, next)));
    });
  };
  return makeResult;
}
