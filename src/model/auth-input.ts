import type { AuthError } from './auth-error';
import type { AuthUser, SignedOutReason, SignOutScope, SignOutStep } from './auth-state';
import type { Session } from './session';
import type { Attempt } from './situation';
import type { SignOutReport } from './sign-out-report';

/** A session, and the epoch under which it is stored. */
export interface SessionUnderEpoch {
  readonly epoch: string;
  readonly session: Session;
  /** The epoch before it. */
  readonly from?: string | undefined;
}

/** An epoch of the storage; absent where nothing was ever stored. */
interface Epoch {
  readonly epoch: string | undefined;
}

/** Whether this tab changed the stored record, so that others have to hear of it. */
interface Change {
  readonly isOwn: boolean;
}

/** How the storage was read. */
interface Reading {
  /** What the storage holds is not known, as in {@link Situation.isUnread}: it may be a session. */
  readonly isUnread?: true;
}

interface OfAttempt {
  readonly attemptId: number;
}

/**
 * Everything that can move a {@link Situation}. Inputs are internal, and finer than the public events. Each names what it
 * is about (an epoch, an attempt), so that one that comes too late is told from one that is wanted.
 *
 * A session begins by `sessionRestored`, `sessionBegun` or `sessionReplaced` (which another tab stored), is renewed by
 * `tokensRefreshed`, and ends by `signOutStarted` or `sessionEnded` (an end that no `signOut$` of this tab caused).
 */
export type AuthInput =
  | ({ readonly type: 'sessionRestored'; readonly freshness: 'fresh' | 'stale' } & SessionUnderEpoch)
  | ({ readonly type: 'noSessionFound' } & Epoch & Reading)
  | ({ readonly type: 'signInResumed'; readonly attempt: Attempt } & Epoch & Reading)
  | { readonly type: 'signInQueued'; readonly attempt: Attempt }
  | { readonly type: 'signInStarted'; readonly attempt: Attempt }
  | { readonly type: 'challengeReceived'; readonly attempt: Attempt }
  | ({ readonly type: 'challengeTaken' } & OfAttempt)
  | ({ readonly type: 'signInEnded'; readonly reason: SignedOutReason } & OfAttempt)
  | ({ readonly type: 'sessionBegun' } & OfAttempt & SessionUnderEpoch)
  | ({ readonly type: 'sessionReplaced' } & SessionUnderEpoch)
  | ({ readonly type: 'epochMoved' } & Epoch & Reading)
  | ({ readonly type: 'refreshStarted' } & Epoch)
  | ({ readonly type: 'tokensRefreshed' } & SessionUnderEpoch & Change)
  | ({ readonly type: 'refreshFailed'; readonly error: AuthError } & Epoch)
  | ({
      readonly type: 'sessionEnded';
      readonly reason: SignedOutReason;
      /** What those are told who wait for its tokens. Default: that nobody is signed in. */
      readonly error?: AuthError;
    } & Epoch &
      Change &
      Reading)
  | { readonly type: 'signOutAsked' }
  | ({
      readonly type: 'signOutStarted';
      readonly user: AuthUser;
      readonly scope: SignOutScope;
      readonly endedEpoch: string | undefined;
    } & Epoch)
  | ({ readonly type: 'signInCutOff' } & Epoch)
  | { readonly type: 'signInCleared'; readonly reason: SignedOutReason }
  | { readonly type: 'signOutWidened' }
  | { readonly type: 'signOutStepStarted'; readonly step: SignOutStep }
  | {
      readonly type: 'signOutFinished';
      readonly reason: SignedOutReason;
      readonly result?: SignOutReport;
      readonly error?: AuthError;
    }
  | { readonly type: 'deviceConfirmed'; readonly deviceKey: string }
  | { readonly type: 'lateTokensRevoked' };
