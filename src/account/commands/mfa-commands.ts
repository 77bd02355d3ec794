import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  AssociateSoftwareTokenCommandInput,
  GetUserCommandInput,
  SetUserMFAPreferenceCommandInput,
  VerifySoftwareTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of second factors: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `AssociateSoftwareToken`. */
export const associateSoftwareToken = (
  input: AssociateSoftwareTokenCommandInput,
): AssociateSoftwareTokenCommand => new AssociateSoftwareTokenCommand(input);

/** Builds `GetUser`. */
export const getUser = (input: GetUserCommandInput): GetUserCommand => new GetUserCommand(input);

/** Builds `SetUserMFAPreference`. */
export const setUserMFAPreference = (input: SetUserMFAPreferenceCommandInput): SetUserMFAPreferenceCommand =>
  new SetUserMFAPreferenceCommand(input);

/** Builds `VerifySoftwareToken`. */
export const verifySoftwareToken = (input: VerifySoftwareTokenCommandInput): VerifySoftwareTokenCommand =>
  new VerifySoftwareTokenCommand(input);
