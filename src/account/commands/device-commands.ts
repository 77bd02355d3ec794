import {
  ForgetDeviceCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  ForgetDeviceCommandInput,
  ListDevicesCommandInput,
  UpdateDeviceStatusCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of devices: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `ForgetDevice`. */
export const forgetDevice = (input: ForgetDeviceCommandInput): ForgetDeviceCommand =>
  new ForgetDeviceCommand(input);

/** Builds `ListDevices`. */
export const listDevices = (input: ListDevicesCommandInput): ListDevicesCommand =>
  new ListDevicesCommand(input);

/** Builds `UpdateDeviceStatus`. */
export const updateDeviceStatus = (input: UpdateDeviceStatusCommandInput): UpdateDeviceStatusCommand =>
  new UpdateDeviceStatusCommand(input);
