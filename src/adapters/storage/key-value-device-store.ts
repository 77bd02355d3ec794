import { forkJoin, tap } from 'rxjs';
import { writeDevice } from '../../model/device';
import type { DeviceStore } from '../../ports/device-store';
import { deviceKeysOf } from './device-entries';
import type { DeviceEntries, DeviceEntriesOptions } from './device-entries';
import { attempt$, storedEntries } from './stored-entries';
import { deviceNotStoredError } from './write-errors';

/** Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. */
export function createKeyValueDeviceStore(
  known: DeviceEntries,
  { storage, identity, scheduler }: DeviceEntriesOptions,
): DeviceStore {
  const entries = storedEntries(storage, scheduler);
  return {
    ...known,
    keep$: (device) => {
      const text = writeDevice(device, identity);
      const writes = deviceKeysOf(identity, device).map((key) => attempt$(entries.set$(key, text)));
      return known.inTurn$(forkJoin(writes)).pipe(
        tap((outcomes) => {
          const failed = outcomes.find((outcome) => 'thrown' in outcome);
          if (failed) throw deviceNotStoredError(failed.thrown, device);
        }),
      );
    },
  };
}
