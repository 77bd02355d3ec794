import type { Observable } from 'rxjs';
import type { Device } from '../model/device';

/** Lets go of the devices by which a user pool knows this one. */
export interface DroppedDevices {
  /** Drops the device of a user, by any name that the user has signed in with. Never errors. */
  drop$(username: string): Observable<unknown>;
}

/** Keeps the devices by which a user pool knows this one: one for each user that has signed in here. */
export interface DeviceStore extends DroppedDevices {
  /** Emits the device of a user, by any name that the user has signed in with; `undefined` where there is none. Never errors. */
  find$(username: string): Observable<Device | undefined>;
  /** Keeps a device. Errors with an `AuthError` of kind `storage`. */
  keep$(device: Device): Observable<unknown>;
}
