import { catchError, concat, defer, EMPTY, ignoreElements, map, of, switchMap, throwError } from 'rxjs';
import type { CognitoApi } from '../../ports/cognito-api';
import { loadedChunk$ } from '../loaded-chunk';
import type { AwsClientOptions, CognitoRequests } from './client-options';
import { createCognitoRequests } from './cognito-requests';
import { noFetchError } from './no-fetch';

/** What the API is made of. */
export interface AwsCognitoApiOptions extends AwsClientOptions {
  /** Loads what every request goes through besides, and which hardly any application needs. */
  readonly load?: () => Promise<(requests: CognitoRequests) => CognitoRequests>;
}

/** Creates the user pool API. What requests have to go through besides is loaded at the first of them, or ahead by `preload$()`. */
export function createAwsCognitoApi({ load, ...options }: AwsCognitoApiOptions): CognitoApi {
  const requests = createCognitoRequests(options);
  const loaded$ = load
    ? loadedChunk$(load, options.scheduler).pipe(map((wrap) => wrap(requests)))
    : of(requests);

  const requests$ = defer(() =>
    options.client === undefined && typeof fetch === 'undefined' ? throwError(noFetchError) : loaded$,
  );

  return {
    call$: (operation, input, callOptions) =>
      requests$.pipe(switchMap((loaded) => loaded.call$(operation, input, callOptions))),
    send$: <Output>(command: unknown) => requests$.pipe(switchMap((loaded) => loaded.send$<Output>(command))),
    preload$: () =>
      concat(requests$.pipe(ignoreElements()), requests.preload$()).pipe(catchError(() => EMPTY)),
  };
}
