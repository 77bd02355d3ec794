import { catchError, forkJoin, map, of, throwError } from 'rxjs';
import { readDevice, writeDevice } from '../../model/device';
import type { DeviceStore } from '../../ports/device-store';
import { createDroppedDevices, deviceKeyOf } from './device-entries';
import type { DeviceEntriesOptions } from './device-entries';
import { storedEntries } from './stored-entries';
import { deviceNotStoredError } from './write-errors';

/** Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. */
export function createKeyValueDeviceStore(options: DeviceEntriesOptions): DeviceStore {
  const { storage, identity, scheduler } = options;
  const entries = storedEntries(storage, scheduler);
  return {
    ...createDroppedDevices(options),
    find$: (name) =>
      entries.get$(deviceKeyOf(identity, name)).pipe(
        map((text) => readDevice(text, identity)),
        catchError(() => of(undefined)),
      ),
    keep$: (device) => {
      const { username, loginId = username } = device;
      const kept = [...new Set([username, loginId])].map((name) =>
        entries.set$(deviceKeyOf(identity, name), writeDevice(device, identity)),
      );
      return forkJoin(kept).pipe(
        catchError((thrown: unknown) => throwError(() => deviceNotStoredError(thrown, device))),
      );
    },
  };
}
