import type { SignInStateStep } from './sign-in-step';

/** The signed-in user, as the tokens name them. */
export interface AuthUser {
  /** The user name of the pool (`username` in the access token). */
  readonly username: string;
  /** The user's `sub`: unique in the pool, never used again. */
  readonly userId: string;
  /** The groups of the user pool that the user is in (`cognito:groups`). */
  readonly groups: readonly string[];
  /** What was typed to sign in: an e-mail address, say, where `username` is a UUID. Absent where this client never knew it. */
  readonly loginId?: string;
  /** The claims of the id token that the option `userClaims` names. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Returns the name that a user signs in with. */
export const loginNameOf = ({ loginId, username }: AuthUser): string => loginId ?? username;

/**
 * Why nobody is signed in. `sessionExpired`: the refresh was refused; `sessionRevoked`: so was an unexpired access token
 * before it; `signUpNotConfirmed` and `passwordResetRequired`: the sign-in found so; `idle`: signed out for inactivity.
 */
export type SignedOutReason =
  | 'noSession'
  | 'signedOut'
  | 'signedOutInOtherTab'
  | 'sessionExpired'
  | 'sessionRevoked'
  | 'userDeleted'
  | 'signInCancelled'
  | 'signUpNotConfirmed'
  | 'passwordResetRequired'
  | 'idle';

/** How good the tokens in hand are; `stale` means that they could not be refreshed for now, never that the user is out. */
export type Freshness = 'fresh' | 'refreshing' | 'stale';

/** How far a sign-out reaches: this session, or every device of the user. */
export type SignOutScope = 'local' | 'global';

/** A step of a sign-out, in the order in which they run. */
export type SignOutStep = 'forgetDevice' | 'globalSignOut' | 'revokeToken' | 'clearCache' | 'hostedUi';

/** An asynchronous storage is being read. */
export interface RestoringState {
  readonly status: 'restoring';
}

/** Nobody is signed in. */
export interface SignedOutState {
  readonly status: 'signedOut';
  readonly reason: SignedOutReason;
  /** Who was signed in, or tried to, last, by the name that was typed: for the sign-in form. */
  readonly lastUsername?: string;
}

/** A sign-in is under way; `nextStep` is the challenge to answer, when there is one. */
export interface SigningInState {
  readonly status: 'signingIn';
  readonly username?: string;
  readonly nextStep?: SignInStateStep;
}

/** A user is signed in. */
export interface SignedInState {
  readonly status: 'signedIn';
  readonly user: AuthUser;
  readonly freshness: Freshness;
  /** When the token that ends first expires, epoch milliseconds. */
  readonly expiresAt: number;
}

/** A sign-out runs: no token is handed out any more. */
export interface SigningOutState {
  readonly status: 'signingOut';
  readonly user: AuthUser;
  readonly scope: SignOutScope;
  readonly step: SignOutStep;
}

/**
 * Is the whole of what an application needs to know about its user: plain, frozen, serialisable data without any
 * secret, safe for stores, devtools and logs. The discriminant is `status`.
 */
export type AuthState = RestoringState | SignedOutState | SigningInState | SignedInState | SigningOutState;
