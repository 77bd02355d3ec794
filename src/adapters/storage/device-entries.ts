import { catchError, concatMap, forkJoin, map, of } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { DeviceOwner } from '../../model/device';
import { parseFields, textOf } from '../../model/fields';
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

/** Returns the key of the device of a user who is known by a name. */
export const deviceKeyOf = ({ userPoolClientId }: ClientIdentity, name: string): string =>
  `rx-cognito.${userPoolClientId}.device.${name}`;

/** Returns the names of a user, each once. */
export const namesOf = ({ username, loginId = username }: DeviceOwner): readonly string[] => [
  ...new Set([username, loginId]),
];

/** Drops devices; what else is done with them takes its turn with that. */
export interface DeviceEntries extends KnownDevices {
  readonly inTurn$: SerialQueue;
}

/**
 * Creates what drops devices. What is asked for waits for what was asked for before: a device that a sign-in is just keeping is
 * dropped by the sign-out that cut it off.
 */
export function createDeviceEntries({ storage, identity, scheduler }: DeviceEntriesOptions): DeviceEntries {
  const entries = storedEntries(storage, scheduler);
  const inTurn$ = createSerialQueue();
  return {
    inTurn$,
    drop$: (user) =>
      inTurn$(
        entries.get$(deviceKeyOf(identity, user.username)).pipe(
          catchError(() => of(undefined)),
          concatMap((text = '') => {
            // What was typed at the sign-in before may have been yet another name.
            const { username, loginId } = parseFields(text) ?? {};
            const names = [username, loginId].flatMap((name) => textOf(name) ?? []);
            const keys = [...new Set([...namesOf(user), ...names])].map((name) =>
              deviceKeyOf(identity, name),
            );
            return forkJoin(keys.map((key) => attempt$(entries.remove$(key)))).pipe(map(() => text !== ''));
          }),
        ),
      ),
  };
}
