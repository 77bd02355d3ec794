import { catchError, throwError } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { REQUEST_LIMIT_MS } from '../flows/limits';
import { AuthError, ownError } from '../model/auth-error';
import type { CognitoApi } from '../ports/cognito-api';
import type { Environment } from '../ports/environment';
import { withTimeLimit } from '../ports/time-limit';

/** How long a request may take on a device that says it is offline: some say so wrongly. */
const OFFLINE_TRY_MS = 1_000;

/** A request that failed, briefly tried, while the platform said that there is no connection. */
export const offlineError = (): AuthError =>
  ownError({
    kind: 'network',
    code: 'Offline',
    delivery: 'notSent',
    message: 'There is no network connection.',
    recoverySuggestion: 'Try again when the device is online.',
    retryable: true,
  });

/**
 * Bounds every request in time. Where the platform says that there is no connection, each is tried all the same, briefly:
 * behind a VPN or in a virtual machine it may say so wrongly.
 */
export function boundedApi(
  api: CognitoApi,
  { environment, scheduler }: { readonly environment: Environment; readonly scheduler: SchedulerLike },
): CognitoApi {
  const bounded = <T>(what: string): MonoTypeOperatorFunction<T> => {
    if (environment.isOnline()) return withTimeLimit(what, REQUEST_LIMIT_MS, scheduler);
    return (request$) =>
      request$.pipe(
        withTimeLimit(what, OFFLINE_TRY_MS, scheduler),
        catchError((error: unknown) =>
          throwError(() => (error instanceof AuthError && error.kind === 'network' ? offlineError() : error)),
        ),
      );
  };
  return {
    call$: (operation, input, options) => api.call$(operation, input, options).pipe(bounded(operation)),
    send$: <Output>(command: unknown) => api.send$<Output>(command).pipe(bounded('The request')),
    preload$: () => api.preload$(),
  };
}
