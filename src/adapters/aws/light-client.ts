import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { Client } from '@smithy/core/client';
import { parseUrl } from '@smithy/core/protocols';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import type { MetadataBearer } from '@smithy/types';
import { cognitoHostOf } from '../../model/issuer';
import type { AwsClientOptions, CommandSender } from './sdk-chunk';
import { createFetchTransport } from './fetch-transport';
import type { TransportOptions } from './fetch-transport';
import { judgeAnswer } from './judge-answer';

const endpointOf = ({ region, endpoint }: AwsClientOptions): URL =>
  new URL(endpoint ?? `https://${cognitoHostOf(region)}/`);

/**
 * Creates a client of the SDK without what the unsigned operations of a user pool never use: no signing, no search for
 * credentials or a region, no retries, no endpoint rules. It runs every command of the SDK that needs no signature.
 */
export function createLightClient(options: AwsClientOptions): CommandSender {
  const url = endpointOf(options);
  const config = {
    apiVersion: '2016-04-18',
    serviceId: 'Cognito Identity Provider',
    region: () => Promise.resolve(options.region),
    // A custom endpoint, for the commands' own endpoint step: it then looks for none in files and the environment.
    isCustomEndpoint: true,
    endpoint: () => Promise.resolve(parseUrl(url)),
    endpointProvider: () => ({ url }),
    protocol: new AwsJson1_1Protocol({
      defaultNamespace: 'com.amazonaws.cognitoidentityprovider',
      serviceTarget: 'AWSCognitoIdentityProviderService',
    }),
    requestHandler: createFetchTransport(),
    disableHostPrefix: true,
    urlParser: parseUrl,
    // The transport has read the body already.
    streamCollector: (body: Uint8Array) => Promise.resolve(body),
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  };
  const client = new Client<TransportOptions, object, MetadataBearer, typeof config>(config);
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  client.middlewareStack.add(judgeAnswer, { step: 'deserialize', priority: 'low' });
  return client;
}
