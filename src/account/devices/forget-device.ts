import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedText, given } from '../input';
import { explainGone, loaded$, nothing, operation$ } from '../operation';
import { deviceKeyOf } from './device-key';

/** What `forgetDevice$` takes. */
export interface ForgetDeviceInput {
  /** The `id` of a device of `fetchDevices$`. Default: this device. */
  readonly deviceId?: string;
}

/**
 * Forgets a device: the next sign-in on it asks for the second factor again, and its session ends with its next refresh. What
 * proves this device is removed from the storage with it.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does:
 * `ResourceNotFoundException` for a device that is forgotten already; with kind `invalidState`
 * (`DeviceMetadataNotFoundException`) where this session belongs to no device and none is named.
 * Unsubscribing aborts the request; the device may be forgotten all the same.
 */
export function forgetDevice$(auth: Auth, input?: ForgetDeviceInput): Observable<void> {
  return operation$(() => {
    const { deviceId } = given(input);
    const named =
      deviceId === undefined ? undefined : checkedText('deviceId', 'the id of a device', deviceId);
    return loaded$(() => import('../commands/device-commands')).pipe(
      switchMap(({ forgetDevice }) =>
        auth.send$((AccessToken) =>
          forgetDevice({ AccessToken, DeviceKey: named ?? deviceKeyOf(AccessToken) }),
        ),
      ),
      explainGone('device'),
      map(nothing),
    );
  });
}
