import { AuthError } from 'rx-cognito';

const noDeviceError = (): AuthError =>
  new AuthError({
    kind: 'invalidState',
    code: 'DeviceMetadataNotFoundException',
    message: 'This session belongs to no device that the user pool tracks.',
    recoverySuggestion:
      'Switch device tracking on in the user pool and sign in again; sessions of managed login have no device.',
  });

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split('.')[1] ?? '';
    // Read as bytes, not as UTF-8: a device key is ASCII.
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    return (claims as Readonly<Record<string, unknown>> | null) ?? {};
  } catch {
    return {};
  }
}

/** Returns the key of the device that a session belongs to, out of its access token. @throws AuthError where it has none */
export function deviceKeyOf(accessToken: string): string {
  const deviceKey = claimsOf(accessToken)['device_key'];
  if (typeof deviceKey === 'string' && deviceKey !== '') return deviceKey;
  throw noDeviceError();
}
