import { catchError, concatMap, forkJoin, map, of, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { readDevice, writeDevice } from '../../model/device';
import type { Device, DeviceOwner } from '../../model/device';
import type { ClientIdentity } from '../../model/session';
import type { DeviceStore } from '../../ports/device-store';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { createSerialQueue } from './serial-queue';
import { deviceNotStoredError } from './storage-errors';
import { attempt$, storedEntries } from './stored-entries';

/** What a device store is made of. */
export interface KeyValueDeviceStoreOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/**
 * Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. What is asked for waits
 * for what was asked for before: a device that a sign-in is just keeping is found, and dropped, by the sign-out that cut it off.
 */
export function createKeyValueDeviceStore({
  storage,
  identity,
  scheduler,
}: KeyValueDeviceStoreOptions): DeviceStore {
  const entries = storedEntries(storage, scheduler);
  const queue$ = createSerialQueue();
  const keyOf = (name: string): string => `rx-cognito.${identity.userPoolClientId}.device.${name}`;
  const namesOf = (...users: readonly (DeviceOwner | undefined)[]): readonly string[] => [
    ...new Set(users.flatMap((user) => (user ? [user.username, user.loginId ?? user.username] : []))),
  ];
  const read$ = (name: string): Observable<Device | undefined> =>
    entries.get$(keyOf(name)).pipe(
      map((text) => readDevice(text, identity)),
      catchError(() => of(undefined)),
    );
  return {
    find$: (name) => queue$(read$(name)),
    keep$: (device) =>
      queue$(
        forkJoin(
          namesOf(device).map((name) => attempt$(entries.set$(keyOf(name), writeDevice(device, identity)))),
        ),
      ).pipe(
        tap((outcomes) => {
          const failed = outcomes.find((outcome) => 'thrown' in outcome);
          if (failed) throw deviceNotStoredError(failed.thrown, device);
        }),
      ),
    drop$: (user) =>
      // What was typed at the sign-in before may have been yet another name.
      queue$(
        read$(user.username).pipe(
          concatMap((device) =>
            forkJoin(namesOf(user, device).map((name) => attempt$(entries.remove$(keyOf(name))))),
          ),
        ),
      ),
  };
}
