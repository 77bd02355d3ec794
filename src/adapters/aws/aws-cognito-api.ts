import { EMPTY, catchError, defer, from, ignoreElements, switchMap } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';
import type { CognitoApi } from '../../ports/cognito-api';
import type { AwsClientOptions, SdkChunk, SdkCognitoApi } from './sdk-chunk';

/** What the API is made of. */
export interface AwsCognitoApiOptions extends AwsClientOptions {
  /** Loads the chunk that holds the SDK. Default: the dynamic import. */
  readonly load?: () => Promise<SdkChunk>;
}

const notLoadedError = (thrown: unknown): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'SdkNotLoaded',
    message: 'The code that talks to Cognito could not be loaded.',
    recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
    retryable: true,
    cause: redactedCause(thrown),
  });

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
