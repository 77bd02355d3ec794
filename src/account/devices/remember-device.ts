import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, nothing, operation$ } from '../operation';
import { deviceKeyOf } from './device-key';

/**
 * Has this device remembered: in pools that ask for a second factor on new devices only, it then replaces that factor.
 * For pools where the user chooses; where devices are always remembered, nothing changes.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does, and with kind
 * `invalidState` (`DeviceMetadataNotFoundException`) where this session belongs to no device.
 * Unsubscribing aborts the request; the device may be remembered all the same.
 */
export function rememberDevice$(auth: Auth): Observable<void> {
  return operation$(() =>
    loaded$(() => import('../commands/device-commands')).pipe(
      switchMap(({ updateDeviceStatus }) =>
        auth.send$((AccessToken) =>
          updateDeviceStatus({
            AccessToken,
            DeviceKey: deviceKeyOf(AccessToken),
            DeviceRememberedStatus: 'remembered',
          }),
        ),
      ),
      map(nothing),
    ),
  );
}
