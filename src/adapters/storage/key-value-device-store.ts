import { catchError, concatMap, filter, forkJoin, map, of, tap } from 'rxjs';
import { readDevice, writeDevice } from '../../model/device';
import type { DeviceStore } from '../../ports/device-store';
import { deviceKeyOf, namesOf } from './device-entries';
import type { DeviceEntries, DeviceEntriesOptions } from './device-entries';
import { attempt$, storedEntries } from './stored-entries';
import { deviceNotStoredError } from './write-errors';
import { createWritesUnderWay } from './writes-under-way';

/** Creates the device store over a {@link KeyValueStorage}: a record under each name that the user signs in with. */
export function createKeyValueDeviceStore(
  known: DeviceEntries,
  { storage, identity, scheduler }: DeviceEntriesOptions,
): DeviceStore {
  const entries = storedEntries(storage, scheduler);
  /** What was given up has failed, and its device may have been dropped since: what lands of it is taken back. */
  const withdraw = (key: string, late: string): void => {
    const withdrawn$ = entries.get$(key).pipe(
      filter((found) => found === late),
      concatMap(() => entries.remove$(key)),
    );
    known.inTurn$(attempt$(withdrawn$)).subscribe();
  };
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
      const written = namesOf(device).map((name) => {
        const key = deviceKeyOf(identity, name);
        const writes = createWritesUnderWay(entries, key, (late) => {
          withdraw(key, late);
        });
        return attempt$(writes.set$(text));
      });
      return known.inTurn$(forkJoin(written)).pipe(
        tap((outcomes) => {
          const failed = outcomes.find((outcome) => 'thrown' in outcome);
          if (failed) throw deviceNotStoredError(failed.thrown, device);
        }),
      );
    },
  };
}
