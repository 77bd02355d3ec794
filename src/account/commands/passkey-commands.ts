import {
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  CompleteWebAuthnRegistrationCommandInput,
  DeleteWebAuthnCredentialCommandInput,
  ListWebAuthnCredentialsCommandInput,
  StartWebAuthnRegistrationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { passkeyNotSupportedError } from '../../adapters/web/passkey-errors';
import { createWebPasskeys } from '../../adapters/web/web-passkeys';

// The commands of passkeys, and the prompt: a chunk that is loaded when the first of them is sent. The new passkey is typed
// by its port: to the SDK, it is any document.

export { createWebPasskeys, passkeyNotSupportedError };

/** Builds `CompleteWebAuthnRegistration`. */
export const completeWebAuthnRegistration = (
  AccessToken: string,
  credential: object,
): CompleteWebAuthnRegistrationCommand =>
  new CompleteWebAuthnRegistrationCommand({
    AccessToken,
    Credential: credential as CompleteWebAuthnRegistrationCommandInput['Credential'],
  });

/** Builds `DeleteWebAuthnCredential`. */
export const deleteWebAuthnCredential = (
  input: DeleteWebAuthnCredentialCommandInput,
): DeleteWebAuthnCredentialCommand => new DeleteWebAuthnCredentialCommand(input);

/** Builds `ListWebAuthnCredentials`. */
export const listWebAuthnCredentials = (
  input: ListWebAuthnCredentialsCommandInput,
): ListWebAuthnCredentialsCommand => new ListWebAuthnCredentialsCommand(input);

/** Builds `StartWebAuthnRegistration`. */
export const startWebAuthnRegistration = (
  input: StartWebAuthnRegistrationCommandInput,
): StartWebAuthnRegistrationCommand => new StartWebAuthnRegistrationCommand(input);
