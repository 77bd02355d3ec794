import {
  DeleteUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  DeleteUserAttributesCommandInput,
  GetUserAttributeVerificationCodeCommandInput,
  GetUserCommandInput,
  UpdateUserAttributesCommandInput,
  VerifyUserAttributeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of attributes: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `DeleteUserAttributes`. */
export const deleteUserAttributes = (input: DeleteUserAttributesCommandInput): DeleteUserAttributesCommand =>
  new DeleteUserAttributesCommand(input);

/** Builds `GetUserAttributeVerificationCode`. */
export const getUserAttributeVerificationCode = (
  input: GetUserAttributeVerificationCodeCommandInput,
): GetUserAttributeVerificationCodeCommand => new GetUserAttributeVerificationCodeCommand(input);

/** Builds `GetUser`. */
export const getUser = (input: GetUserCommandInput): GetUserCommand => new GetUserCommand(input);

/** Builds `UpdateUserAttributes`. */
export const updateUserAttributes = (input: UpdateUserAttributesCommandInput): UpdateUserAttributesCommand =>
  new UpdateUserAttributesCommand(input);

/** Builds `VerifyUserAttribute`. */
export const verifyUserAttribute = (input: VerifyUserAttributeCommandInput): VerifyUserAttributeCommand =>
  new VerifyUserAttributeCommand(input);
