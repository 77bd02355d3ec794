import { defer, of, throwError } from 'rxjs';
import type { AuthError } from '../../src/model/auth-error';
import type { Device } from '../../src/model/device';
import type { DeviceStore } from '../../src/ports/device-store';

/** Devices in memory, which specs read and write. */
export interface FakeDeviceStore extends DeviceStore {
  readonly devices: readonly Device[];
  /** Lets the next `keep$` fail. */
  failNext(error: AuthError): void;
}

/** Creates the fake, empty. */
export function createFakeDeviceStore(): FakeDeviceStore {
  const devices: Device[] = [];
  const failures: AuthError[] = [];
  const isOf =
    (name: string) =>
    ({ username, loginId }: Device): boolean =>
      username === name || loginId === name;
  const drop = (name: string): boolean => {
    const at = devices.findIndex(isOf(name));
    if (at === -1) return false;
    devices.splice(at, 1);
    return true;
  };
  return {
    devices,
    failNext: (error) => {
      failures.push(error);
    },
    find$: (name) => defer(() => of(devices.find(isOf(name)))),
    keep$: (device) =>
      defer(() => {
        const failure = failures.shift();
        if (failure) return throwError(() => failure);
        drop(device.username);
        devices.push(device);
        return of(undefined);
      }),
    drop$: ({ username }) => defer(() => of(drop(username))),
  };
}
