import type { Observable } from 'rxjs';
import type { Session } from '../model/session';

/** A session that another library left in the storage, to be taken over. Synchronous where the storage is. */
export interface AdoptableSession {
  /**
   * Emits the session, or `undefined` where the other library has none. Changes nothing. Errors with an `AuthError` of
   * kind `storage` where what it left makes no session, or cannot be read.
   */
  find$(): Observable<Session | undefined>;
  /** Removes what the other library stored of it. Emits nothing; errors with an `AuthError` of kind `storage`. */
  remove$(): Observable<never>;
}
