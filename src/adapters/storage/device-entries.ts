import { catchError, concatMap, forkJoin, map, of } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { readDevice } from '../../model/device';
import type { Device, DeviceOwner } from '../../model/device';
import type { ClientIdentity } from '../../model/session';
import type { KnownDevices } from '../../ports/device-store';
import type { KeyValueStorage } from '../../ports/key-value-storage';
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

/** Creates what finds and drops devices. */
export function createKnownDevices({ storage, identity, scheduler }: DeviceEntriesOptions): KnownDevices {
  const entries = storedEntries(storage, scheduler);
  const find$ = (username: string): Observable<Device | undefined> =>
    forkJoin(deviceKeysOf(identity, { username }).map((key) => entries.get$(key))).pipe(
      map(([text]) => readDevice(text, identity)),
      catchError(() => of(undefined)),
    );
  return {
    find$,
    drop$: (user) =>
      // What was typed at the sign-in before may have been yet another name.
      find$(user.username).pipe(
        concatMap((device) =>
          forkJoin(deviceKeysOf(identity, user, device).map((key) => attempt$(entries.remove$(key)))),
        ),
      ),
  };
}
