import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, OwnErrorCode } from 'rx-cognito';

/** Whoever asks for credentials, or waits for them, while nobody is signed in. */
export const signedOutError = (): AuthError =>
  new AuthError({
    kind: 'signedOut',
    code: 'SignedOut' satisfies OwnErrorCode,
    message: 'Nobody is signed in, so there are no AWS credentials.',
    recoverySuggestion: 'Sign in with signIn$() first, or allow guests with allowGuestAccess.',
  });

/** A guest's request that was cut off, since somebody signed in. */
export const guestLeftError = (): AuthError =>
  new AuthError({
    kind: 'cancelled',
    code: 'IdentityChanged' satisfies OwnErrorCode,
    message: 'Somebody signed in while AWS credentials were asked for as a guest.',
    recoverySuggestion: 'Ask again: the credentials are then those of the user.',
  });

/** Any call after the `Auth` was destroyed. */
export const destroyedError = (): AuthError =>
  new AuthError({
    kind: 'invalidState',
    code: 'AuthDestroyed' satisfies OwnErrorCode,
    message: 'The Auth of this identity pool has been destroyed.',
    recoverySuggestion: 'Create another with createAuth(), and an identity pool for it.',
  });

/** A request without an answer in its time. */
export const timeoutError = (limitMs: number): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'Timeout' satisfies OwnErrorCode,
    message: `The identity pool did not answer within ${limitMs / 1_000} seconds.`,
    recoverySuggestion: 'Try again when the connection is better.',
    retryable: true,
  });

/** A request that did not get through. What was thrown may hold the request, and is not kept. */
export const networkError = (): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'NetworkError' satisfies OwnErrorCode,
    message: 'The request to the identity pool failed without an answer.',
    recoverySuggestion: 'Check the network connection and identityPoolEndpoint, and try again.',
    retryable: true,
  });

/** An answer that an identity pool cannot have given. */
export const unreadableError = (status: number): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'UnreadableAnswer' satisfies OwnErrorCode,
    message: `The answer (HTTP status ${status}) is none that an identity pool gives.`,
    recoverySuggestion:
      'Try again. If it stays so, look for a proxy or a captive portal on the way, and at identityPoolEndpoint.',
    retryable: true,
  });

type Verdict = Pick<AuthErrorFields, 'kind' | 'recoverySuggestion' | 'retryable'>;

const LATER: Verdict = {
  kind: 'service',
  recoverySuggestion: 'Wait a moment and try again.',
  retryable: true,
};

const VERDICTS: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  [
    'NotAuthorizedException',
    {
      kind: 'notAuthorized',
      recoverySuggestion:
        'Check that the identity pool trusts this user pool and app client, and allows guests where there is no user.',
    },
  ],
  [
    'ResourceNotFoundException',
    { kind: 'configuration', recoverySuggestion: 'Check identityPoolId: there is no such identity pool.' },
  ],
  [
    'InvalidIdentityPoolConfigurationException',
    {
      kind: 'configuration',
      recoverySuggestion: 'Give the identity pool roles for users and for guests, which it may assume.',
    },
  ],
  ['TooManyRequestsException', LATER],
  ['InternalErrorException', LATER],
  ['ExternalServiceException', LATER],
  ['ResourceConflictException', LATER],
]);

const STRANGE: Verdict = {
  kind: 'service',
  recoverySuggestion: 'Look the exception up in the API reference of Amazon Cognito identity pools.',
};

/** A refusal of the identity pool. */
export function refusedError(
  exception: string,
  text: string,
  status: number,
  secrets: readonly string[],
): AuthError {
  const verdict = VERDICTS.get(exception) ?? (status >= 500 || status === 429 ? LATER : STRANGE);
  const code = isSecret(exception, secrets) ? 'UnknownError' : exception;
  const said = redacted(text, secrets);
  return new AuthError({
    ...verdict,
    code,
    message: said === '' ? `The identity pool answered with ${code}.` : said,
  });
}

const MESSAGE_MAX_LENGTH = 500;
/** Shorter parts of a token than this are in every text. */
const PART_MIN_LENGTH = 12;

// Token-like runs are looked up in the secrets, whole or in part: a cut-off or wrapped token is none the less a secret.
function redacted(text: string, secrets: readonly string[]): string {
  return text
    .slice(0, MESSAGE_MAX_LENGTH)
    .replaceAll(/[\w.+/=-]+/g, (run) => (isSecret(run, secrets) ? '[redacted]' : run));
}

// What stands before or behind it without a gap, a full stop say, hides nothing.
function isSecret(run: string, secrets: readonly string[]): boolean {
  if (/eyJ[\w-]*\./.test(run)) return true;
  for (let at = 0; at + PART_MIN_LENGTH <= run.length; at += 1) {
    const part = run.slice(at, at + PART_MIN_LENGTH);
    if (secrets.some((secret) => secret.includes(part))) return true;
  }
  return false;
}
