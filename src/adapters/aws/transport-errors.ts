import { ownError } from '../../model/auth-error';
import type { AuthError, OwnErrorFields } from '../../model/auth-error';

const CONNECTION = 'Check the network connection and try again.';
const ENDPOINT =
  'Check the network connection, and userPoolId or userPoolEndpoint, which say where to connect to.';

type TransportFault = Pick<OwnErrorFields, 'kind' | 'code' | 'message' | 'recoverySuggestion' | 'delivery'>;

const REFUSED: TransportFault = {
  kind: 'network',
  code: 'ConnectionRefused',
  delivery: 'notSent',
  message: 'The connection to Cognito was refused; nothing was sent.',
  recoverySuggestion: ENDPOINT,
};
const NOT_FOUND: TransportFault = {
  kind: 'network',
  code: 'HostNotFound',
  delivery: 'notSent',
  message: 'The host of Cognito could not be found; nothing was sent.',
  recoverySuggestion: ENDPOINT,
};
const FAILED: TransportFault = {
  kind: 'network',
  code: 'NetworkError',
  delivery: 'notKnown',
  message: 'The request to Cognito failed without an answer; whether it arrived is not known.',
  recoverySuggestion: CONNECTION,
};
/** A connection that was there, and broke. */
const BROKEN: TransportFault = { ...FAILED, delivery: 'unanswered' };
const TIMED_OUT: TransportFault = {
  kind: 'timeout',
  code: 'Timeout',
  delivery: 'unanswered',
  message: 'Cognito did not answer in time; whether the request arrived is not known.',
  recoverySuggestion: CONNECTION,
};
const ABORTED: TransportFault = {
  kind: 'cancelled',
  code: 'Aborted',
  delivery: 'unanswered',
  message: 'The request to Cognito was cut off.',
  recoverySuggestion: 'Start it again if it is still wanted.',
};

const BY_SYSTEM_CODE: Readonly<Record<string, TransportFault>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_FOUND,
  ETIMEDOUT: TIMED_OUT,
};

/** How many errors deep the reason of a failed `fetch` may lie. */
const MAX_DEPTH = 5;

function systemCodesOf(thrown: unknown, depth = 0): readonly string[] {
  if (typeof thrown !== 'object' || thrown === null || depth > MAX_DEPTH) return [];
  const { code, cause, errors } = thrown as { code?: unknown; cause?: unknown; errors?: unknown };
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...systemCodesOf(cause, depth + 1),
    // Node.js tries several addresses of a host, and gathers what became of each.
    ...(Array.isArray(errors) ? errors.flatMap((error) => systemCodesOf(error, depth + 1)) : []),
  ];
}

function faultOf(thrown: unknown): TransportFault {
  const { name } = (thrown ?? {}) as { name?: unknown };
  if (name === 'AbortError') return ABORTED;
  if (name === 'TimeoutError') return TIMED_OUT;
  const found = systemCodesOf(thrown);
  const known = found
    .filter((code) => Object.hasOwn(BY_SYSTEM_CODE, code))
    .map((code) => BY_SYSTEM_CODE[code] ?? FAILED);
  // Of several addresses, one that was reached may have got the request.
  return (
    known.find(({ delivery }) => delivery !== 'notSent') ?? known[0] ?? (found.length > 0 ? BROKEN : FAILED)
  );
}

/** Returns what a request without an answer is to the caller. */
export function transportError(thrown: unknown, cause: unknown): AuthError {
  const fault = faultOf(thrown);
  return ownError({ ...fault, retryable: fault.kind !== 'cancelled', cause });
}

/** Returns the error of an answer that Cognito cannot have given, or that did not arrive whole. */
export function unreadableAnswerError(
  statusCode: number | undefined,
  defect: string,
  retryAfterMs?: number,
): AuthError {
  const status = statusCode === undefined ? '' : ` (HTTP status ${statusCode})`;
  return ownError({
    kind: 'service',
    code: 'UnreadableAnswer',
    delivery: 'unanswered',
    httpStatus: statusCode,
    message: `The answer${status} ${defect}.`,
    recoverySuggestion:
      'Try again. If it stays so, look for a proxy or a captive portal between here and Cognito, and at userPoolEndpoint.',
    retryable: true,
    retryAfterMs,
  });
}
