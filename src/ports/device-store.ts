import type { Observable } from 'rxjs';
import type { Device, DeviceOwner } from '../model/device';

/** Lets go of the devices by which a user pool knows this one. */
export interface KnownDevices {
  /**
   * Drops the device of a user, by any name that the user has signed in with, under every name that is known for them. Emits whether
   * there was one. Never errors.
   */
  drop$(user: DeviceOwner): Observable<boolean>;
}

/** Keeps them: one for each user that has signed in here. */
export interface DeviceStore extends KnownDevices {
  /** Emits the device of a user, by any name that the user has signed in with; `undefined` where there is none. Never errors. */
  find$(username: string): Observable<Device | undefined>;
  /** Keeps a device. Errors with an `AuthError` of kind `storage`. */
  keep$(device: Device): Observable<unknown>;
}
