import { catchError, concatMap, forkJoin, map, of } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { parseFields, textOf } from '../../model/fields';
import type { Fields } from '../../model/fields';
import type { DroppedDevices } from '../../ports/device-store';
import type { ClientIdentity } from '../../model/session';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { attempt$, storedEntries } from './stored-entries';

/** What the devices of a client are stored in. */
export interface DeviceEntriesOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/** Returns the key of the device of a user, by one of the user's names. */
export const deviceKeyOf = ({ userPoolClientId }: ClientIdentity, name: string): string =>
  `rx-cognito.${userPoolClientId}.device.${name}`;

/** Creates what drops devices: under the name that it is given, and those that stand in what is found there. */
export function createDroppedDevices({ storage, identity, scheduler }: DeviceEntriesOptions): DroppedDevices {
  const entries = storedEntries(storage, scheduler);
  return {
    drop$: (name) =>
      entries.get$(deviceKeyOf(identity, name)).pipe(
        map((text = '') => parseFields(text) ?? {}),
        catchError(() => of<Fields>({})),
        concatMap(({ username, loginId }) => {
          const names = new Set([name, textOf(username) ?? name, textOf(loginId) ?? name]);
          return forkJoin([...names].map((it) => attempt$(entries.remove$(deviceKeyOf(identity, it)))));
        }),
      ),
  };
}
