import {
  AssociateSoftwareTokenCommand,
  ConfirmDeviceCommand,
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
import { Observable, throwError } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import type { CallOptions, CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { AwsClientOptions, CommandSender, SdkCognitoApi } from './sdk-chunk';
import { secretsOf } from './command-secrets';
import { createLightClient } from './light-client';
import { authErrorOf } from './thrown-errors';

/** What is used of a command, of whichever copy of the SDK. */
interface SdkCommand {
  readonly input: object;
}

type CommandBuilders = {
  readonly [Name in CognitoOperation]: (input: CognitoOperations[Name]['input']) => SdkCommand;
};

const BUILDERS: CommandBuilders = {
  AssociateSoftwareToken: (input) => new AssociateSoftwareTokenCommand(input),
  ConfirmDevice: (input) => new ConfirmDeviceCommand(input),
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

const isCommand = (value: unknown): value is SdkCommand =>
  typeof value === 'object' &&
  value !== null &&
  'resolveMiddleware' in value &&
  typeof (value as Partial<SdkCommand>).input === 'object';

const notACommandError = (): AuthError =>
  new AuthError({
    kind: 'validation',
    code: 'InvalidCommand',
    message: 'What was to be sent is not a command of the AWS SDK.',
    recoverySuggestion:
      'Return a command of @aws-sdk/client-cognito-identity-provider, such as new GetUserCommand({ AccessToken }).',
  });

function request$<Output>(
  sender: CommandSender,
  command: SdkCommand,
  keepalive: boolean,
): Observable<Output> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    const options = { abortSignal: abort.signal, keepalive };
    new Promise((resolve) => {
      resolve(sender.send(command as never, options));
    }).then(
      (output) => {
        subscriber.next(output as Output);
        subscriber.complete();
      },
      (thrown: unknown) => {
        subscriber.error(authErrorOf(thrown, secretsOf(command.input)));
      },
    );
    return () => {
      abort.abort();
    };
  });
}

/** Creates the API over the SDK's commands, on the caller's client or on a light one. */
export function createSdkCognitoApi(options: AwsClientOptions): SdkCognitoApi {
  const sender = options.client?.() ?? createLightClient(options);
  return {
    call$: <Name extends CognitoOperation>(
      operation: Name,
      input: CognitoOperations[Name]['input'],
      { keepalive = false }: CallOptions = {},
    ) => request$<CognitoOperations[Name]['output']>(sender, BUILDERS[operation](input), keepalive),
    send$: (command) =>
      isCommand(command) ? request$(sender, command, false) : throwError(notACommandError),
  };
}
