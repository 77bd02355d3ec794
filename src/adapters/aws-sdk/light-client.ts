import { Client } from '@smithy/core/client';
import type { MetadataBearer } from '@smithy/types';
import type { CommandSender } from '../aws/client-options';
import type { FetchTransport, TransportOptions } from '../aws/fetch-transport';
import { jsonProtocol } from './json-protocol';
import type { ProtocolParts } from './json-protocol';

/**
 * What the chunk that loads this one hands over: of what the two had in common, a bundler would make a third one, which
 * every sign-in waits for.
 */
export interface LightClientParts extends ProtocolParts {
  readonly transport: FetchTransport;
}

/** For the commands' own endpoint step, by a `URL` that not every platform has; the transport knows where to go. */
const NOWHERE = { protocol: 'https:', hostname: 'cognito-idp', path: '/' };

/**
 * Creates a client of the SDK without what the unsigned operations of a user pool never use: no signing, no search for
 * credentials or a region, no retries, no endpoint rules, no protocol but the one that Cognito speaks. It runs every
 * command of the SDK that needs no signature.
 */
export function createLightClient({ transport, ...parts }: LightClientParts): CommandSender {
  const config = {
    apiVersion: '2016-04-18',
    // The step then looks for no endpoint in files and the environment.
    isCustomEndpoint: true,
    endpointProvider: () => NOWHERE,
    requestHandler: transport,
  };
  const client = new Client<TransportOptions, object, MetadataBearer, typeof config>(config);
  const { writeRequest, readAnswer } = jsonProtocol(parts);
  // By these names the commands' endpoint step finds its place.
  client.middlewareStack.add(writeRequest, { step: 'serialize', name: 'serializerMiddleware' });
  client.middlewareStack.add(readAnswer, { step: 'deserialize', name: 'deserializerMiddleware' });
  return client;
}
