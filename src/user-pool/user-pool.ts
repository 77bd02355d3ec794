import { createAwsCognitoApi } from '../adapters/aws/aws-cognito-api';
import type { SdkChunk } from '../adapters/aws/sdk-chunk';
import { createLazySrp } from '../adapters/srp/lazy-srp';
import { createKeyValueDeviceStore } from '../adapters/storage/key-value-device-store';
import { createWebLocks } from '../adapters/web/web-locks';
import type { AuthOptions } from '../auth-options';
import type { AuthContext } from '../flows/context';
import type { UserPool } from '../flows/load-user-pool';
import { rereadStorage$ } from '../flows/session/follow-storage';
import type { TokenSource } from '../flows/session/tokens';
import { regionOf } from '../model/issuer';
import type { Session } from '../model/session';
import type { KeyValueStorage } from '../ports/key-value-storage';
import { boundedApi } from './bounded-api';
import type { PoolContext } from './pool-context';
import { keepFresh } from './refresh/keep-fresh';
import { createRefresher } from './refresh/refresher';
import { createAskForTokens } from './refresh/token-request';
import { discardSession } from './requests';
import { createSendAuthorised, requestOf } from './send';
import { createSendPublic } from './send-public';
import { createSignInOperations } from './sign-in/sign-in';
import { gatherRefresh$ } from './sign-out/gather-refresh';
import { createSignOutSteps } from './sign-out/remote-steps';
import { validateOnFocus } from './validate-on-focus';

/** The longest name that a device is given of its user agent. */
const DEVICE_NAME_LENGTH = 60;

/** A client with a secret speaks to Cognito through a chunk that most applications never load. */
const secretClientLoader = (userPoolClientId: string, value: string) => (): Promise<SdkChunk> =>
  import('../adapters/aws/client-secret-api').then(({ clientSecretChunk }) =>
    clientSecretChunk({ userPoolClientId, value }),
  );

/** What the user pool shares with the flows that were there before it. */
export interface UserPoolParts {
  readonly storage: KeyValueStorage;
  readonly tokenSource: Pick<TokenSource, 'session$'>;
}

/** Picks the adapters that speak to the user pool. */
function poolContextOf(context: AuthContext, options: AuthOptions, storage: KeyValueStorage): PoolContext {
  const { environment, identity, scheduler } = context;
  const { client, userPoolClientSecret: secret, userPoolEndpoint: endpoint } = options;
  const api = createAwsCognitoApi({
    region: regionOf(identity.userPoolId),
    endpoint,
    client: client && (() => client),
    ...(secret === undefined ? {} : { load: secretClientLoader(identity.userPoolClientId, secret) }),
  });
  return {
    ...context,
    api: boundedApi(api, context),
    locks: createWebLocks(`rx-cognito.${identity.userPoolClientId}.refresh`, { scheduler }),
    srp: createLazySrp(),
    devices: createKeyValueDeviceStore({ storage, identity, scheduler }),
    deviceName: options.deviceName ?? environment.userAgent().slice(0, DEVICE_NAME_LENGTH),
    clientMetadata: () => options.clientMetadata?.(),
  };
}

/** Creates everything that speaks to the user pool, over its ports: nothing happens before it is used. */
export function userPoolOver(
  context: PoolContext,
  tokenSource: UserPoolParts['tokenSource'],
): UserPool & {
  readonly sendAuthorised$: ReturnType<typeof createSendAuthorised>;
} {
  const { api } = context;
  const askForTokens$ = createAskForTokens(context);
  const revoke = (session: Session): void => {
    discardSession(context, session);
  };
  const refresher = createRefresher(context, askForTokens$, () => rereadStorage$(context, revoke));
  const sendAuthorised$ = createSendAuthorised(context, tokenSource, refresher);
  return {
    signIn: createSignInOperations(context),
    signOutSteps: createSignOutSteps(context, askForTokens$),
    claimRefresh$: (ended, limitMs) => {
      const answer$ = refresher.claimAnswer$();
      return answer$ && gatherRefresh$(context, ended, answer$, limitMs);
    },
    refresh$: (options) => refresher.refresh$(options),
    sendAuthorised$,
    send$: <Output>(build: (accessToken: string) => unknown) =>
      sendAuthorised$((accessToken) => requestOf<Output>(api, build(accessToken))),
    sendPublic$: createSendPublic(context),
    revokeUnwanted: revoke,
    keepFresh: () => {
      keepFresh(context, refresher);
    },
    preload$: () => api.preload$(),
  };
}

/** Creates everything that speaks to the user pool: the chunk that `createAuth` loads. */
export function createUserPool(
  context: AuthContext,
  options: AuthOptions,
  { storage, tokenSource }: UserPoolParts,
): UserPool {
  const poolContext = poolContextOf(context, options, storage);
  const userPool = userPoolOver(poolContext, tokenSource);
  if (options.validateOnFocus === true) validateOnFocus(poolContext, userPool.sendAuthorised$);
  return userPool;
}
