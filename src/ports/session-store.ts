import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { Session } from '../model/session';

/** What the storage holds: the epoch, which outlives every session, and the session of that epoch, if there is one. */
export interface StoredState {
  readonly epoch: string | undefined;
  readonly session: Session | undefined;
}

/** How a session left the storage. */
export interface ClearReport {
  /** The storage refused to remove the record, and a tombstone without tokens was written over it. */
  readonly tombstoneError?: AuthError;
}

/**
 * Keeps the one session of a client under an epoch that moves on with every beginning and end of a session.
 *
 * Operations start at subscription, run one after another, and run to their end whether or not somebody still
 * listens. Over a synchronous storage all of them are synchronous. They error with an `AuthError` of kind `storage`.
 */
export interface SessionStore {
  /** Whether the storage answers in the same turn. */
  readonly isSynchronous: boolean;
  read$(): Observable<StoredState>;
  /**
   * Stores a session that begins, and moves the epoch from `from` to `to`. Emits `false`, having changed nothing, where
   * the storage's epoch is not `from` any more.
   */
  begin$(session: Session, from: string | undefined, to: string): Observable<boolean>;
  /** Stores new tokens of the session of `epoch`. Emits `false`, having changed nothing, where that is over or gone. */
  renew$(session: Session, epoch: string): Observable<boolean>;
  /** Moves the epoch on to `to`, removes the session and verifies that it is gone. */
  clear$(to: string): Observable<ClearReport>;
}
