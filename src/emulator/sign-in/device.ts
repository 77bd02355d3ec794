import { resourceNotFound } from '../errors';
import { isConfirmed, type ConfirmedDevice, type Device } from '../pool/authenticators/device';
import type { Call } from '../pool/pool';
import type { User } from '../pool/users/user';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import type { SignInAnswer } from './sign-in';
import { askForProof } from './srp-proof';

/** Finds the confirmed device that a sign-in says it comes from; a key that names none is refused. */
export function knownDevice(call: Call, { user, deviceKey }: SignIn): ConfirmedDevice | undefined {
  if (!call.pool.rules.deviceTracking || deviceKey === undefined) return undefined;
  const device = user.devices.get(deviceKey);
  if (!device || !isConfirmed(device)) throw resourceNotFound('Device does not exist.');
  return device;
}

/** Gives a sign-in from nowhere known a device of its own, which `ConfirmDevice` may make a lasting one. */
export function createDevice(call: Call, user: User): Device {
  const device: Device = {
    deviceKey: `${call.pool.region}_${call.random.uuid()}`,
    deviceGroupKey: `-${call.random.token(6)}`,
    name: undefined,
    secret: undefined,
    remembered: false,
    createdAt: call.now,
    modifiedAt: call.now,
    authenticatedAt: call.now,
  };
  user.devices.set(device.deviceKey, device);
  return device;
}

/** Opens the proof of a device's secret. */
export async function askForDeviceProof(call: Call, signIn: SignIn, srpA: string): Promise<SignInAnswer> {
  const device = knownDevice(call, signIn);
  if (!device) throw resourceNotFound('Device does not exist.');
  const identity = { groupName: device.deviceGroupKey, id: device.deviceKey };
  return askForProof(call, signIn, 'DEVICE_PASSWORD_VERIFIER', identity, device.secret, srpA);
}

/** Tells whether a device that has proven itself stands in for the second factor. */
export function replacesMfa(call: Call, device: Device): boolean {
  return device.remembered && call.pool.rules.deviceTracking?.challengeRequiredOnNewDevice === true;
}
