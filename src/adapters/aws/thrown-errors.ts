import { AuthError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';
import { redactEscaped } from '../text/redact-escaped';
import { isKnownException, verdictOf } from './cognito-errors';
import { suggestionOf } from './suggestions';
import { readRetryAfter } from './retry-after';
import { transportError, unreadableAnswerError } from './transport-errors';

/** What the SDK hangs on what it throws, once there was an answer. */
interface Answered {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly $response?: {
    readonly statusCode?: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
}

/** A server can name its errors as it likes; what is no name might repeat what it was sent. */
const EXCEPTION_NAME = /^[A-Z][A-Za-z0-9]{2,79}$/;
const NAMELESS = 'UnknownError';
const MESSAGE_MAX_LENGTH = 1_000;

const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function codeOf(name: unknown, secrets: readonly string[]): string {
  if (typeof name !== 'string' || !EXCEPTION_NAME.test(name) || name === 'Unknown') return NAMELESS;
  // A name that Cognito has says nothing but itself, whatever somebody chose for a password.
  return isKnownException(name) || redactEscaped(name, secrets) === name ? name : NAMELESS;
}

/** The SDK's word for an answer without a message; the text may then stand in the header. */
function messageOf({ message, $response }: Answered): string | undefined {
  const texts = [message, $response?.headers?.['x-amzn-errormessage']];
  return texts.find((text): text is string => typeof text === 'string' && text !== '' && text !== NAMELESS);
}

function exceptionError(thrown: Answered, status: number | undefined, secrets: readonly string[]): AuthError {
  const code = codeOf(thrown.name, secrets);
  const text = messageOf(thrown);
  const verdict = verdictOf(code, status);
  return new AuthError({
    ...verdict,
    recoverySuggestion: suggestionOf(code, text ?? '') ?? verdict.recoverySuggestion,
    code,
    delivery: 'answered',
    httpStatus: status,
    message:
      text === undefined
        ? `Cognito answered with ${code}.`
        : // Cut afterwards: half of a secret is one, too.
          redactEscaped(text, secrets).slice(0, MESSAGE_MAX_LENGTH),
    retryAfterMs: readRetryAfter(thrown.$response?.headers?.['retry-after']),
  });
}

/**
 * Returns whatever a client of the SDK threw as an `AuthError`.
 *
 * What was thrown is not kept: it holds the whole answer, and some clients' errors the request as well.
 */
export function authErrorOf(thrown: unknown, secrets: readonly string[]): AuthError {
  if (AuthError.isAuthError(thrown)) return thrown;
  try {
    return readError(thrown, secrets);
  } catch {
    // A client of the caller's can throw anything, what throws when it is looked at included.
    return transportError(undefined, redactedCause(thrown, secrets, redactEscaped));
  }
}

function readError(thrown: unknown, secrets: readonly string[]): AuthError {
  const answered = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Answered;
  const status = asNumber(answered.$metadata?.httpStatusCode) ?? asNumber(answered.$response?.statusCode);
  if (answered.$fault !== undefined) return exceptionError(answered, status, secrets);
  if (answered.$response !== undefined) {
    const retryAfterMs = readRetryAfter(answered.$response.headers?.['retry-after']);
    return unreadableAnswerError(status, 'is none that Cognito gives', retryAfterMs);
  }
  return transportError(thrown, redactedCause(thrown, secrets, redactEscaped));
}
