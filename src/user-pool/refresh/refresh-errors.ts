import { AuthError, ownError } from '../../model/auth-error';

/** The user pool refused to refresh: the session is over. */
export const expiredError = ({ code, cause }: AuthError): AuthError =>
  new AuthError({
    kind: 'sessionExpired',
    code,
    message: 'The session has ended: the user pool refused to refresh it.',
    recoverySuggestion: 'Sign in again.',
    cause,
  });

/** An API refuses tokens that are new. */
export const refusedAgainError = (retryAfterMs: number): AuthError =>
  ownError({
    kind: 'notAuthorized',
    code: 'TokenRefusedAgain',
    message: 'An access token was refused that had been renewed a moment ago.',
    recoverySuggestion: 'Check that the API accepts the tokens of this user pool and app client.',
    retryable: true,
    retryAfterMs,
  });

/** The storage says that the session is another one, and not which. */
export const unconfirmedError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionNotConfirmed',
    message: 'The storage could not tell whose session it holds, so no tokens were taken.',
    recoverySuggestion: 'Check that the storage answers; the refresh is tried again.',
    retryable: true,
  });
