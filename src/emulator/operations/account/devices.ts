import { CognitoError, invalidParameter, resourceNotFound } from '../../errors';
import { isConfirmed, type ConfirmedDevice, type Device } from '../../pool/authenticators/device';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { saltFromBase64, verifierFromBase64 } from '../../sign-in/srp-proof';
import { oneOf, optional, structure, text } from '../../wire/constraint';
import { authenticate } from '../access-token';
import { deviceKey, token } from '../members';
import { operation } from '../operation';
import { limit, nextToken, pageOf } from '../page';

/** Makes the device of a sign-in a lasting one, which can prove itself from now on. */
export const confirmDevice = operation(
  {
    AccessToken: token,
    DeviceKey: deviceKey,
    DeviceName: optional(text({ min: 1, max: 1024 })),
    DeviceSecretVerifierConfig: optional(
      structure({ PasswordVerifier: optional(text()), Salt: optional(text()) }),
    ),
  },
  (input, call) => {
    const user = authenticateForDevices(call, input.AccessToken);
    const device = user.devices.get(input.DeviceKey);
    if (!device) throw deviceNotFound();
    if (isConfirmed(device)) throw new CognitoError('DeviceKeyExistsException', 'Device already exists.');
    const { PasswordVerifier = '', Salt = '' } = input.DeviceSecretVerifierConfig ?? {};
    const verifier = verifierFromBase64(PasswordVerifier);
    const salt = saltFromBase64(Salt);
    if (verifier === undefined || salt === undefined) {
      throw invalidParameter('Device secret verifier config is not valid.');
    }
    const onPrompt = call.pool.rules.deviceTracking?.deviceOnlyRememberedOnUserPrompt === true;
    device.secret = { salt, verifier };
    device.name = input.DeviceName;
    device.remembered = !onPrompt;
    device.modifiedAt = call.now;
    return { UserConfirmationNecessary: onPrompt };
  },
);

/** Remembers a device, or no longer. */
export const updateDeviceStatus = operation(
  {
    AccessToken: token,
    DeviceKey: deviceKey,
    DeviceRememberedStatus: optional(oneOf('remembered', 'not_remembered')),
  },
  (input, call) => {
    const device = requireDevice(authenticateForDevices(call, input.AccessToken), input.DeviceKey);
    if (input.DeviceRememberedStatus) device.remembered = input.DeviceRememberedStatus === 'remembered';
    device.modifiedAt = call.now;
    return {};
  },
);

/** Lists the confirmed devices, in pages. */
export const listDevices = operation(
  {
    AccessToken: token,
    Limit: limit,
    PaginationToken: nextToken,
  },
  ({ AccessToken, Limit, PaginationToken }, call) => {
    const user = authenticateForDevices(call, AccessToken);
    const confirmed = [...user.devices.values()].filter(isConfirmed);
    const { page, next } = pageOf(confirmed, (device) => device.deviceKey, {
      from: PaginationToken,
      length: Limit,
    });
    return { Devices: page.map(describeDevice), ...(next !== undefined && { PaginationToken: next }) };
  },
);

/** Describes one device. */
export const getDevice = operation({ AccessToken: token, DeviceKey: deviceKey }, (input, call) => ({
  Device: describeDevice(requireDevice(authenticateForDevices(call, input.AccessToken), input.DeviceKey)),
}));

/** Forgets a device: its key and its secret are worth nothing any more. */
export const forgetDevice = operation({ AccessToken: token, DeviceKey: deviceKey }, (input, call) => {
  const user = authenticateForDevices(call, input.AccessToken);
  requireDevice(user, input.DeviceKey);
  user.devices.delete(input.DeviceKey);
  return undefined;
});

function authenticateForDevices(call: Call, accessToken: string): User {
  const { user } = authenticate(call, accessToken);
  if (!call.pool.rules.deviceTracking) {
    throw new CognitoError(
      'InvalidUserPoolConfigurationException',
      'Device tracking is not enabled for the user pool.',
    );
  }
  return user;
}

function requireDevice(user: User, key: string): ConfirmedDevice {
  const device = user.devices.get(key);
  if (!device || !isConfirmed(device)) throw deviceNotFound();
  return device;
}

function describeDevice(device: Device): object {
  return {
    DeviceKey: device.deviceKey,
    DeviceAttributes: [
      { Name: 'device_status', Value: 'valid' },
      { Name: 'device_name', Value: device.name ?? device.deviceKey },
      { Name: 'dev:device_remembered_status', Value: device.remembered ? 'remembered' : 'not_remembered' },
    ],
    DeviceCreateDate: device.createdAt / 1000,
    DeviceLastModifiedDate: device.modifiedAt / 1000,
    DeviceLastAuthenticatedDate: device.authenticatedAt / 1000,
  };
}

function deviceNotFound(): CognitoError {
  return resourceNotFound('Device does not exist.');
}
