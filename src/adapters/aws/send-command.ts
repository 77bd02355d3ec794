import type { DeserializeMiddleware, MetadataBearer } from '@smithy/types';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { readBody } from './answer-body';
import type { CommandSender } from './client-options';
import { judgeSuccess } from './judge-answer';
import type { ReadResponse } from './judge-answer';
import { request$ } from './send-request';
import { unreadableAnswerError } from './transport-errors';

type Step = DeserializeMiddleware<object, MetadataBearer>;

/** What is used of a command, of whichever copy of the SDK. */
export interface SdkCommand {
  readonly input: object;
  /** The steps of the command, of which each copy of the SDK has types of its own. */
  readonly middlewareStack?: object;
  /** In its sixth place stands what comes back. */
  readonly schema?: unknown;
}

/** Whether a value is a command of the SDK. */
export const isCommand = (value: unknown): value is SdkCommand =>
  typeof value === 'object' &&
  value !== null &&
  'resolveMiddleware' in value &&
  typeof (value as Partial<SdkCommand>).input === 'object';

/** What was to be sent, and is no command. */
export const notACommandError = (): AuthError =>
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

/** Whether a command says no more than that it was done, as `DeleteUser` does by an empty body. */
function answersNothing({ schema }: SdkCommand): boolean {
  const output: unknown = Array.isArray(schema) ? schema[5] : undefined;
  const shape: unknown = typeof output === 'function' ? (output as () => unknown)() : output;
  // A structure has its members in the fifth place; what is none is the SDK's word for nothing.
  return !Array.isArray(shape) || (shape[4] as readonly unknown[]).length === 0;
}

/** Has the answer to a command judged, whichever client sends it. */
function judge(command: SdkCommand): void {
  const step: Step = (next) => async (args) => {
    const result = await next(args);
    const response = result.response as ReadResponse;
    response.body = await readBody(response.body, response.statusCode);
    judgeSuccess(response, answersNothing(command));
    return result;
  };
  const stack = command.middlewareStack as { add?(step: Step, options: typeof JUDGE): void } | undefined;
  stack?.add?.(step, JUDGE);
}

/**
 * Refuses what a client of the caller's, which may judge by itself or have no judge at all, takes for a success by its
 * status alone.
 */
function withEvidence<Output>(output: Output): Output {
  const { $metadata } = (output ?? {}) as { $metadata?: { httpStatusCode?: unknown } };
  const status = $metadata?.httpStatusCode;
  if (typeof status === 'number' && status !== STATUS_DONE)
    throw unreadableAnswerError(status, 'is none that Cognito gives');
  return output;
}

/** Sends a command of the SDK by a client of the SDK. */
export const sendCommand$ = <Output>(
  sender: CommandSender,
  command: SdkCommand,
  keepalive = false,
): Observable<Output> =>
  request$(command.input, keepalive, async (sending) => {
    judge(command);
    return withEvidence((await sender.send(command as never, sending)) as Output);
  });
