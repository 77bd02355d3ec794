import type { Observable } from 'rxjs';
import type { Device, DeviceOwner } from '../model/device';

/** Finds the devices by which a user pool knows this one, and lets go of them. */
export interface KnownDevices {
  /** Emits the device of a user, by any name that the user has signed in with; `undefined` where there is none. Never errors. */
  find$(username: string): Observable<Device | undefined>;
  /** Drops the device of a user, under every name that is known for them. Never errors. */
  drop$(user: DeviceOwner): Observable<unknown>;
}

/** Keeps them: one for each user that has signed in here. */
export interface DeviceStore extends KnownDevices {
  /** Keeps a device. Errors with an `AuthError` of kind `storage`. */
  keep$(device: Device): Observable<unknown>;
}
