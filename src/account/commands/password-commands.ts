import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  ChangePasswordCommandInput,
  ConfirmForgotPasswordCommandInput,
  ForgotPasswordCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of passwords: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `ChangePassword`. */
export const changePassword = (input: ChangePasswordCommandInput): ChangePasswordCommand =>
  new ChangePasswordCommand(input);

/** Builds `ConfirmForgotPassword`. */
export const confirmForgotPassword = (
  input: ConfirmForgotPasswordCommandInput,
): ConfirmForgotPasswordCommand => new ConfirmForgotPasswordCommand(input);

/** Builds `ForgotPassword`. */
export const forgotPassword = (input: ForgotPasswordCommandInput): ForgotPasswordCommand =>
  new ForgotPasswordCommand(input);
