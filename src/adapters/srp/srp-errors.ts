import { AuthError, ownError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';

/** Makes the error for a challenge that must not be answered. */
export function srpRefused(what: string): AuthError {
  return ownError({
    kind: 'service',
    code: 'SrpRefused',
    message: `The sign-in challenge was refused: ${what}.`,
    recoverySuggestion:
      'Sign in again. If it happens again, something between the application and Cognito alters the answers: ' +
      'check userPoolEndpoint, and the proxy if there is one.',
  });
}

/** Makes the error for a secret that was used or discarded before. */
export function ephemeralUsed(): AuthError {
  return ownError({
    kind: 'invalidState',
    code: 'SrpEphemeralUsed',
    message: 'The SRP secret of this sign-in was used or discarded already.',
    recoverySuggestion: 'Start a new sign-in: every attempt needs a secret of its own.',
  });
}

/** Makes the error for a platform that lacks a part of WebCrypto. */
export function cryptoUnavailable(missing: 'crypto.subtle' | 'crypto.getRandomValues'): AuthError {
  return ownError({
    kind: 'configuration',
    code: 'WebCryptoUnavailable',
    message: `Sign-in with a password by SRP needs WebCrypto (${missing}), which this platform does not have.`,
    recoverySuggestion:
      'In a browser, serve the page over HTTPS, or from localhost while developing: crypto.subtle is offered in ' +
      'secure contexts only. In React Native, install react-native-quick-crypto, which brings all of WebCrypto, ' +
      'before createAuth is called; or sign in with USER_PASSWORD_AUTH.',
  });
}

/** Passes an AuthError on, and makes one of whatever else the platform's cryptography threw. */
export function asSrpError(thrown: unknown): AuthError {
  if (AuthError.isAuthError(thrown)) return thrown;
  return ownError({
    kind: 'unknown',
    code: 'SrpFailed',
    message: "The platform's cryptography failed while the sign-in was computed.",
    recoverySuggestion: 'Sign in again. If it happens again, report the cause.',
    cause: redactedCause(thrown),
  });
}
