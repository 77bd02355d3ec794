import type { Observable, SchedulerLike } from 'rxjs';
import type { AuthMachine } from '../machine/auth-machine';
import type { CurrentSession } from '../machine/current-session';
import type { ClientIdentity } from '../model/session';
import type { AdoptableSession } from '../ports/session-adoption';
import type { CognitoApi } from '../ports/cognito-api';
import type { Environment, Locks, TabChannel } from '../ports/environment';
import type { PendingChallengeStore } from '../ports/pending-challenge-store';
import type { SessionStore } from '../ports/session-store';
import type { Srp } from '../ports/srp';
import type { SessionCleanup } from './cleanups';

/** What every flow works with: the machine, the tokens in memory, and the ports that are there from the start. */
export interface AuthContext {
  readonly identity: ClientIdentity;
  readonly machine: AuthMachine;
  readonly current: CurrentSession;
  readonly store: SessionStore;
  /** What to take over at the first start, where that is wished for. */
  readonly adoptable?: AdoptableSession;
  readonly challenges: PendingChallengeStore;
  readonly environment: Environment;
  readonly tabs: TabChannel;
  readonly scheduler: SchedulerLike;
  readonly cleanups: readonly SessionCleanup[];
  /** The deadline of the remote steps of a sign-out, milliseconds. */
  readonly remoteTimeoutMs: number;
  /** Fires, and completes, at `destroy()`; for whoever subscribes later, at once. */
  readonly destroyed$: Observable<void>;
}

/** What the flows work with that speak to the user pool. */
export interface PoolContext extends AuthContext {
  readonly api: CognitoApi;
  readonly locks: Locks;
  readonly srp: Srp;
}
