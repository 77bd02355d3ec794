import { catchError, forkJoin, throwError } from 'rxjs';
import { writeDevice } from '../../model/device';
import type { DeviceStore } from '../../ports/device-store';
import { createKnownDevices, deviceKeysOf } from './device-entries';
import type { DeviceEntriesOptions } from './device-entries';
import { storedEntries } from './stored-entries';
import { deviceNotStoredError } from './write-errors';

/** Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. */
export function createKeyValueDeviceStore(options: DeviceEntriesOptions): DeviceStore {
  const { storage, identity, scheduler } = options;
  const entries = storedEntries(storage, scheduler);
  return {
    ...createKnownDevices(options),
    keep$: (device) => {
      const text = writeDevice(device, identity);
      return forkJoin(deviceKeysOf(identity, device).map((key) => entries.set$(key, text))).pipe(
        catchError((thrown: unknown) => throwError(() => deviceNotStoredError(thrown, device))),
      );
    },
  };
}
