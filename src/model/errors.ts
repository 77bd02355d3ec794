import { ownError } from './auth-error';
import type { AuthError } from './auth-error';
import type { OwnErrorCode } from './error-codes';
import { redactedCause } from './redact';

/** Whoever asks for tokens, or waits for them, while nobody is signed in. */
export const signedOutError = (): AuthError =>
  ownError({
    kind: 'signedOut',
    code: 'SignedOut',
    message: 'Nobody is signed in.',
    recoverySuggestion: 'Sign in with signIn$() first.',
  });

/** Any operation after `destroy()`. */
export const destroyedError = (): AuthError =>
  ownError({
    kind: 'invalidState',
    code: 'AuthDestroyed',
    message: 'This Auth has been destroyed.',
    recoverySuggestion: 'Create another with createAuth().',
  });

/** An option or an argument that is not what it must be. */
export const configurationError = (option: string, expected: string): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'InvalidOption',
    message: `The option ${option} is not ${expected}.`,
    recoverySuggestion: `Set ${option} to ${expected}.`,
  });

/** A client secret where everybody can read it. */
export const clientSecretInBrowserError = (): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'ClientSecretInBrowser',
    message: 'userPoolClientSecret is set in a browser, where everybody can read it.',
    recoverySuggestion: 'In browsers, use an app client without a secret.',
  });

/** An argument that is refused before the server is asked. */
export const validationError = (argument: string, expected: string): AuthError =>
  ownError({
    kind: 'validation',
    code: 'InvalidArgument',
    message: `The argument ${argument} is not ${expected}.`,
    recoverySuggestion: `Pass ${expected} as ${argument}.`,
  });

/** An operation that the present state does not allow. */
export const invalidStateError = (
  code: OwnErrorCode,
  message: string,
  recoverySuggestion: string,
): AuthError => ownError({ kind: 'invalidState', code, message, recoverySuggestion });

/** There is nothing to answer. */
export const noChallengeError = (): AuthError =>
  invalidStateError('NoPendingChallenge', 'No challenge waits for an answer.', 'Start again with signIn$().');

/** A sign-in while somebody is signed in. */
export const alreadySignedInError = (): AuthError =>
  invalidStateError(
    'UserAlreadyAuthenticatedException',
    'A user is signed in.',
    'Sign out with signOut$() first.',
  );

/** A session cannot be begun or renewed where it cannot be stored: its refresh token would be used up for nothing. */
export const readOnlyError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'StorageIsReadOnly',
    message: 'The storage can only be read, so no session was begun or refreshed over it.',
    recoverySuggestion: 'Sign in and refresh where it can be written.',
  });

/** Something in flight that was cut off by something newer. */
export const cancelledError = (code: OwnErrorCode, message: string): AuthError =>
  ownError({
    kind: 'cancelled',
    code,
    message,
    recoverySuggestion: 'Start it again if it is still wanted.',
  });

/** Code that comes by `import()`, and did not come: no request was sent. */
export const notLoadedError = (thrown?: unknown): AuthError =>
  ownError({
    kind: 'network',
    code: 'SdkNotLoaded',
    delivery: 'notSent',
    message: 'The code that talks to Cognito could not be loaded.',
    recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
    retryable: true,
    ...(thrown === undefined ? {} : { cause: redactedCause(thrown) }),
  });

/** A limit as people say it: two digits are as exact as it was kept. */
const inSeconds = (limitMs: number): string => {
  const seconds = Number((limitMs / 1_000).toPrecision(2));
  return `${seconds} second${seconds === 1 ? '' : 's'}`;
};

/** A request without an answer in its time. */
export const timeoutError = (what: string, limitMs: number): AuthError =>
  ownError({
    kind: 'timeout',
    code: 'Timeout',
    message: `${what} took longer than ${inSeconds(limitMs)}.`,
    recoverySuggestion: 'Try again when the connection is better.',
    retryable: true,
  });

/** What is thrown past us and is not an `AuthError` already: a fault of this library, or of a part handed to it. */
export const unknownError = (message: string, cause: unknown): AuthError =>
  ownError({
    kind: 'unknown',
    code: 'Unknown',
    message,
    recoverySuggestion: 'Look at the cause; if it is not of your own code, report it to rx-cognito.',
    cause,
  });
