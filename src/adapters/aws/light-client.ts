import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { Client } from '@smithy/core/client';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { MetadataBearer } from '@smithy/types';
import { cognitoHostOf } from '../../model/issuer';
import { bytesOfBase64, textOfUtf8 } from '../../model/decode';
import { base64OfBytes, utf8 } from '../text/encode';
import type { AwsClientOptions, CommandSender } from './sdk-chunk';
import { createFetchTransport } from './fetch-transport';
import type { TransportOptions } from './fetch-transport';
import { judgeRefusal } from './judge-answer';

const endpointOf = ({ region, endpoint }: AwsClientOptions): string =>
  endpoint ?? `https://${cognitoHostOf(region)}/`;

/** For the SDK, which has to take addresses to pieces, by a `URL` that not every platform has. */
const NOWHERE = { protocol: 'https:', hostname: 'cognito-idp', path: '/' };

/**
 * Creates a client of the SDK without what the unsigned operations of a user pool never use: no signing, no search for
 * credentials or a region, no retries, no endpoint rules. It runs every command of the SDK that needs no signature.
 */
export function createLightClient(options: AwsClientOptions): CommandSender {
  const config = {
    apiVersion: '2016-04-18',
    serviceId: 'Cognito Identity Provider',
    region: () => Promise.resolve(options.region),
    // A custom endpoint, for the commands' own endpoint step: it then looks for none in files and the environment.
    isCustomEndpoint: true,
    endpoint: () => Promise.resolve(NOWHERE),
    endpointProvider: () => NOWHERE,
    protocol: new AwsJson1_1Protocol({
      defaultNamespace: 'com.amazonaws.cognitoidentityprovider',
      serviceTarget: 'AWSCognitoIdentityProviderService',
    }),
    requestHandler: createFetchTransport(endpointOf(options)),
    disableHostPrefix: true,
    urlParser: () => NOWHERE,
    // The transport has read the body already.
    streamCollector: (body: Uint8Array) => Promise.resolve(body),
    base64Decoder: bytesOfBase64,
    base64Encoder: (bytes: Uint8Array | string) =>
      base64OfBytes(typeof bytes === 'string' ? utf8(bytes) : bytes),
    utf8Decoder: utf8,
    utf8Encoder: (bytes: Uint8Array | string) => (typeof bytes === 'string' ? bytes : textOfUtf8(bytes)),
  };
  const client = new Client<TransportOptions, object, MetadataBearer, typeof config>(config);
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  client.middlewareStack.add(judgeRefusal, { step: 'deserialize', priority: 'low' });
  return client;
}
