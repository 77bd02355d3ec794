import { AuthError } from '../../src/model/auth-error';
import type { AuthErrorFields } from '../../src/model/auth-error';

/** Makes the error that the API port emits for an exception of Cognito. */
export function serviceError(code: string, fields: Partial<AuthErrorFields> = {}): AuthError {
  return new AuthError({
    kind: code === 'NotAuthorizedException' ? 'notAuthorized' : 'service',
    code,
    message: `The user pool answered ${code}.`,
    recoverySuggestion: 'See the documentation of Cognito.',
    ...fields,
  });
}

/** Makes the error of a dropped connection: nobody knows whether the request arrived. */
export function networkError(fields: Partial<AuthErrorFields> = {}): AuthError {
  return serviceError('NetworkError', { kind: 'network', retryable: true, ...fields });
}

/** Makes the error of a throttled request. */
export function throttlingError(retryAfterMs?: number): AuthError {
  return serviceError('TooManyRequestsException', { retryable: true, retryAfterMs });
}

/** Makes the error of a storage that refuses. */
export function storageError(code = 'StorageRefused'): AuthError {
  return serviceError(code, { kind: 'storage' });
}
