import { catchError, defer, EMPTY, from, ignoreElements, merge, of, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { AuthUser, SignedOutReason } from '../../model/auth-state';
import { redactedCause } from '../../model/redact';
import { withTimeLimit } from '../../ports/time-limit';
import type { AfterClearContext, BeforeRevokeContext } from '../../ports/session-cleanup';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';

/** What cleanups are run with. */
type CleanupParts = Pick<AuthContext, 'cleanups' | 'scheduler'>;

/** How long the cleanups after a sign-out may take together before they are given up, milliseconds. */
const AFTER_CLEAR_LIMIT_MS = 1_000;

const cleanupError = (name: string, hook: string, thrown: unknown, secrets: readonly string[]): AuthError =>
  asAuthError(thrown).kind === 'timeout'
    ? asAuthError(thrown)
    : ownError({
        kind: 'unknown',
        code: 'CleanupFailed',
        message: `The ${hook} cleanup "${name}" failed.`,
        recoverySuggestion: `Look at the cause, and mend the cleanup "${name}".`,
        cause: redactedCause(thrown, secrets),
      });

function runAll$(
  { cleanups, scheduler }: CleanupParts,
  hook: 'beforeRevoke' | 'afterClear',
  context: AfterClearContext & Partial<BeforeRevokeContext>,
  limitMs: number,
): Observable<readonly AuthError[]> {
  const { accessToken } = context;
  const secrets = accessToken === undefined ? [] : [accessToken];
  const results = cleanups.map((cleanup) =>
    defer(() => from(cleanup[hook]?.(context as BeforeRevokeContext) ?? EMPTY)).pipe(
      ignoreElements(),
      withTimeLimit(`The ${hook} cleanup "${cleanup.name}"`, limitMs, scheduler),
      catchError((thrown: unknown) => of(cleanupError(cleanup.name, hook, thrown, secrets))),
    ),
  );
  return merge(...results).pipe(toArray());
}

/** Runs the `beforeRevoke` cleanups side by side; emits what failed, once, within the limit. */
export const runBeforeRevoke$ = (
  parts: CleanupParts,
  context: BeforeRevokeContext,
  limitMs: number,
): Observable<readonly AuthError[]> => runAll$(parts, 'beforeRevoke', context, limitMs);

/** Runs the `afterClear` cleanups side by side; emits what failed, once, within {@link AFTER_CLEAR_LIMIT_MS}. */
export const runAfterClear$ = (
  parts: CleanupParts,
  context: AfterClearContext,
): Observable<readonly AuthError[]> => runAll$(parts, 'afterClear', context, AFTER_CLEAR_LIMIT_MS);

/** Runs them where nobody waits for them: what fails is reported. */
export function reportAfterClear(context: AuthContext, user: AuthUser, reason: SignedOutReason): void {
  runAfterClear$(context, { user, reason }).subscribe((errors) => {
    for (const error of errors) context.machine.report(error);
  });
}
