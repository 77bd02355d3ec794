import { Client } from '@smithy/core/client';
import type { MetadataBearer } from '@smithy/types';
import { cognitoHostOf } from '../../model/issuer';
import type { AwsClientOptions, CommandSender } from './sdk-chunk';
import { createFetchTransport } from './fetch-transport';
import type { TransportOptions } from './fetch-transport';
import { readAnswer, writeRequest } from './json-protocol';

const endpointOf = ({ region, endpoint }: AwsClientOptions): string =>
  endpoint ?? `https://${cognitoHostOf(region)}/`;

/** For the commands' own endpoint step, by a `URL` that not every platform has; the transport knows where to go. */
const NOWHERE = { protocol: 'https:', hostname: 'cognito-idp', path: '/' };

/**
 * Creates a client of the SDK without what the unsigned operations of a user pool never use: no signing, no search for
 * credentials or a region, no retries, no endpoint rules, no protocol but the one that Cognito speaks. It runs every
 * command of the SDK that needs no signature.
 */
export function createLightClient(options: AwsClientOptions): CommandSender {
  const config = {
    apiVersion: '2016-04-18',
    // The step then looks for no endpoint in files and the environment.
    isCustomEndpoint: true,
    endpointProvider: () => NOWHERE,
    requestHandler: createFetchTransport(endpointOf(options)),
  };
  const client = new Client<TransportOptions, object, MetadataBearer, typeof config>(config);
  // By these names the commands' endpoint step finds its place.
  client.middlewareStack.add(writeRequest, { step: 'serialize', name: 'serializerMiddleware' });
  client.middlewareStack.add(readAnswer, { step: 'deserialize', name: 'deserializerMiddleware' });
  return client;
}
