import type { AuthError } from './auth-error';
import type { AuthUser, SignedOutReason, SignOutScope, SignOutStep } from './auth-state';
import type { SignInStateStep } from './sign-in-step';
import type { SignOutReport } from './sign-out-report';

/** What of a session may be known outside: who, and until when. */
export interface SessionFacts {
  readonly user: AuthUser;
  readonly expiresAt: number;
}

/** What of a challenge may be known outside: whom it is for, and what to do about it. */
export interface ChallengeFacts {
  readonly username: string;
  readonly nextStep: SignInStateStep;
}

/**
 * Everything that can move the {@link AuthState}. Inputs are internal, and finer than the public events.
 *
 * `sessionReplaced` is a session that another tab stored; `sessionEnded` an end that no `signOut$` of this tab caused.
 */
export type AuthInput =
  | ({ readonly type: 'sessionRestored'; readonly freshness: 'fresh' | 'stale' } & SessionFacts)
  | { readonly type: 'noSessionFound' }
  | { readonly type: 'signInStarted'; readonly username?: string }
  | ({ readonly type: 'challengeReceived' } & ChallengeFacts)
  | { readonly type: 'signInEnded'; readonly reason: SignedOutReason }
  | ({ readonly type: 'signedIn' } & SessionFacts)
  | ({ readonly type: 'sessionReplaced' } & SessionFacts)
  | { readonly type: 'refreshStarted' }
  | ({ readonly type: 'tokensRefreshed' } & SessionFacts)
  | { readonly type: 'refreshFailed'; readonly error: AuthError }
  | { readonly type: 'sessionEnded'; readonly reason: SignedOutReason }
  | { readonly type: 'signOutStarted'; readonly user: AuthUser; readonly scope: SignOutScope }
  | { readonly type: 'signOutWidened' }
  | { readonly type: 'signOutStepStarted'; readonly step: SignOutStep }
  | { readonly type: 'signOutFinished'; readonly result?: SignOutReport; readonly error?: AuthError }
  | { readonly type: 'lateTokensRevoked' };
