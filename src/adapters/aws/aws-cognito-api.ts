import { EMPTY, catchError, defer, from, ignoreElements, of, switchMap, throwError } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import type { CognitoApi } from '../../ports/cognito-api';
import { noFetchError } from './no-fetch';
import type { AwsClientOptions, SdkChunk, SdkCognitoApi } from './sdk-chunk';
import { createSdkCognitoApi } from './sdk-cognito-api';

/** What the API is made of. */
export interface AwsCognitoApiOptions extends AwsClientOptions {
  /** Loads what makes the API otherwise than from the SDK alone. */
  readonly load?: () => Promise<SdkChunk>;
}

/**
 * Creates the user pool API over the AWS SDK. What has to be loaded is loaded at the first request, or ahead by
 * `preload$()`; a failed load is not remembered: the next request tries again.
 */
export function createAwsCognitoApi({ load, ...options }: AwsCognitoApiOptions): CognitoApi {
  let created: SdkCognitoApi | undefined;
  let loading: Promise<SdkCognitoApi> | undefined;

  const sdk$ = defer(() => {
    if (options.client === undefined && typeof fetch === 'undefined') return throwError(noFetchError);
    if (!load) return of((created ??= createSdkCognitoApi(options)));
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
