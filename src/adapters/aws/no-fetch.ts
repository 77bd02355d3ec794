import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';

/** Makes the error for a platform on which no request can be made: nothing was sent. */
export const noFetchError = (): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'PlatformIncomplete',
    delivery: 'notSent',
    message: 'This platform has no fetch, without which no request can be made.',
    recoverySuggestion:
      'Load a polyfill of fetch before createAuth is called: the package whatwg-fetch has it; or pass your own client, which needs none.',
  });
