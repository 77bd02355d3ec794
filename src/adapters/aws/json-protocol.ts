import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { getSmithyContext } from '@smithy/core/transport';
import type {
  DeserializeMiddleware,
  HandlerExecutionContext,
  HttpRequest,
  HttpResponse,
  MetadataBearer,
  ResponseMetadata,
  SerializeMiddleware,
} from '@smithy/types';
import { textOf } from './answer-body';
import { errorInAnswer, refusedWith } from './judge-answer';
import { jsonOf, outputOf } from './json-shapes';
import type { Shape } from './json-shapes';

const SERVICE = 'AWSCognitoIdentityProviderService';
const STATUS_REDIRECT = 300;
const STATUS_REFUSED = 400;
const STATUS_SERVER_ERROR = 500;

/** What the SDK says of an operation, at their places in its schema. */
type Operation = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: unknown,
  input: Shape,
  output: Shape,
];

const operationOf = (context: HandlerExecutionContext): Operation =>
  (getSmithyContext(context) as { readonly operationSchema: Operation }).operationSchema;

/** Writes a command as a request of AWS JSON 1.1, the one protocol that a user pool speaks. */
export const writeRequest: SerializeMiddleware<object, MetadataBearer> = (next, context) => (args) => {
  const [, , name, , input] = operationOf(context);
  const request: HttpRequest = {
    method: 'POST',
    protocol: 'https:',
    hostname: '',
    path: '/',
    query: {},
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${SERVICE}.${name}` },
    body: jsonOf(input, args.input),
  };
  return next({ ...args, request });
};

function metadataOf({ statusCode, headers }: HttpResponse): ResponseMetadata {
  const requestId = headers['x-amzn-requestid'];
  return { httpStatusCode: statusCode, ...(requestId === undefined ? {} : { requestId }) };
}

/** Returns the SDK's exception for an answer that is an error of Cognito, or why it is none. */
function refusalOf(response: HttpResponse): Error {
  const { statusCode } = response;
  if (statusCode < STATUS_REFUSED) return refusedWith(response, 'sends the request elsewhere');
  const error = errorInAnswer(response, textOf(response.body as Uint8Array, statusCode));
  if (error === undefined) return refusedWith(response, 'is none that Cognito gives');
  return Object.assign(
    new CognitoIdentityProviderServiceException({
      ...error,
      $fault: statusCode < STATUS_SERVER_ERROR ? 'client' : 'server',
      $metadata: metadataOf(response),
    }),
    { $response: response },
  );
}

/** Reads the answer to a command, from a transport that has read its body to the end. */
export const readAnswer: DeserializeMiddleware<object, MetadataBearer> = (next, context) => async (args) => {
  const { response } = (await next(args)) as { readonly response: HttpResponse };
  if (response.statusCode >= STATUS_REDIRECT) throw refusalOf(response);
  const text = textOf(response.body as Uint8Array, response.statusCode);
  const [, , , , , shape] = operationOf(context);
  try {
    const output = text === '' ? {} : (outputOf(shape, JSON.parse(text)) as object);
    return { response, output: { ...output, $metadata: metadataOf(response) } };
  } catch {
    throw refusedWith(response, 'is none that Cognito gives');
  }
};
