import { concatMap, defer, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope } from '../../model/auth-state';
import type { Session } from '../../model/session';
import { isOpen, NOT_NEEDED, signOutReport } from '../../model/sign-out-report';
import type {
  RemoteResults,
  ReportParts,
  SignOutReport,
  StepResult,
  StillValid,
} from '../../model/sign-out-report';
import type { AuthContext } from '../context';
import type { LazyUserPool } from '../load-user-pool';
import { OPEN } from './remote-run';
import type { RemoteRun } from './remote-run';
import { loadRemoteSteps$ } from './remote-steps';

/** What a sign-out did, and the way to make a partial one complete. */
export interface SignOutResult extends SignOutReport {
  /**
   * Tries the steps again that failed or are unknown.
   *
   * Cold: each subscription tries once, with the tokens that this result keeps in its closure and nowhere else. Emits
   * one result and completes, but nothing where the page leaves for managed login; never errors. Unsubscribing aborts the requests. The state is not touched.
   */
  readonly retry$: Observable<SignOutResult>;
}

/** What a report is made of, but for the remote steps. */
type LocalParts = Omit<ReportParts, keyof RemoteResults | 'hostedUi' | 'stillValid'>;

/** Puts results of runs together. */
export interface Results {
  /**
   * Ends the browser's session at managed login, where the run has to: the last step, since it unloads the page. Emits what
   * became of it, once, and never errors.
   */
  endBrowserSession$(parts: LocalParts, remote: RemoteResults, run: RemoteRun): Observable<StepResult>;
  /** Makes the result; its `retry$` repeats what is open. */
  make(parts: LocalParts, remote: RemoteResults, run: RemoteRun, hostedUi: StepResult): SignOutResult;
}

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
export function nothingToSignOut(
  scope: SignOutScope,
  forgetDevice: StepResult | false = false,
): SignOutResult {
  const steps = {
    ...(forgetDevice && { forgetDevice }),
    globalSignOut: NOT_NEEDED,
    revokeToken: NOT_NEEDED,
    clearCache: NOT_NEEDED,
  };
  return withRetry(signOutReport({ scope, ...steps, cleanupErrors: [], stillValid: {} }));
}

/** Creates what makes results of runs. */
export function createResults(context: AuthContext, userPool: LazyUserPool): Results {
  const { environment, machine, scheduler } = context;
  const reportOf = (
    parts: LocalParts,
    remote: RemoteResults,
    { ended, forgetsDevice }: RemoteRun,
    hostedUi: StepResult,
  ): SignOutReport => {
    // Whoever asks for it is told also where the session belongs to no device.
    const { forgetDevice = NOT_NEEDED } = remote;
    return signOutReport({
      ...parts,
      ...remote,
      ...(forgetsDevice?.() && { forgetDevice }),
      hostedUi,
      stillValid: stillValidOf(ended.session, scheduler.now()),
    });
  };

  const tell = (results: readonly StepResult[]): void => {
    for (const { error } of results) if (error) machine.report(error);
  };

  const results: Results = {
    endBrowserSession$: (parts, remote, run) => {
      const browserSession = run.browserSession?.();
      if (!browserSession) return of(NOT_NEEDED);
      // The page may be gone with the next line.
      tell(Object.values(remote));
      run.onStep('hostedUi');
      return browserSession.end$(
        (hostedUi) => reportOf(parts, remote, run, hostedUi),
        // One that was not asked to end it says nothing of it.
        run.ended.isRevokedAlone ? NOT_NEEDED : remote.revokeToken,
      );
    },
    make: (parts, remote, run, hostedUi) => {
      tell([...Object.values(remote), hostedUi]);
      const report = reportOf(parts, remote, run, hostedUi);
      // A complete one lets go of the tokens.
      if (report.outcome === 'complete') return withRetry(report);
      return withRetry(report, () => {
        const next: RemoteRun = { ...run, startedAt: environment.uptimeMs(), onStep: () => undefined };
        return loadRemoteSteps$(context, userPool, next).pipe(
          concatMap((runSteps$) => runSteps$(next, remote, OPEN)),
          concatMap((again) =>
            (isOpen(hostedUi) ? results.endBrowserSession$(parts, again, next) : of(hostedUi)).pipe(
              map((left) => results.make(parts, again, next, left)),
            ),
          ),
        );
      });
    },
  };
  return results;
}
