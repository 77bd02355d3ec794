import { EMPTY, ignoreElements, map, of, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { bytesOfBase64 } from '../../model/decode';
import { cognitoHostOf } from '../../model/issuer';
import type { CallOptions, CognitoApi, CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import { loadedChunk$ } from '../loaded-chunk';
import { base64OfBytes } from '../text/encode';
import { askCognito, requestOf } from './ask-cognito';
import type { AwsClientOptions, CommandSender } from './client-options';
import { createFetchTransport } from './fetch-transport';
import { answerIn, metadataOf, unreadable } from './judge-answer';
import { isCommand, notACommandError, sendCommand$ } from './send-command';
import { request$ } from './send-request';
import { shownAnswer } from './shown-answer';
import { withTextEncoder } from './with-text-encoder';

/** What the AWS SDK is loaded for: its commands for a client of the caller's, and a client for commands of the caller's. */
const SDK_CHUNKS = {
  commands: () => withTextEncoder(() => import('../aws-sdk/sdk-commands')),
  lightClient: () => withTextEncoder(() => import('../aws-sdk/light-client')),
};

const endpointOf = ({ region, endpoint }: AwsClientOptions): string =>
  endpoint ?? `https://${cognitoHostOf(region)}/`;

/**
 * Creates what sends requests. The operations that the flows use go as they are, without the AWS SDK, unless there is a client
 * of the caller's, through which everything goes.
 */
export function createCognitoRequests(options: AwsClientOptions, chunks = SDK_CHUNKS): CognitoApi {
  const { client, scheduler } = options;
  const transport = createFetchTransport(endpointOf(options));

  const commands$ = loadedChunk$(chunks.commands, scheduler);
  let lightClient: CommandSender | undefined;
  const lightClient$ = loadedChunk$(chunks.lightClient, scheduler).pipe(
    map(
      ({ createLightClient }) =>
        (lightClient ??= createLightClient({
          transport,
          requestOf,
          answerIn,
          metadataOf,
          unreadable,
          base64OfBytes,
          bytesOfBase64,
        })),
    ),
  );

  const answer$ = <Name extends CognitoOperation>(
    operation: Name,
    input: CognitoOperations[Name]['input'],
    { keepalive = false }: CallOptions = {},
  ): Observable<CognitoOperations[Name]['output']> =>
    client
      ? commands$.pipe(
          switchMap(({ BUILDERS }) => sendCommand$<object>(client(), BUILDERS[operation](input), keepalive)),
        )
      : request$(input, keepalive, (sending) => askCognito(transport, operation, input, sending));

  return {
    call$: (operation, input, callOptions) =>
      answer$(operation, input, callOptions).pipe(map((answer) => shownAnswer(answer, input))),
    send$: <Output>(command: unknown) => {
      if (!isCommand(command)) return throwError(notACommandError);
      const sender$ = client ? of(client()) : lightClient$;
      return sender$.pipe(switchMap((sender) => sendCommand$<Output>(sender, command)));
    },
    preload$: () => (client ? commands$.pipe(ignoreElements()) : EMPTY),
  };
}
