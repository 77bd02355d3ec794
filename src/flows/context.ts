import type { SchedulerLike } from 'rxjs';
import type { AuthMachine } from '../machine/auth-machine';
import type { ClientIdentity } from '../model/session';
import type { DeviceStore, KnownDevices } from '../ports/device-store';
import type { AdoptableSession } from '../ports/session-adoption';
import type { Environment, TabChannel } from '../ports/environment';
import type { PendingChallengeStore } from '../ports/pending-challenge-store';
import type { SessionStore, WritableSessionStore } from '../ports/session-store';
import type { SessionCleanup } from '../ports/session-cleanup';

/** What every flow works with: the machine, and the ports that are there from the start. */
export interface AuthContext {
  readonly identity: ClientIdentity;
  readonly machine: AuthMachine;
  readonly store: SessionStore;
  /** The storage can be read and not written: the cookies of a request on a server. Nothing is begun or refreshed over it. */
  readonly isReadOnly?: boolean;
  /** What to take over at the first start, where that is wished for. */
  readonly adoptable?: AdoptableSession | undefined;
  readonly challenges: PendingChallengeStore;
  readonly devices: KnownDevices;
  readonly environment: Environment;
  readonly tabs: TabChannel;
  readonly scheduler: SchedulerLike;
  readonly cleanups: readonly SessionCleanup[];
  /** The deadline of the remote steps of a sign-out, milliseconds. */
  readonly remoteTimeoutMs: number;
}

/** The same, once the user pool is there, whose sessions and devices there are to store. */
export interface WritingContext extends AuthContext {
  readonly store: WritableSessionStore;
  readonly devices: DeviceStore;
}
