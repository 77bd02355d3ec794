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
import type { DeserializeHandlerOptions } from '@smithy/types';
import { map, Observable, throwError } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { CallOptions, CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { AwsClientOptions, CommandSender, SdkCognitoApi } from './sdk-chunk';
import { secretsOf } from './command-secrets';
import { createLightClient } from './light-client';
import { judgeSuccess } from './judge-answer';
import { shownAnswer } from './shown-answer';
import { authErrorOf } from './thrown-errors';
import { unreadableAnswerError } from './transport-errors';

/** What is used of a command, of whichever copy of the SDK. */
interface SdkCommand {
  readonly input: object;
  readonly middlewareStack?: object;
}

/** The steps of a command, of which each copy of the SDK has types of its own. */
interface Steps {
  add?(step: typeof judgeSuccess, options: DeserializeHandlerOptions): void;
}

type CommandBuilders = {
  readonly [Name in CognitoOperation]: (input: CognitoOperations[Name]['input']) => SdkCommand;
};

const BUILDERS: CommandBuilders = {
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

const isCommand = (value: unknown): value is SdkCommand =>
  typeof value === 'object' &&
  value !== null &&
  'resolveMiddleware' in value &&
  typeof (value as Partial<SdkCommand>).input === 'object';

const notACommandError = (): AuthError =>
  ownError({
    kind: 'validation',
    code: 'InvalidCommand',
    message: 'What was to be sent is not a command of the AWS SDK.',
    recoverySuggestion:
      'Return a command of @aws-sdk/client-cognito-identity-provider, such as new GetUserCommand({ AccessToken }).',
  });

/** By this name a command that is sent again is not judged twice. */
const JUDGE = {
  name: 'rxCognitoJudgeSuccess',
  step: 'deserialize',
  priority: 'low',
  override: true,
} as const;
const STATUS_DONE = 200;

/**
 * Refuses what a client of the caller's, which may judge by itself or have no judge at all, takes for a success by its
 * status alone.
 */
function withEvidence<Output>(output: Output): Output {
  const { $metadata } = (output ?? {}) as { $metadata?: { httpStatusCode?: unknown } };
  const status = $metadata?.httpStatusCode;
  if (typeof status === 'number' && status !== STATUS_DONE) {
    throw unreadableAnswerError(status, 'is none that Cognito gives');
  }
  return output;
}

function request$<Output>(
  sender: CommandSender,
  command: SdkCommand,
  keepalive: boolean,
): Observable<Output> {
  return new Observable((subscriber) => {
    // Old runtimes of React Native cannot break a request off; nobody listens to it any more all the same.
    const abort = typeof AbortController === 'undefined' ? undefined : new AbortController();
    const options = { ...(abort ? { abortSignal: abort.signal } : {}), keepalive };
    new Promise((resolve) => {
      (command.middlewareStack as Steps | undefined)?.add?.(judgeSuccess, JUDGE);
      resolve(sender.send(command as never, options));
    })
      .then((output) => withEvidence(output as Output))
      .then(
        (output) => {
          subscriber.next(output);
          subscriber.complete();
        },
        (thrown: unknown) => {
          subscriber.error(authErrorOf(thrown, secretsOf(command.input)));
        },
      );
    return () => {
      abort?.abort();
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
    ) =>
      request$<CognitoOperations[Name]['output']>(sender, BUILDERS[operation](input), keepalive).pipe(
        map((answer) => shownAnswer(answer, input)),
      ),
    send$: (command) =>
      isCommand(command) ? request$(sender, command, false) : throwError(notACommandError),
  };
}
