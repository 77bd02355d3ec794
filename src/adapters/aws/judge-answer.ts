import { NormalizedSchema } from '@smithy/core/schema';
import { getSmithyContext } from '@smithy/core/transport';
import type {
  DeserializeMiddleware,
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
} from '@smithy/types';
import { readBody, textOf } from './answer-body';
import { readRetryAfter } from './retry-after';
import { unreadableAnswerError } from './transport-errors';

const STATUS_DONE = 200;
const STATUS_REDIRECT = 300;
const OF_COGNITO = /^application\/x-amz-json-1\.1(?:\s*;|$)/i;
const JSON_LIKE = /\bjson\b|-json-/i;
/** What Cognito answers with has names like these; `__type`, `code` and `message` are those of errors, the rest a proxy's. */
const MEMBER_OF_COGNITO = /^[A-Z]/;
const NOT_OF_COGNITO = 'is none that Cognito gives';
const NAMELESS = 'Unknown';

type JsonObject = Readonly<Record<string, unknown>>;

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an operation says no more than that it was done, as RevokeToken does by an empty body. */
function answersNothing(context: HandlerExecutionContext): boolean {
  const { operationSchema } = getSmithyContext(context) as { operationSchema?: readonly unknown[] };
  const output = operationSchema?.[5];
  if (output === undefined) return true;
  const schema = NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0]);
  return schema.isUnitSchema() || schema.structIterator().next().done === true;
}

const headerOf = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];

/** Says what is wrong with an answer that calls itself a success. Only Cognito's own word for it is taken. */
function defectOfSuccess(
  response: HttpResponse,
  text: string,
  context: HandlerExecutionContext,
): string | undefined {
  const isOfCognito =
    response.statusCode === STATUS_DONE &&
    OF_COGNITO.test(headerOf(response, 'content-type') ?? '') &&
    headerOf(response, 'x-amzn-errortype') === undefined;
  if (!isOfCognito) return NOT_OF_COGNITO;
  if (text === '') return answersNothing(context) ? undefined : 'is empty';
  const answer = objectIn(text);
  const isReadable =
    answer !== undefined && Object.keys(answer).every((name) => MEMBER_OF_COGNITO.test(name));
  return isReadable ? undefined : NOT_OF_COGNITO;
}

/** What an answer says went wrong. */
export interface AnsweredError {
  readonly name: string;
  readonly message: string;
}

/** Returns the fields of an answer that is by its content type JSON, and an error of Cognito or of nobody named. */
function errorFieldsIn(response: HttpResponse, text: string): JsonObject | undefined {
  const contentType = headerOf(response, 'content-type');
  const answer = objectIn(text);
  if (answer === undefined || (contentType !== undefined && !JSON_LIKE.test(contentType))) return undefined;
  const isNamed = ['__type', 'code'].some((field) => typeof answer[field] === 'string');
  return isNamed || OF_COGNITO.test(contentType ?? '') ? answer : undefined;
}

/** Returns the error of Cognito that an answer is, if it is one: the header alone says which, where the body is none. */
export function errorInAnswer(response: HttpResponse, text: string): AnsweredError | undefined {
  const inHeader = headerOf(response, 'x-amzn-errortype');
  const fields = errorFieldsIn(response, text) ?? (inHeader === undefined ? undefined : {});
  if (fields === undefined) return undefined;
  const type = fields['__type'] ?? fields['code'] ?? inHeader ?? NAMELESS;
  if (typeof type !== 'string') return undefined;
  const message = fields['message'] ?? fields['Message'];
  return { name: nameIn(type), message: typeof message === 'string' ? message : '' };
}

/** Reads `namespace#Name:address`, of which each part but the name may be missing. */
function nameIn(type: string): string {
  const [named = ''] = type.split(/[,:]/);
  return named.slice(named.indexOf('#') + 1);
}

/** Returns the error for an answer that says nothing of what became of the request. */
export const refusedWith = (response: HttpResponse, defect: string): Error =>
  unreadableAnswerError(response.statusCode, defect, readRetryAfter(headerOf(response, 'retry-after')));

/**
 * Lets only those answers pass for a success that Cognito can have given: a page or the JSON of a proxy, a captive portal
 * or a firewall says nothing of what became of the request, whatever its status.
 */
export const judgeSuccess: DeserializeMiddleware<object, MetadataBearer> =
  (next, context) => async (args) => {
    const result = await next(args);
    const response = result.response as HttpResponse;
    if (response.statusCode >= STATUS_REDIRECT) return result;
    const body = await readBody(response.body, response.statusCode);
    response.body = body;
    const defect = defectOfSuccess(response, textOf(body, response.statusCode), context);
    if (defect !== undefined) throw refusedWith(response, defect);
    return result;
  };
