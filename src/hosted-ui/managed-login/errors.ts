import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, OwnErrorCode } from 'rx-cognito';

/** An argument of a sign-in that is refused before anything is left. */
export const argumentError = (argument: string, expected: string): AuthError =>
  new AuthError({
    kind: 'validation',
    code: 'InvalidArgument' satisfies OwnErrorCode,
    message: `The argument ${argument} is not ${expected}.`,
    recoverySuggestion: `Pass ${expected} as ${argument}.`,
  });

/** Something was given up, or gave way to something newer. */
export const cancelledError = (code: OwnErrorCode, message: string): AuthError =>
  new AuthError({
    kind: 'cancelled',
    code,
    message,
    recoverySuggestion: 'Sign in again if it is still wanted.',
  });

/** What managed login calls wrong with the application's own doing. */
const SETTINGS = [
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
];

function kindOf(error: string, isAnswer: boolean): Pick<AuthErrorFields, 'kind' | 'retryable'> {
  if (error === 'access_denied') return { kind: 'cancelled' };
  if (error === 'server_error' || error === 'temporarily_unavailable')
    return { kind: 'service', retryable: true };
  // On the way back, `invalid_request` is also what a Lambda trigger of the pool refuses with.
  const isSetting = SETTINGS.includes(error) && (isAnswer || error !== 'invalid_request');
  return { kind: isSetting ? 'configuration' : 'notAuthorized' };
}

/**
 * Managed login said no, by its own word for why.
 *
 * @param isAnswer - whether it was an answer to a request, and not in an address
 */
export const refusedError = (error: string, description: string | undefined, isAnswer = false): AuthError =>
  new AuthError({
    ...kindOf(error, isAnswer),
    code: error.slice(0, 64),
    message: `Managed login refused the sign-in (${error.slice(0, 64)})${description ? `: ${description.slice(0, 256)}` : ''}.`,
    recoverySuggestion:
      error === 'login_required'
        ? 'Sign in without prompt NONE: the browser is not signed in.'
        : 'Sign in again; if it happens again, compare the settings of the app client with docs/managed-login.md.',
  });

/** A return that belongs to no sign-in of this tab. */
export const foreignReturnError = (hasState: boolean): AuthError =>
  new AuthError({
    kind: 'notAuthorized',
    recoverySuggestion: 'Sign in again, and do not follow links that carry the answer of a sign-in.',
    ...(hasState
      ? {
          code: 'ForeignRedirect' satisfies OwnErrorCode,
          message:
            'This address carries the answer to a sign-in that was not begun in this tab, or has been answered already.',
        }
      : {
          code: 'RedirectWithoutState' satisfies OwnErrorCode,
          message: 'Managed login came back without saying which sign-in it belongs to.',
        }),
  });

/** The browser has left, and nothing shows that it arrived. */
export const notReturnedError = (): AuthError =>
  new AuthError({
    kind: 'timeout',
    code: 'NotReturned' satisfies OwnErrorCode,
    message: 'Nothing shows that managed login has signed the browser out.',
    recoverySuggestion: 'Try again with retry$, or close the browser.',
    retryable: true,
  });
