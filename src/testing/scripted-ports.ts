import { EMPTY, NEVER, of, takeLast } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { DeviceStore } from '../ports/device-store';
import type { Environment, Locks, TabChannel } from '../ports/environment';
import type { Passkeys } from '../ports/passkeys';
import type { PendingChallengeStore } from '../ports/pending-challenge-store';
import type { Srp } from '../ports/srp';

/** Creates a page that nobody sees, and that is never idle: nothing happens in it by itself. */
export function createScriptedEnvironment(scheduler: SchedulerLike): Environment {
  let ids = 0;
  return {
    isOnline: () => true,
    isVisible: () => false,
    resumed$: NEVER,
    idle$: NEVER,
    userAgent: () => 'rx-cognito/testing',
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    uptimeMs: () => scheduler.now(),
    random: () => 0.5,
  };
}

/** There is no other tab. */
export const NO_TABS: TabChannel = { announce: () => undefined, hints$: NEVER };

/** There is nobody to lock out. The last value waits for the end of the work, as with a lock. */
export const NO_LOCKS: Locks = { exclusive$: (work$) => work$.pipe(takeLast(1)) };

/** No page was here before. */
export const NO_CHALLENGES: PendingChallengeStore = {
  read: () => undefined,
  write: () => undefined,
  clear: () => undefined,
};

/** The user pool tracks no devices. */
export const NO_DEVICES: DeviceStore = {
  find$: () => of(undefined),
  keep$: () => of(undefined),
  drop$: () => of(false),
};

/** Whoever is asked for a passkey has one, and the scripted user pool believes it. */
export const USER_WITH_PASSKEY: Passkeys = {
  isSupported: () => true,
  create$: () => EMPTY,
  get$: () =>
    of({
      id: 'passkey',
      rawId: 'passkey',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: '', authenticatorData: '', signature: '' },
    }),
};

/** Proves nothing: the scripted user pool believes every password. */
export const NO_SRP: Srp = {
  ephemeral$: () =>
    of({
      srpA: '02',
      claim$: () => of({ signature: '', timestamp: '' }),
      discard: () => undefined,
    }),
  deviceVerifier$: () => EMPTY,
};
