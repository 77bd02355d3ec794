import { createAwsCognitoApi } from '../adapters/aws/aws-cognito-api';
import type { AwsCognitoApiOptions } from '../adapters/aws/aws-cognito-api';
import { withTextEncoder } from '../adapters/aws/with-text-encoder';
import { createPlatformSrp } from '../adapters/srp/platform-srp';
import { createKeyValueDeviceStore } from '../adapters/storage/key-value-device-store';
import type { DeviceEntries } from '../adapters/storage/device-entries';
import type { KeyValueSessionStore } from '../adapters/storage/key-value-session-store';
import { writableSessionStore } from '../adapters/storage/writable-session-store';
import { redactEscaped } from '../adapters/text/redact-escaped';
import { createLazyPasskeys } from '../adapters/web/lazy-passkeys';
import { createWebLocks } from '../adapters/web/web-locks';
import type { AuthOptions } from '../auth-options';
import type { AuthContext } from '../flows/context';
import type { UserPool } from '../flows/load-user-pool';
import type { TokenSource } from '../flows/session/tokens';
import { regionOf } from '../model/issuer';
import type { KeyValueStorage } from '../ports/key-value-storage';
import { boundedApi } from './bounded-api';
import type { PoolContext } from './pool-context';
import { userPoolOver } from './user-pool-over';
import { validateOnFocus } from './validate-on-focus';

/** The longest name that a device is given of its user agent. */
const DEVICE_NAME_LENGTH = 60;

/** A client with a secret speaks to Cognito through a chunk that most applications never load. */
const secretLoader =
  (userPoolClientId: string, value: string): NonNullable<AwsCognitoApiOptions['load']> =>
  () =>
    withTextEncoder(() => import('../adapters/aws/client-secret-api')).then(
      ({ withClientSecret }) =>
        (requests) =>
          withClientSecret(requests, { userPoolClientId, value }),
    );

/** What the user pool shares with the flows that were there before it. */
export interface UserPoolParts {
  readonly tokenSource: Pick<TokenSource, 'session$'>;
  readonly storage: KeyValueStorage;
}

/** The context that an application starts with. */
type StartContext = AuthContext & { readonly store: KeyValueSessionStore; readonly devices: DeviceEntries };

/** Picks the adapters that speak to the user pool. */
function poolContextOf(context: StartContext, options: AuthOptions, storage: KeyValueStorage): PoolContext {
  const { environment, identity, scheduler } = context;
  const { client, userPoolClientSecret: secret, userPoolEndpoint: endpoint } = options;
  const api = createAwsCognitoApi({
    region: regionOf(identity.userPoolId),
    endpoint,
    client: client && (() => client),
    scheduler,
    ...(secret === undefined ? {} : { load: secretLoader(identity.userPoolClientId, secret) }),
  });
  return {
    ...context,
    store: writableSessionStore(context.store),
    devices: createKeyValueDeviceStore(context.devices, { storage, identity, scheduler }),
    api: boundedApi(options.logger?.watchRequests(api, scheduler) ?? api, {
      ...context,
      destroyed$: context.machine.destroyed$,
    }),
    locks: createWebLocks(`rx-cognito.${identity.userPoolClientId}.refresh`, { scheduler }),
    srp: createPlatformSrp(),
    passkeys: createLazyPasskeys({ scheduler }),
    deviceName: options.deviceName ?? environment.userAgent().slice(0, DEVICE_NAME_LENGTH),
    redact: redactEscaped,
    clientMetadata: () => options.clientMetadata?.(),
  };
}

/** Creates everything that speaks to the user pool: the chunk that `createAuth` loads. */
export function createUserPool(
  context: StartContext,
  options: AuthOptions,
  { tokenSource, storage }: UserPoolParts,
): UserPool {
  const poolContext = poolContextOf(context, options, storage);
  const userPool = userPoolOver(poolContext, tokenSource);
  if (options.validateOnFocus === true) validateOnFocus(poolContext, userPool.sendAuthorised$);
  return userPool;
}
