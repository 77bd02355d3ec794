import type { ObservableInput } from 'rxjs';
import type { AuthUser, SignedOutReason } from '../model/auth-state';

/** What an `afterClear` cleanup is told. */
export interface AfterClearContext {
  /** Whose session ended. */
  readonly user: AuthUser;
  /** Why it ended. */
  readonly reason: SignedOutReason;
}

/** What a `beforeRevoke` cleanup is told. */
export interface BeforeRevokeContext extends AfterClearContext {
  /** The access token that the session still has; it is revoked right after. */
  readonly accessToken: string;
}

/**
 * Is the caller's own part of the end of a session. Cleanups are bounded in time and cannot stop a sign-out; what
 * they throw is reported in the result (`cleanupErrors`) and on `errors$`.
 *
 * @example
 * ```ts
 * import type { SessionCleanup } from 'rx-cognito';
 *
 * const drafts: SessionCleanup = {
 *   name: 'drafts',
 *   afterClear: ({ user }) => localStorage.removeItem(`drafts.${user.userId}`),
 * };
 * ```
 */
export interface SessionCleanup {
  /** Names the cleanup in errors. */
  readonly name: string;
  /** Runs while the tokens still work, where this tab ends the session: unregister a push token, close a subscription. */
  readonly beforeRevoke?: (context: BeforeRevokeContext) => ObservableInput<unknown> | void;
  /** Runs once the session has left the storage, however it ended: empty the application's own caches. */
  readonly afterClear?: (context: AfterClearContext) => ObservableInput<unknown> | void;
}
