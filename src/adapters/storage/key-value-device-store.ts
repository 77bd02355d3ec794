import { catchError, concatMap, forkJoin, map, of, throwError } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { readDevice, writeDevice } from '../../model/device';
import type { Device, DeviceOwner } from '../../model/device';
import type { ClientIdentity } from '../../model/session';
import type { DeviceStore } from '../../ports/device-store';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { deviceNotStoredError } from './storage-errors';
import { attempt$, storedEntries } from './stored-entries';

/** What a device store is made of. */
export interface KeyValueDeviceStoreOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/** Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. */
export function createKeyValueDeviceStore({
  storage,
  identity,
  scheduler,
}: KeyValueDeviceStoreOptions): DeviceStore {
  const entries = storedEntries(storage, scheduler);
  const keyOf = (name: string): string => `rx-cognito.${identity.userPoolClientId}.device.${name}`;
  const namesOf = (...users: readonly (DeviceOwner | undefined)[]): readonly string[] => [
    ...new Set(users.flatMap((user) => (user ? [user.username, user.loginId ?? user.username] : []))),
  ];
  const find$ = (name: string): Observable<Device | undefined> =>
    entries.get$(keyOf(name)).pipe(
      map((text) => readDevice(text, identity)),
      catchError(() => of(undefined)),
    );
  return {
    find$,
    keep$: (device) =>
      forkJoin(namesOf(device).map((name) => entries.set$(keyOf(name), writeDevice(device, identity)))).pipe(
        catchError((thrown: unknown) => throwError(() => deviceNotStoredError(thrown, device))),
      ),
    drop$: (user) =>
      // What was typed at the sign-in before may have been yet another name.
      find$(user.username).pipe(
        concatMap((device) =>
          forkJoin(namesOf(user, device).map((name) => attempt$(entries.remove$(keyOf(name))))),
        ),
      ),
  };
}
