import { AuthError } from '../model/auth-error';
import { unknownError } from '../model/errors';
import { redactedCause } from '../model/redact';

/** How long a request may take where nothing shorter is asked for. */
export const REQUEST_LIMIT_MS = 10_000;

/** Returns what was thrown as an `AuthError`. Never throws, whatever that is. */
export function asAuthError(thrown: unknown, secrets?: readonly string[]): AuthError {
  return AuthError.isAuthError(thrown)
    ? thrown
    : unknownError('Something failed that should not.', redactedCause(thrown, secrets));
}
