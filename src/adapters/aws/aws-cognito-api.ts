import { EMPTY, catchError, defer, from, ignoreElements, switchMap, throwError } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import type { CognitoApi } from '../../ports/cognito-api';
import { missingGlobal, platformIncompleteError } from './missing-globals';
import type { AwsClientOptions, SdkChunk, SdkCognitoApi } from './sdk-chunk';

/** What the API is made of. */
export interface AwsCognitoApiOptions extends AwsClientOptions {
  /** Loads the chunk that holds the SDK. Default: the dynamic import. */
  readonly load?: () => Promise<SdkChunk>;
}

/**
 * Creates the user pool API over the AWS SDK, which is loaded at the first request, or ahead by `preload$()`.
 *
 * A failed load is not remembered: the next request tries again.
 */
export function createAwsCognitoApi({
  load = () => import('./sdk-cognito-api'),
  ...options
}: AwsCognitoApiOptions): CognitoApi {
  let loading: Promise<SdkCognitoApi> | undefined;

  const sdk$ = defer(() => {
    const missing = missingGlobal(options.client === undefined ? ['TextEncoder', 'fetch'] : ['TextEncoder']);
    if (missing !== undefined) return throwError(() => platformIncompleteError(missing));
    loading ??= load().then(
      (chunk) => chunk.createSdkCognitoApi(options),
      (thrown: unknown) => {
        loading = undefined;
        throw notLoadedError(thrown);
      },
    );
    return from(loading);
  });

  return {
    call$: (operation, input, callOptions) =>
      sdk$.pipe(switchMap((sdk) => sdk.call$(operation, input, callOptions))),
    send$: <Output>(command: unknown) => sdk$.pipe(switchMap((sdk) => sdk.send$<Output>(command))),
    preload$: () =>
      sdk$.pipe(
        ignoreElements(),
        catchError(() => EMPTY),
      ),
  };
}
