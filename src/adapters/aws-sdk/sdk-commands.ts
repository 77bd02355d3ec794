import {
  AssociateSoftwareTokenCommand,
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  InitiateAuthCommandInput,
  RespondToAuthChallengeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { SdkCommand } from '../aws/send-command';

// A chunk of its own, for who passes a client: what comes along is in that client.

/** Builds, for each operation that the flows use, the command of the SDK. */
export const BUILDERS: {
  readonly [Name in CognitoOperation]: (input: CognitoOperations[Name]['input']) => SdkCommand;
} = {
  AssociateSoftwareToken: (input) => new AssociateSoftwareTokenCommand(input),
  ConfirmDevice: (input) => new ConfirmDeviceCommand(input),
  ForgetDevice: (input) => new ForgetDeviceCommand(input),
  GetTokensFromRefreshToken: (input) => new GetTokensFromRefreshTokenCommand(input),
  GetUser: (input) => new GetUserCommand(input),
  GlobalSignOut: (input) => new GlobalSignOutCommand(input),
  // The SDK knows only the flows and challenges of its own day; Cognito may know more.
  InitiateAuth: (input) => new InitiateAuthCommand(input as InitiateAuthCommandInput),
  RespondToAuthChallenge: (input) =>
    new RespondToAuthChallengeCommand(input as RespondToAuthChallengeCommandInput),
  RevokeToken: (input) => new RevokeTokenCommand(input),
  VerifySoftwareToken: (input) => new VerifySoftwareTokenCommand(input),
};
