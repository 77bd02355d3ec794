import { catchError, forkJoin, map, of, tap } from 'rxjs';
import { readDevice, writeDevice } from '../../model/device';
import type { DeviceStore } from '../../ports/device-store';
import { deviceKeyOf, namesOf } from './device-entries';
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
    find$: (username) =>
      known.inTurn$(
        entries.get$(deviceKeyOf(identity, username)).pipe(
          map((text) => readDevice(text, identity)),
          catchError(() => of(undefined)),
        ),
      ),
    keep$: (device) => {
      const text = writeDevice(device, identity);
      const writes = namesOf(device).map((name) => attempt$(entries.set$(deviceKeyOf(identity, name), text)));
      return known.inTurn$(forkJoin(writes)).pipe(
        tap((outcomes) => {
          const failed = outcomes.find((outcome) => 'thrown' in outcome);
          if (failed) throw deviceNotStoredError(failed.thrown, device);
        }),
      );
    },
  };
}
