import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { Session } from '../model/session';

/**
 * Holds the tokens in memory, beside the machine: the state never contains one.
 *
 * The epoch moves on whenever a session begins or ends. Whoever wants to write tokens presents the epoch it began with,
 * so that an answer from before a sign-out changes nothing.
 */
export interface CurrentSession {
  readonly epoch: string | undefined;
  readonly session: Session | undefined;
  /** The epoch of the session that was let go of last: a storage that refuses to forget it may still hold it. */
  readonly endedEpoch: string | undefined;
  /** Fires after the session of the epoch before was cut off, with the error for whatever was in flight for it. */
  readonly ended$: Observable<AuthError>;
  /** Takes a session that begins, or `undefined` where the storage holds an epoch without one. */
  begin(epoch: string | undefined, session: Session | undefined): void;
  /** Takes new tokens of the session of `epoch`; `false`, and nothing changed, where that is over. */
  renew(session: Session, epoch: string | undefined): boolean;
  /** Lets go of the session at once and returns it. Nobody is told yet: see {@link CurrentSession.cutOff}. */
  drop(epoch: string | undefined): Session | undefined;
  /** Tells everything in flight that its epoch is over. */
  cutOff(error: AuthError): void;
}

/** Creates an empty holder. */
export function createCurrentSession(): CurrentSession {
  const ended$ = new Subject<AuthError>();
  let epoch: string | undefined;
  let endedEpoch: string | undefined;
  let session: Session | undefined;
  return {
    get epoch() {
      return epoch;
    },
    get session() {
      return session;
    },
    get endedEpoch() {
      return endedEpoch;
    },
    ended$: ended$.asObservable(),
    begin(newEpoch, newSession) {
      epoch = newEpoch;
      session = newSession;
    },
    renew(renewed, presentedEpoch) {
      if (!session || presentedEpoch !== epoch) return false;
      session = renewed;
      return true;
    },
    drop(newEpoch) {
      const dropped = session;
      if (dropped) endedEpoch = epoch;
      epoch = newEpoch;
      session = undefined;
      return dropped;
    },
    cutOff(error) {
      ended$.next(error);
    },
  };
}
