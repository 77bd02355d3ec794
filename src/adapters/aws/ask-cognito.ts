import type { HttpRequest } from '@smithy/types';
import type { CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { FetchTransport } from './fetch-transport';
import { answerIn, judgeSuccess, metadataOf } from './judge-answer';
import type { Sending } from './send-request';

/** The operations that say no more than that they were done, some by an empty body. */
const ANSWERING_NOTHING: ReadonlySet<string> = new Set<CognitoOperation>([
  'ForgetDevice',
  'GlobalSignOut',
  'RevokeToken',
]);

/** Makes the request of an operation in AWS JSON 1.1, the one protocol that a user pool speaks. */
export const requestOf = (operation: string, body: string): HttpRequest => ({
  method: 'POST',
  protocol: 'https:',
  hostname: '',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  },
  body,
});

/** Leaves out of JSON what is `null`, as the AWS SDK does on both ways: such a member is not given. */
const given = (_name: string, value: unknown): unknown =>
  Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : (value ?? undefined);

/** Asks Cognito, and takes nothing but its own word for an answer. No operation here carries a time or bytes. */
export async function askCognito<Name extends CognitoOperation>(
  transport: FetchTransport,
  operation: Name,
  input: CognitoOperations[Name]['input'],
  sending: Sending,
): Promise<CognitoOperations[Name]['output']> {
  const request = requestOf(operation, JSON.stringify(input, given));
  const { response } = await transport.handle(request, sending);
  judgeSuccess(response, ANSWERING_NOTHING.has(operation));
  return { ...(answerIn(response, given) as object), $metadata: metadataOf(response) };
}
