import { defer, filter, of, switchMap, take } from 'rxjs';
import type { Auth } from 'rx-cognito';
// What is imported from the core itself, and not by the name of the package, is not public: the making of an `Auth` over
// other ports than those of the platform. One build makes all entries, so that both share the core's files, and one copy
// runs. An export of `rx-cognito` marked internal would do the same, but show the user pool's code, which comes by
// `import()`, to every bundler as a static part of the first chunk; a sub-path of its own would be public in all but name.
import { createKeyValueSessionStore } from '../adapters/storage/key-value-session-store';
import type { KeyValueSessionStore } from '../adapters/storage/key-value-session-store';
import { createMemoryStorage } from '../adapters/storage/memory-storage';
import { writableSessionStore } from '../adapters/storage/writable-session-store';
import { createAuthOver } from '../auth-over';
import type { UserPoolSource } from '../auth-over';
import type { AuthContext } from '../flows/context';
import { redact } from '../model/redact';
import type { CognitoApi } from '../ports/cognito-api';
import type { WritableSessionStore } from '../ports/session-store';
import { boundedApi } from '../user-pool/bounded-api';
import { createSendPublic } from '../user-pool/send-public';
import { createRunRemoteSteps } from '../user-pool/sign-out/run-steps';
import { userPoolOver } from '../user-pool/user-pool-over';
import { createPlaceableMachine } from './placement';
import type { PlaceableMachine } from './placement';
import type { Script } from './script';
import { createScriptedApi } from './scripted-api';
import { createScriptedHostedUi } from './scripted-hosted-ui';
import {
  createScriptedEnvironment,
  NO_CHALLENGES,
  NO_DEVICES,
  NO_LOCKS,
  NO_SRP,
  NO_TABS,
  USER_WITH_PASSKEY,
} from './scripted-ports';
import { createScriptedSignOut } from './scripted-sign-out';
import type { ScriptedSignOut } from './scripted-sign-out';
import type { TokenIssuer } from './scripted-tokens';
import type { TestAuthOptions } from './test-auth';
import type { TestClock } from './test-clock';

/** The core, and what a spec drives it by. */
export interface ScriptedCore {
  readonly auth: Auth;
  readonly machine: PlaceableMachine;
  /** The store itself, which answers at once in every state. */
  readonly store: WritableSessionStore;
  readonly environment: AuthContext['environment'];
  readonly signOut: ScriptedSignOut;
}

/** Puts the core together over scripted ports: signed out, without a session. */
export function createScriptedCore(
  script: Script,
  issuer: TokenIssuer,
  clock: TestClock,
  { redirectResult = { type: 'none' } }: Pick<TestAuthOptions, 'redirectResult'> = {},
): ScriptedCore {
  const { identity } = issuer;
  const { scheduler } = clock;
  const machine = createPlaceableMachine(NO_TABS);
  const environment = createScriptedEnvironment(scheduler);
  const signOut = createScriptedSignOut(script, scheduler);
  const store = createKeyValueSessionStore({ storage: createMemoryStorage(), identity, scheduler });

  /** While a spec has it `restoring`, the storage is being read: it answers when the spec goes on. */
  const read$ = defer(() => {
    if (!machine.isPlaced || machine.now.state.status !== 'restoring') return store.read$();
    return machine.moves$.pipe(
      filter(({ state }) => state.status !== 'restoring'),
      take(1),
      switchMap(() => store.read$()),
    );
  });

  const scripted: KeyValueSessionStore = {
    ...store,
    read$: () => read$,
    clear$: (to, ended) => {
      const clearing$ = store.clear$(to, ended);
      return machine.now.state.status === 'signingOut' ? signOut.cleared$(clearing$) : clearing$;
    },
  };

  const context: AuthContext = {
    identity,
    machine,
    store: scripted,
    environment,
    scheduler,
    tabs: NO_TABS,
    challenges: NO_CHALLENGES,
    devices: NO_DEVICES,
    remoteTimeoutMs: 3_000,
    get cleanups() {
      return signOut.cleanups;
    },
  };

  const apiOf = (commands: 'send' | 'sendPublic'): CognitoApi =>
    boundedApi(createScriptedApi(script, issuer, commands), { environment, scheduler });

  const managedLogin = createScriptedHostedUi(script, issuer, signOut, redirectResult);
  const userPool$: UserPoolSource = (tokenSource) =>
    defer(() => {
      const userPool = userPoolOver(
        {
          ...context,
          store: writableSessionStore(scripted),
          devices: NO_DEVICES,
          api: apiOf('send'),
          locks: NO_LOCKS,
          srp: NO_SRP,
          passkeys: USER_WITH_PASSKEY,
          deviceName: environment.userAgent(),
          redact,
          clientMetadata: () => undefined,
        },
        tokenSource,
      );
      return of({
        ...userPool,
        sendPublic$: createSendPublic({ api: apiOf('sendPublic'), identity }),
        runRemoteSteps$: createRunRemoteSteps(signOut.steps(userPool.signOutSteps)),
      });
    });
  const auth = createAuthOver(context, userPool$, managedLogin.connection);
  managedLogin.begin();
  return { auth, machine, store: writableSessionStore(store), environment, signOut };
}
