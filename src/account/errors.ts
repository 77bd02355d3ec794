import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';

/** An argument that is refused before the server is asked. */
export const validationError = (argument: string, expected: string): AuthError =>
  new AuthError({
    kind: 'validation',
    code: 'InvalidArgument' satisfies OwnErrorCode,
    message: `The argument ${argument} is not ${expected}.`,
    recoverySuggestion: `Pass ${expected} as ${argument}.`,
  });

/** A chunk of commands that did not come: no request was sent. */
export const notLoadedError = (): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'SdkNotLoaded' satisfies OwnErrorCode,
    message: 'The code that talks to Cognito could not be loaded.',
    recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
    retryable: true,
  });

/** An answer whose fields are not those of Cognito's. */
export const unreadableAnswerError = (message = 'The answer is none that Cognito gives.'): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'UnreadableAnswer' satisfies OwnErrorCode,
    message,
    recoverySuggestion: 'Look at userPoolEndpoint: what answers there is not Cognito as it should be.',
  });

/** A session that ended while something waited for the user. */
export const signedOutError = (): AuthError =>
  new AuthError({
    kind: 'signedOut',
    code: 'SignedOut' satisfies OwnErrorCode,
    message: 'The session has ended meanwhile.',
    recoverySuggestion: 'Sign in with signIn$() and start again.',
  });

/** Returns what was thrown as an `AuthError`, without its text: what a caller passed may stand in it. */
export function asAuthError(thrown: unknown): AuthError {
  if (thrown instanceof AuthError) return thrown;
  return new AuthError({
    kind: 'unknown',
    code: 'Unknown' satisfies OwnErrorCode,
    message: 'Something failed that should not.',
    recoverySuggestion: 'Check what was passed; if that is right, report it to rx-cognito.',
    cause: Object.freeze({ name: thrown instanceof Error ? thrown.name : typeof thrown }),
  });
}
