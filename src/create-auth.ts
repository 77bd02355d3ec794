import { asyncScheduler, map } from 'rxjs';
import { defaultStorage } from './adapters/storage/default-storage';
import { createDeviceEntries } from './adapters/storage/device-entries';
import type { DeviceEntries } from './adapters/storage/device-entries';
import { createKeyValueSessionStore, recordKeyOf } from './adapters/storage/key-value-session-store';
import type { KeyValueSessionStore } from './adapters/storage/key-value-session-store';
import { createWebPendingChallengeStore } from './adapters/storage/web-pending-challenge-store';
import { createWebEnvironment } from './adapters/web/web-environment';
import { isBrowser } from './adapters/web/web-scope';
import { createWebTabChannel } from './adapters/web/web-tab-channel';
import type { Auth } from './auth';
import { readOptions } from './auth-options';
import type { AuthOptions } from './auth-options';
import { createAuthOver } from './auth-over';
import type { AuthContext } from './flows/context';
import { createAuthMachine } from './machine/auth-machine';
import { clientSecretInBrowserError } from './model/errors';
import { issuersOf } from './model/issuer';
import type { ClientIdentity } from './model/session';
import { transition } from './model/transition';
import { imported$ } from './ports/imported';
import type { KeyValueStorage } from './ports/key-value-storage';

const REMOTE_TIMEOUT_MS = 3_000;

function identityOf(options: AuthOptions): ClientIdentity {
  const { userPoolId, userPoolClientId, userPoolEndpoint, userClaims } = options;
  return {
    userPoolId,
    userPoolClientId,
    // Behind another endpoint, tokens may name an issuer of their own.
    ...(userPoolEndpoint === undefined ? { issuers: issuersOf(userPoolId) } : {}),
    ...(userClaims === undefined ? {} : { userClaims: [...userClaims] }),
  };
}

/** The context that an application starts with: its stores are those of a {@link KeyValueStorage}. */
interface StartContext extends AuthContext {
  readonly store: KeyValueSessionStore;
  readonly devices: DeviceEntries;
}

/** Picks the adapters that are there from the start; the others are picked in the chunk of the user pool. */
function createContext(options: AuthOptions, storage: KeyValueStorage): StartContext {
  const identity = identityOf(options);
  const scheduler = options.scheduler ?? asyncScheduler;
  const stored = { storage, identity, scheduler };
  const tabs = createWebTabChannel(`rx-cognito.${identity.userPoolClientId}`, {
    storageKey: recordKeyOf(identity),
  });
  return {
    identity,
    scheduler,
    tabs,
    machine: createAuthMachine(tabs, options.logger?.watchInputs(transition, scheduler)),
    challenges: createWebPendingChallengeStore(identity),
    store: createKeyValueSessionStore(stored),
    devices: createDeviceEntries(stored),
    ...(options.adopt ? { adoptable: options.adopt(stored) } : {}),
    isReadOnly: storage.isReadOnly === true,
    environment: createWebEnvironment({ scheduler }),
    cleanups: options.cleanups ?? [],
    remoteTimeoutMs: options.remoteTimeoutMs ?? REMOTE_TIMEOUT_MS,
  };
}

/**
 * Creates the auth state of an app client. No network call and no timer at creation; over a synchronous storage the
 * first value of `state$` is known at once.
 *
 * @throws AuthError of kind `configuration`, naming the option that is malformed
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * auth.state$.subscribe((state) => console.log(state.status));
 * ```
 */
export function createAuth(options: AuthOptions): Auth {
  const checked = readOptions(options);
  if (checked.userPoolClientSecret !== undefined && isBrowser()) throw clientSecretInBrowserError();
  const storage = checked.storage ?? defaultStorage(recordKeyOf(checked));
  const context = createContext(checked, storage);
  return createAuthOver(
    context,
    (tokenSource) =>
      imported$(() => import('./user-pool/user-pool')).pipe(
        map((chunk) => chunk.createUserPool(context, checked, { tokenSource, storage })),
      ),
    checked.hostedUi,
  );
}
