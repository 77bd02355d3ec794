import {
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  ConfirmSignUpCommandInput,
  ResendConfirmationCodeCommandInput,
  SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of a sign-up: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `ConfirmSignUp`. */
export const confirmSignUp = (input: ConfirmSignUpCommandInput): ConfirmSignUpCommand =>
  new ConfirmSignUpCommand(input);

/** Builds `ResendConfirmationCode`. */
export const resendConfirmationCode = (
  input: ResendConfirmationCodeCommandInput,
): ResendConfirmationCodeCommand => new ResendConfirmationCodeCommand(input);

/** Builds `SignUp`. */
export const signUp = (input: SignUpCommandInput): SignUpCommand => new SignUpCommand(input);
