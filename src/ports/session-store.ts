import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { Session } from '../model/session';
import type { SessionRecord } from '../model/session-record';

/** How a session left the storage. */
export interface ClearReport {
  /** What the storage refused on the way, where the session is gone all the same. */
  readonly storageError?: AuthError;
}

/** What the storage holds. */
export interface StoredState extends SessionRecord {
  /** The session that stood there when the read began, and was cleared before it ended. */
  readonly overwritten?: Session;
  /**
   * A newer version of this library has stored something: a session, or that there is none. Nothing is known of it here, it is not
   * written over, and only the user's own word removes it. This is the error for whoever needs to know.
   */
  readonly newer?: AuthError;
}

/** Says whether what has just been written is wanted: it is undone in the same turn where it is not. */
export type Commit = () => boolean;

/**
 * Holds the one record of a client: the epoch, and the session of that epoch.
 *
 * Operations start at subscription, run one after another, and run to their end whether or not somebody still listens; a
 * clearing waits for none of them, and what they write after it is undone. Each call of the storage is bounded in time.
 * Whatever a storage answers at once is passed on at once. They error with an `AuthError` of kind `storage`.
 */
export interface SessionStore {
  /** Emits what the storage holds. */
  read$(): Observable<StoredState>;
  /**
   * Moves the epoch on to `to`, lets the session go, and verifies that it is gone. Who finds the tombstone learns from it which
   * epoch was `ended`.
   */
  clear$(to: string, ended?: string): Observable<ClearReport>;
}

/** A {@link SessionStore} that takes sessions: what does so comes with the user pool, which they are from. */
export interface WritableSessionStore extends SessionStore {
  /**
   * Stores a session that begins, and moves the epoch from `from` to `to`. Emits `false`, the storage as it was, where the
   * storage's epoch is not `from`, another tab was quicker, or the commit says so.
   */
  begin$(session: Session, from: string | undefined, to: string, commit: Commit): Observable<boolean>;
  /** Stores new tokens of the session of `epoch`. Emits `false`, nothing of them stored, where that is over or gone. */
  renew$(session: Session, epoch: string, commit: Commit): Observable<boolean>;
}
