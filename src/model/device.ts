import { parseFields } from './fields';
import type { ClientIdentity } from './session';

/** The names of a user whom a device is kept for. */
export interface DeviceOwner {
  /** The user as the tokens name them. */
  readonly username: string;
  /** The name that was typed to sign in, where it is another one. */
  readonly loginId?: string;
}

/** This device as a user pool knows it for one user. `password` is a secret of the device's own. */
export interface Device extends DeviceOwner {
  readonly deviceKey: string;
  readonly deviceGroupKey: string;
  readonly password: string;
}

const RECORD_VERSION = 1;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Writes the record of a device. */
export const writeDevice = (device: Device, { userPoolId, userPoolClientId }: ClientIdentity): string =>
  JSON.stringify({ version: RECORD_VERSION, userPoolId, userPoolClientId, ...device });

/** Reads a record; `undefined` where it is corrupt, from another version or client. Takes known keys only, never throws. */
export function readDevice(text: string | undefined, identity: ClientIdentity): Device | undefined {
  const record = text === undefined ? undefined : parseFields(text);
  const { version, userPoolId, userPoolClientId, ...fields } = record ?? {};
  if (version !== RECORD_VERSION || userPoolId !== identity.userPoolId) return undefined;
  if (userPoolClientId !== identity.userPoolClientId) return undefined;
  const { deviceKey, deviceGroupKey, password, username, loginId } = fields;
  if (!isText(deviceKey) || !isText(deviceGroupKey) || !isText(password) || !isText(username))
    return undefined;
  return { deviceKey, deviceGroupKey, password, username, ...(isText(loginId) ? { loginId } : {}) };
}
