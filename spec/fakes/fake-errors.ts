import { AuthError } from '../../src/model/auth-error';
import type { AuthErrorFields } from '../../src/model/auth-error';

/** Failures after which it is certain that the server never saw the request: the adapters say so where they arise. */
const NOT_SENT: readonly string[] = [
  'ConnectionRefused',
  'HostNotFound',
  'NoTimeLeft',
  'Offline',
  'SdkNotLoaded',
];

const deliveryOf = (code: string): Pick<AuthErrorFields, 'delivery'> => {
  if (NOT_SENT.includes(code)) return { delivery: 'notSent' };
  return code === 'UnreadableAnswer' ? { delivery: 'unanswered' } : {};
};

/** Makes the error that the API port emits for an exception of Cognito. */
export function serviceError(code: string, fields: Partial<AuthErrorFields> = {}): AuthError {
  return new AuthError({
    kind: code === 'NotAuthorizedException' ? 'notAuthorized' : 'service',
    code,
    message: `The user pool answered ${code}.`,
    recoverySuggestion: 'See the documentation of Cognito.',
    ...fields,
    ...deliveryOf(fields.code ?? code),
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
