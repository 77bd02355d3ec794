import { catchError, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import type { AskedRefresh } from '../../model/refresh-judgement';
import type { Session } from '../../model/session';
import type { SessionRecord } from '../../model/session-record';
import { holdsSession } from '../../model/situation';
import type { PoolContext } from '../pool-context';

/** One renewal of the tokens of a session, under way. */
export interface Renewal extends AskedRefresh {
  /** The session it began with; once it asks, the one that the storage held, which may be newer. */
  asked: Session;
  isAccessTokenRefused: boolean;
  /** Whether tokens that another tab got are not enough: somebody wants tokens that are asked for from now on. */
  isForced: boolean;
  /** The answer of the user pool; set once the request is sent. */
  answer$?: Observable<Session>;
  /** Whether somebody else sees to tokens that come too late. */
  isClaimed: boolean;
  /** Called when the request is sent. */
  readonly onSent: () => void;
}

/** What became of a renewal. */
export type RenewalOutcome =
  /** The session has these tokens now; they live in memory only, where the storage did not take them. */
  | { readonly type: 'renewed'; readonly session: Session; readonly storageError?: AuthError }
  /** The storage tells another story than this tab, or the session is over; tokens that came all the same, nobody holds. */
  | { readonly type: 'moved'; readonly unwanted?: Session }
  | { readonly type: 'failed'; readonly error: AuthError }
  | { readonly type: 'ended'; readonly reason: SignedOutReason; readonly error: AuthError };

/** Whether the session that is renewed is still the one that is held. */
export const isHeld = ({ machine }: PoolContext, { epoch }: Renewal): boolean =>
  holdsSession(machine.now, epoch);

/** Emits what the storage holds; one that cannot be read has nothing new to say. */
export const stored$ = ({ store }: PoolContext, { epoch, asked }: Renewal): Observable<SessionRecord> =>
  store.read$().pipe(catchError(() => of({ epoch, session: asked })));

/**
 * Holds tokens in place of the older ones; says whether the session took them. It is told once the lock is free. After a `destroy()`
 * there is nobody to hold them for: the session lives on in the storage, which has to have them.
 */
export const hold = (
  { machine }: PoolContext,
  { epoch }: Renewal,
  session: Session,
  isOwn: boolean,
): boolean =>
  machine.isDestroyed ||
  machine.send(
    { type: 'tokensRefreshed', epoch, session, from: machine.now.from, isOwn },
    { isToldLater: true },
  );
