import { catchError, concat, map, NEVER, race, takeUntil, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable, SchedulerLike } from 'rxjs';
import { REQUEST_LIMIT_MS } from '../flows/limits';
import { AuthError, ownError } from '../model/auth-error';
import { timeoutError } from '../model/errors';
import type { CognitoApi, CognitoOperation } from '../ports/cognito-api';
import type { Environment } from '../ports/environment';

/** How long a request may take on a device that says it is offline: some say so wrongly. */
const OFFLINE_TRY_MS = 1_000;

/**
 * The answers of these carry tokens: a wait that is too short for them would leave tokens alive that nobody holds, or use a
 * refresh token up for nothing.
 */
const CARRYING_TOKENS: ReadonlySet<string> = new Set<CognitoOperation>([
  'GetTokensFromRefreshToken',
  'InitiateAuth',
  'RespondToAuthChallenge',
]);

/**
 * A request that failed, tried while the platform said that there is no connection. Since it may say so wrongly, or the connection
 * broke on the way, how far the request came is told by its own failure.
 */
export const offlineError = ({ delivery = 'notKnown' }: Pick<AuthError, 'delivery'>): AuthError =>
  ownError({
    kind: 'network',
    code: 'Offline',
    delivery,
    message: 'There is no network connection.',
    recoverySuggestion: 'Try again when the device is online.',
    retryable: true,
  });

/** What a {@link boundedApi | bounded API} works with. */
export interface BoundedApiOptions {
  readonly environment: Environment;
  readonly scheduler: SchedulerLike;
  /** Lifts every bound: nobody waits any more, no timer is to be left, and an answer may carry tokens all the same. */
  readonly destroyed$: Observable<unknown>;
}

/**
 * Bounds every request in time. Where the platform says that there is no connection, each is tried all the same, and briefly where
 * no tokens can come of it: behind a VPN or in a virtual machine it may say so wrongly.
 */
export function boundedApi(
  api: CognitoApi,
  { environment, scheduler, destroyed$ }: BoundedApiOptions,
): CognitoApi {
  const limited = <T>(what: string, limitMs: number): MonoTypeOperatorFunction<T> => {
    const over$ = timer(limitMs, scheduler).pipe(
      map((): never => {
        throw timeoutError(what, limitMs);
      }),
      takeUntil(destroyed$),
    );
    return (request$) => race(request$, concat(over$, NEVER));
  };

  const bounded = <T>(what: string): MonoTypeOperatorFunction<T> => {
    if (environment.isOnline()) return limited(what, REQUEST_LIMIT_MS);
    return (request$) =>
      request$.pipe(
        limited(what, CARRYING_TOKENS.has(what) ? REQUEST_LIMIT_MS : OFFLINE_TRY_MS),
        catchError((error: unknown) =>
          throwError(() =>
            error instanceof AuthError && error.kind === 'network' ? offlineError(error) : error,
          ),
        ),
      );
  };
  return {
    call$: (operation, input, options) => api.call$(operation, input, options).pipe(bounded(operation)),
    send$: <Output>(command: unknown) => api.send$<Output>(command).pipe(bounded('The request')),
    preload$: () => api.preload$(),
  };
}
