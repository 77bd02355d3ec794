import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { base64OfBytes } from '../text/encode';
import type { DeviceKeys, DeviceVerifier } from '../../ports/srp';
import { bigintOfBytes, paddedBytes } from './bytes';
import { passwordHash$ } from './srp-claim';
import type { SrpPlatform } from './srp-platform';

const PASSWORD_BYTES = 40;
const SALT_BYTES = 16;

/** Draws the secret of a device and computes its verifier: v = g^x, as for a password, under the names of the device. */
export function computeDeviceVerifier$(
  platform: SrpPlatform,
  { deviceGroupKey, deviceKey }: DeviceKeys,
): Observable<DeviceVerifier> {
  const password = base64OfBytes(platform.randomBytes(PASSWORD_BYTES));
  const salt = bigintOfBytes(platform.randomBytes(SALT_BYTES));
  return passwordHash$(platform, salt, { poolName: deviceGroupKey, userIdForSrp: deviceKey, password }).pipe(
    switchMap((x) => platform.powerOfG$(x)),
    map((verifier) => ({
      password,
      salt: base64OfBytes(paddedBytes(salt)),
      verifier: base64OfBytes(paddedBytes(verifier)),
    })),
  );
}
