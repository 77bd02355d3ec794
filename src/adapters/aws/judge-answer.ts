import { NormalizedSchema } from '@smithy/core/schema';
import { getSmithyContext } from '@smithy/core/transport';
import type {
  DeserializeMiddleware,
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
} from '@smithy/types';
import { readRetryAfter } from './retry-after';
import { unreadableAnswerError } from './transport-errors';

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

const isJsonType = (contentType: string | undefined): boolean =>
  contentType === undefined || /\bjson\b|-json-/i.test(contentType);

/** Whether an operation says no more than that it was done, as RevokeToken does by an empty body. */
function answersNothing(context: HandlerExecutionContext): boolean {
  const { operationSchema } = getSmithyContext(context) as { operationSchema?: readonly unknown[] };
  const output = operationSchema?.[5];
  if (output === undefined) return true;
  const schema = NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0]);
  return schema.isUnitSchema() || schema.structIterator().next().done === true;
}

/**
 * Lets only those answers pass that Cognito can have given: a page of a proxy, a captive portal or a load balancer is
 * no answer, whatever its status.
 */
export const judgeAnswer: DeserializeMiddleware<object, MetadataBearer> = (next, context) => async (args) => {
  const result = await next(args);
  const response = result.response as HttpResponse;
  const { headers, statusCode } = response;
  const text = new TextDecoder().decode(response.body as Uint8Array);
  const isReadable = isJsonType(headers['content-type']) && isJsonObject(text);
  const refuse = (defect: string): never => {
    throw unreadableAnswerError(statusCode, defect, readRetryAfter(headers['retry-after']));
  };
  if (statusCode >= 300) {
    if (isReadable) return result;
    if (headers['x-amzn-errortype'] === undefined) refuse('is none that Cognito gives');
    // The header alone says which error it is.
    response.body = new Uint8Array();
  } else if (text === '' ? !answersNothing(context) : !isReadable) {
    refuse(text === '' ? 'is empty' : 'is none that Cognito gives');
  }
  return result;
};
