import type { HttpResponse, ResponseMetadata } from '@smithy/types';
import { textOf } from './answer-body';
import { readRetryAfter } from './retry-after';
import { unreadableAnswerError } from './transport-errors';

const STATUS_DONE = 200;
const STATUS_REDIRECT = 300;
const STATUS_REFUSED = 400;
const STATUS_SERVER_ERROR = 500;
const OF_COGNITO = /^application\/x-amz-json-1\.1(?:\s*;|$)/i;
const JSON_LIKE = /\bjson\b|-json-/i;
/** What Cognito answers with has names like these; `__type`, `code`, `message` and `Message` are those of errors, the rest a proxy's. */
const MEMBER_OF_COGNITO = /^(?!Message$)[A-Z]/;
const NAMELESS = 'Unknown';

/** An answer whose body has been read to its end. */
export type ReadResponse = HttpResponse & { body?: Uint8Array };

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

const textIn = ({ body, statusCode }: HttpResponse): string => textOf(body as Uint8Array, statusCode);

const headerOf = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];

/** Returns the error for an answer that says nothing of what became of the request. */
export const unreadable = (response: HttpResponse, defect = 'is none that Cognito gives'): Error =>
  unreadableAnswerError(response.statusCode, defect, readRetryAfter(headerOf(response, 'retry-after')));

function checkSuccess(response: HttpResponse, text: string, mayBeEmpty: boolean): void {
  const isOfCognito =
    response.statusCode === STATUS_DONE &&
    OF_COGNITO.test(headerOf(response, 'content-type') ?? '') &&
    headerOf(response, 'x-amzn-errortype') === undefined;
  if (isOfCognito && text === '') {
    if (mayBeEmpty) return;
    throw unreadable(response, 'is empty');
  }
  const answer = objectIn(text);
  if (!isOfCognito || !answer || !Object.keys(answer).every((name) => MEMBER_OF_COGNITO.test(name))) {
    throw unreadable(response);
  }
}

/**
 * Lets only those answers pass for a success that Cognito can have given: a page or the JSON of a proxy, a captive portal
 * or a firewall says nothing of what became of the request, whatever its status. What calls itself no success passes.
 */
export function judgeSuccess(response: HttpResponse, mayBeEmpty: boolean): void {
  if (response.statusCode < STATUS_REDIRECT) checkSuccess(response, textIn(response), mayBeEmpty);
}

/** Returns the fields of an answer that is by its content type JSON, and an error of Cognito or of nobody named. */
function errorFieldsIn(response: HttpResponse, text: string): JsonObject | undefined {
  const contentType = headerOf(response, 'content-type');
  const answer = objectIn(text);
  if (answer === undefined || (contentType !== undefined && !JSON_LIKE.test(contentType))) return undefined;
  const isNamed = ['__type', 'code'].some((field) => typeof answer[field] === 'string');
  return isNamed || OF_COGNITO.test(contentType ?? '') ? answer : undefined;
}

/** Reads `namespace#Name:address`, of which each part but the name may be missing. */
function nameIn(type: string): string {
  const [named = ''] = type.split(/[,:]/);
  return named.slice(named.indexOf('#') + 1);
}

/** Is what says, of an answer, which request and status it belongs to: as the SDK's outputs and exceptions have it. */
export function metadataOf({ statusCode, headers }: HttpResponse): ResponseMetadata {
  const requestId = headers['x-amzn-requestid'];
  return { httpStatusCode: statusCode, ...(requestId === undefined ? {} : { requestId }) };
}

/**
 * Returns what the SDK would throw for an answer that is an error of Cognito, or why it is none: the header alone says
 * which, where the body is none.
 */
function refusalOf(response: HttpResponse): Error {
  const { statusCode } = response;
  if (statusCode < STATUS_REFUSED) return unreadable(response, 'sends the request elsewhere');
  const inHeader = headerOf(response, 'x-amzn-errortype');
  const fields = errorFieldsIn(response, textIn(response)) ?? (inHeader === undefined ? undefined : {});
  const type = fields && (fields['__type'] ?? fields['code'] ?? inHeader ?? NAMELESS);
  if (typeof type !== 'string') return unreadable(response);
  const message = fields?.['message'] ?? fields?.['Message'];
  return Object.assign(new Error(typeof message === 'string' ? message : ''), {
    name: nameIn(type),
    $fault: statusCode < STATUS_SERVER_ERROR ? 'client' : 'server',
    $metadata: metadataOf(response),
    $response: response,
  });
}

/** Returns what an answer says, out of its JSON; throws where it is a refusal, or nothing that can be read. */
export function answerIn(response: HttpResponse, reviver?: Parameters<typeof JSON.parse>[1]): unknown {
  if (response.statusCode >= STATUS_REDIRECT) throw refusalOf(response);
  const text = textIn(response);
  try {
    return text === '' ? {} : JSON.parse(text, reviver);
  } catch {
    throw unreadable(response);
  }
}
