import type { Observable, SchedulerLike } from 'rxjs';
import type { LeftSession } from '../model/left-session';
import type { KeyValueStorage } from './key-value-storage';

/**
 * A session that another library left somewhere, to be taken over. Every Observable is cold, synchronous where the
 * storage is, and errors with an `AuthError` of kind `storage` only.
 *
 * Taken over whole or left whole, whenever a page dies: `claim$` before ours is stored, `remove$` after it, and again at
 * every start and every sign-out. `remove$` does nothing where nothing is claimed.
 */
export interface AdoptableSession {
  /** Emits what was left, or `undefined` where nothing was, and completes. Changes nothing; a claim does not hide it. */
  find$(): Observable<LeftSession | undefined>;
  /** Notes, where the session lies, that it is about to be taken over. Emits nothing. */
  claim$(): Observable<never>;
  /** Takes the note back, for a session that could not be taken over: it stays whole. Emits nothing. */
  release$(): Observable<never>;
  /**
   * Removes what is claimed: the tokens, those that nobody owns included, then what leads to them, then the claim. Emits
   * nothing. Errors where something is left of it; then the next call goes on with that.
   */
  remove$(): Observable<never>;
}

/** What an adoption works with. */
export interface AdoptionParts {
  /** The storage of `createAuth`. */
  readonly storage: KeyValueStorage;
  /** Whose session is looked for. */
  readonly identity: { readonly userPoolId: string; readonly userPoolClientId: string };
  /** The timers and the clock of `createAuth`. */
  readonly scheduler: SchedulerLike;
}

/** Makes an {@link AdoptableSession} of what `createAuth` knows: the value of its option `adopt`. */
export type SessionAdoption = (parts: AdoptionParts) => AdoptableSession;
