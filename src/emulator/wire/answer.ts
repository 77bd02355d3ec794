import type { RandomSource } from '../crypto/random';
import { CognitoError } from '../errors';
import type { Fault } from './faults';
import type { Answer } from './http';

const EXPOSED_HEADERS = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';

const BAD_GATEWAY =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n';

// By the Fetch standard, answers of these kinds cannot have one.
const WITHOUT_BODY = [204, 205, 304];

/** Answers with what an operation returned. */
export function success(output: object | undefined): Answer {
  return { status: 200, body: output === undefined ? '' : JSON.stringify(output), headers: {} };
}

/** Answers with an exception, in the body and in the headers. */
export function failure({ type, message, status }: CognitoError): Answer {
  return {
    status,
    body: JSON.stringify({ __type: type, message }),
    headers: { 'x-amzn-errortype': `${type}:`, 'x-amzn-errormessage': headerText(message) },
    error: type,
  };
}

/** Spoils an answer as a fault plans it. */
export function spoil(answer: Answer, fault: Fault): Answer {
  const replaced = replacement(fault) ?? answer;
  const body = fault.body ?? replaced.body;
  return {
    ...replaced,
    status: fault.status ?? replaced.status,
    body: fault.truncatedJson ? body.slice(0, Math.floor(body.length / 2)) : body,
    headers: { ...replaced.headers, ...fault.headers },
  };
}

/** Writes an answer as HTTP, with CORS where the request names an origin. */
export function toResponse(answer: Answer, request: Request, random: RandomSource, now: number): Response {
  return new Response(WITHOUT_BODY.includes(answer.status) ? null : answer.body, {
    status: answer.status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      date: new Date(now).toUTCString(),
      'x-amzn-requestid': random.uuid(),
      ...corsHeaders(request),
      ...answer.headers,
    },
  });
}

/** Answers the question of a browser whether it may ask. */
export function preflight(request: Request): Response {
  return new Response(null, {
    status: 200,
    headers: {
      ...corsHeaders(request),
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-allow-methods': 'POST,GET,OPTIONS',
      'access-control-max-age': '172800',
    },
  });
}

/** Answers with a public document. */
export function publicJson(document: object, status = 200): Response {
  return new Response(JSON.stringify(document), {
    status,
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
  });
}

function corsHeaders(request: Request): Readonly<Record<string, string>> {
  if (!request.headers.has('origin')) return {};
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED_HEADERS };
}

function replacement(fault: Fault): Answer | undefined {
  if (fault.error) return failure(new CognitoError(fault.error, `Planned ${fault.error}.`));
  if (fault.throttle) {
    const headers = { 'retry-after': String(fault.throttle.retryAfterSeconds) };
    const refusal = failure(new CognitoError('TooManyRequestsException', 'Rate exceeded'));
    return { ...refusal, headers: { ...refusal.headers, ...headers } };
  }
  return fault.html502
    ? { status: 502, body: BAD_GATEWAY, headers: { 'content-type': 'text/html' } }
    : undefined;
}

// A header takes no line breaks and only Latin-1; the body says it in full.
function headerText(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, '?');
}
