import type { AuthError } from './auth-error';
import type { AuthUser, SignedOutReason } from './auth-state';
import type { SignOutReport } from './sign-out-report';

/** Somebody signed in, here or in another tab. */
export interface SignedInEvent {
  readonly type: 'signedIn';
  readonly user: AuthUser;
}

/** A stored session was taken up at the start. Over a synchronous storage, that is before anybody can listen. */
export interface SessionRestoredEvent {
  readonly type: 'sessionRestored';
  readonly user: AuthUser;
}

/** Another tab signed another user in, and this tab moved to that session as a whole. */
export interface UserChangedEvent {
  readonly type: 'userChanged';
  readonly user: AuthUser;
  readonly previousUser: AuthUser;
}

/** New tokens are in hand. */
export interface TokensRefreshedEvent {
  readonly type: 'tokensRefreshed';
  /** When the new access token expires, epoch milliseconds. */
  readonly expiresAt: number;
}

/** A refresh failed for now; the session is kept. */
export interface TokenRefreshFailedEvent {
  readonly type: 'tokenRefreshFailed';
  readonly error: AuthError;
}

/** A session ended, in whatever way. */
export interface SignedOutEvent<Result extends SignOutReport = SignOutReport> {
  readonly type: 'signedOut';
  readonly reason: SignedOutReason;
  readonly user: AuthUser;
  /** What the sign-out did, where `signOut$` of this tab ended the session: the same object that its callers get. */
  readonly result?: Result;
  /** Why that sign-out errors, where it does. */
  readonly error?: AuthError;
}

/** The user pool tracks devices, and has confirmed this one. */
export interface DeviceConfirmedEvent {
  readonly type: 'deviceConfirmed';
  /** Names the device in the user pool; no secret. */
  readonly deviceKey: string;
}

/** Tokens that arrived after their session had ended were revoked. */
export interface LateTokensRevokedEvent {
  readonly type: 'lateTokensRevoked';
}

/** What happened. The discriminant is `type`. */
export type AuthEvent<Result extends SignOutReport = SignOutReport> =
  | SignedInEvent
  | SessionRestoredEvent
  | UserChangedEvent
  | TokensRefreshedEvent
  | TokenRefreshFailedEvent
  | SignedOutEvent<Result>
  | DeviceConfirmedEvent
  | LateTokensRevokedEvent;
