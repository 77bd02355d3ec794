import { catchError, concatMap, forkJoin, map, of } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { readDevice } from '../../model/device';
import type { Device, DeviceOwner } from '../../model/device';
import type { ClientIdentity } from '../../model/session';
import type { KnownDevices } from '../../ports/device-store';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { createSerialQueue } from './serial-queue';
import type { SerialQueue } from './serial-queue';
import { attempt$, storedEntries } from './stored-entries';

/** What the devices of a client are stored in. */
export interface DeviceEntriesOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/** Returns the keys of the device of some users, by each of their names. */
export const deviceKeysOf = (
  { userPoolClientId }: ClientIdentity,
  ...users: readonly (DeviceOwner | undefined)[]
): readonly string[] => [
  ...new Set(
    users
      .flatMap((user) => (user ? [user.username, user.loginId ?? user.username] : []))
      .map((name) => `rx-cognito.${userPoolClientId}.device.${name}`),
  ),
];

/** Finds and drops devices; what else is done with them takes its turn with that. */
export interface DeviceEntries extends KnownDevices {
  readonly inTurn$: SerialQueue;
}

/**
 * Creates what finds and drops devices. What is asked for waits for what was asked for before: a device that a sign-in is just keeping is
 * found, and dropped, by the sign-out that cut it off.
 */
export function createDeviceEntries({ storage, identity, scheduler }: DeviceEntriesOptions): DeviceEntries {
  const entries = storedEntries(storage, scheduler);
  const inTurn$ = createSerialQueue();
  const read$ = (username: string): Observable<Device | undefined> =>
    forkJoin(deviceKeysOf(identity, { username }).map((key) => entries.get$(key))).pipe(
      map(([text]) => readDevice(text, identity)),
      catchError(() => of(undefined)),
    );
  return {
    inTurn$,
    find$: (username) => inTurn$(read$(username)),
    drop$: (user) =>
      // What was typed at the sign-in before may have been yet another name.
      inTurn$(
        read$(user.username).pipe(
          concatMap((device) =>
            forkJoin(deviceKeysOf(identity, user, device).map((key) => attempt$(entries.remove$(key)))),
          ),
        ),
      ),
  };
}
