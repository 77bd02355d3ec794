import type { AuthState } from './auth-state';
import type { PendingChallenge } from './pending-challenge';
import type { Session } from './session';

/** An attempt at a sign-in: from the user name to tokens, an end, or a newer attempt. */
export interface Attempt {
  /** Tells it from every other attempt of one `Auth`. */
  readonly id: number;
  readonly username?: string;
  /** The challenge that waits, and the stored epoch in which its sign-in began: tokens are stored in no later one. */
  readonly waiting?: { readonly from: string | undefined; readonly pending: PendingChallenge };
}

/**
 * Everything that an `Auth` knows at one moment: the state that it shows, and what it holds behind it. Both move together,
 * by {@link transition} and in no other way.
 */
export interface Situation {
  readonly state: AuthState;
  /** The epoch of the stored record, as this tab knows it: another one whenever a session begins or ends. */
  readonly epoch?: string | undefined;
  /** The tokens: while `signedIn`, and at no other time. */
  readonly session?: Session;
  /** The epoch that the one of the session followed. */
  readonly from?: string | undefined;
  /** The attempt that is under way: while `signingIn`, unless a sign-out is just ending it. */
  readonly attempt?: Attempt;
  /** The attempt that waits for its turn: for the storage, or for the end of a sign-out. */
  readonly queued?: Attempt;
  /** The epoch of the session that was let go of last: a storage that refuses to forget it may still hold it. */
  readonly endedEpoch?: string | undefined;
  /**
   * What the storage holds is not known: it could not be read, or holds what this version, or nobody yet, can take over.
   * It may be a session.
   */
  readonly isUnread?: true;
}

/** Whether the session of an epoch is the one that is held. */
export const holdsSession = ({ session, epoch }: Situation, asked: string | undefined): boolean =>
  session !== undefined && epoch === asked;

/** Whether an attempt is still wanted. */
export const holdsAttempt = ({ attempt, queued }: Situation, id: number): boolean =>
  attempt?.id === id || queued?.id === id;
