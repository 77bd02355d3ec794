import type { Observable } from 'rxjs';
import type { SignOutScope } from '../../model/auth-state';
import { epochAfter } from '../../model/epoch';
import type { Session } from '../../model/session';
import type { AuthContext } from '../context';
import type { LazyUserPool } from '../load-user-pool';
import { clearRecord$ } from '../session/clear-record';
import type { EndedSession } from './remote-run';

/** The share of the deadline for what comes before the first remote step: cleanups, a refresh in flight. */
export const GATHERING_SHARE = 1 / 3;

/** What a sign-out ends. */
export interface FenceInput {
  readonly session: Session;
  /** The epoch of that session. */
  readonly epoch: string | undefined;
  readonly scope: SignOutScope;
  readonly limitMs: number;
}

/** What the fence leaves behind: the tokens, the wait for a refresh that was cut off, the clearing of the storage. */
export interface Fenced {
  readonly ended: EndedSession;
  readonly refreshed$: Observable<void> | undefined;
  readonly cleared$: Observable<void>;
}

/**
 * Fences a session off. When it returns, no token is handed out any more, none is in a storage that answers at once, and
 * what was in flight is cut off; the tokens live on in what it returns.
 */
export function fence(context: AuthContext, userPool: LazyUserPool, input: FenceInput): Fenced {
  const { environment, machine } = context;
  const { session, scope, limitMs, epoch: endedEpoch } = input;
  const ended: EndedSession = { session, isRefreshPending: false };
  const refreshed$ = userPool.loaded?.claimRefresh$(ended, limitMs * GATHERING_SHARE);
  const epoch = epochAfter('signedOut', environment.randomId());
  let cleared$: Observable<void> | undefined;
  machine.send(
    { type: 'signOutStarted', user: session.user, scope, epoch, endedEpoch },
    { meanwhile: () => (cleared$ = clearRecord$(context, epoch, endedEpoch)) },
  );
  return { ended, refreshed$, cleared$: cleared$ ?? clearRecord$(context, epoch, endedEpoch) };
}
