import { catchError, defer, EMPTY, from, ignoreElements, merge, of, toArray } from 'rxjs';
import type { Observable, ObservableInput, SchedulerLike } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import type { AuthUser, SignedOutReason } from '../../model/auth-state';
import { redactedCause } from '../../model/redact';
import { withTimeLimit } from '../../ports/time-limit';
import type { AfterClearContext, BeforeRevokeContext, SessionCleanup } from '../../ports/session-cleanup';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';

/** How long the cleanups after a sign-out may take together before they are given up, milliseconds. */
const AFTER_CLEAR_LIMIT_MS = 1_000;

const cleanupError = (name: string, hook: string, thrown: unknown, secrets: readonly string[]): AuthError =>
  asAuthError(thrown).kind === 'timeout'
    ? asAuthError(thrown)
    : new AuthError({
        kind: 'unknown',
        code: 'CleanupFailed',
        message: `The ${hook} cleanup "${name}" failed.`,
        recoverySuggestion: `Look at the cause, and mend the cleanup "${name}".`,
        cause: redactedCause(thrown, secrets),
      });

function runAll$(
  hook: 'beforeRevoke' | 'afterClear',
  cleanups: readonly SessionCleanup[],
  run$: (cleanup: SessionCleanup) => ObservableInput<unknown> | void,
  secrets: readonly string[],
  limitMs: number,
  scheduler: SchedulerLike,
): Observable<readonly AuthError[]> {
  const results = cleanups.map((cleanup) => {
    const { name } = cleanup;
    return defer(() => from(run$(cleanup) ?? EMPTY)).pipe(
      ignoreElements(),
      withTimeLimit(`The ${hook} cleanup "${name}"`, limitMs, scheduler),
      catchError((thrown: unknown) => of(cleanupError(name, hook, thrown, secrets))),
    );
  });
  return merge(...results).pipe(toArray());
}

/** Runs the `beforeRevoke` cleanups side by side; emits what failed, once, within the limit. */
export function runBeforeRevoke$(
  cleanups: readonly SessionCleanup[],
  context: BeforeRevokeContext,
  limitMs: number,
  scheduler: SchedulerLike,
): Observable<readonly AuthError[]> {
  return runAll$(
    'beforeRevoke',
    cleanups,
    (cleanup) => cleanup.beforeRevoke?.(context),
    [context.accessToken],
    limitMs,
    scheduler,
  );
}

/** Runs the `afterClear` cleanups side by side; emits what failed, once, within {@link AFTER_CLEAR_LIMIT_MS}. */
export function runAfterClear$(
  { cleanups, scheduler }: Pick<AuthContext, 'cleanups' | 'scheduler'>,
  context: AfterClearContext,
): Observable<readonly AuthError[]> {
  return runAll$(
    'afterClear',
    cleanups,
    (cleanup) => cleanup.afterClear?.(context),
    [],
    AFTER_CLEAR_LIMIT_MS,
    scheduler,
  );
}

/** Runs them where nobody waits for them: what fails is reported. */
export function reportAfterClear(context: AuthContext, user: AuthUser, reason: SignedOutReason): void {
  runAfterClear$(context, { user, reason }).subscribe((errors) => {
    for (const error of errors) context.machine.report(error);
  });
}
