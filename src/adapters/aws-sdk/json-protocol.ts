import { getSmithyContext } from '@smithy/core/transport';
import type {
  DeserializeMiddleware,
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
  SerializeMiddleware,
} from '@smithy/types';
import type { requestOf } from '../aws/ask-cognito';
import { jsonOf, outputOf } from './json-shapes';
import type { Base64, Shape } from './json-shapes';
import type { answerIn, metadataOf, unreadable } from '../aws/judge-answer';

/** What requests have in common, whether the SDK writes them or not. */
export interface ProtocolParts extends Base64 {
  readonly requestOf: typeof requestOf;
  readonly answerIn: typeof answerIn;
  readonly metadataOf: typeof metadataOf;
  readonly unreadable: typeof unreadable;
}

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

/** Makes the steps that write commands, and read what comes back, from a transport that has read its body to the end. */
export function jsonProtocol({ requestOf, answerIn, metadataOf, unreadable, ...base64 }: ProtocolParts): {
  readonly writeRequest: SerializeMiddleware<object, MetadataBearer>;
  readonly readAnswer: DeserializeMiddleware<object, MetadataBearer>;
} {
  const outputIn = (response: HttpResponse, shape: Shape): object => {
    const answer = answerIn(response);
    try {
      return outputOf(shape, answer, base64) as object;
    } catch {
      throw unreadable(response);
    }
  };
  return {
    writeRequest: (next, context) => (args) => {
      const [, , name, , input] = operationOf(context);
      return next({ ...args, request: requestOf(name, jsonOf(input, args.input, base64)) });
    },
    readAnswer: (next, context) => async (args) => {
      const { response } = (await next(args)) as { readonly response: HttpResponse };
      const output = outputIn(response, operationOf(context)[5]);
      return { response, output: { ...output, $metadata: metadataOf(response) } };
    },
  };
}
