import { filter, firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, AuthError } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { createIdentityPool, type IdentityPool } from 'rx-cognito/identity-pool';

const PASSWORD = 'Passw0rd!';

/** Two tabs of an application over one storage, each with its identity pool. */
export interface Stage {
  readonly pool: RunningUserPool;
  readonly tabs: readonly [Auth, Auth];
  readonly identityPools: readonly [IdentityPool, IdentityPool];
  readonly close: () => Promise<void>;
}

/** Starts a pool behind HTTP, and signs alice in. */
export async function setStage(): Promise<Stage> {
  const users = ['alice', 'bob'].map((username) => ({ username, password: PASSWORD }));
  const pool = await startUserPool({ users });
  const storage = createMemoryStorage();
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const openTab = () => createAuth({ userPoolId, userPoolClientId, userPoolEndpoint, storage });
  const tabs = [openTab(), openTab()] as const;
  const { identityPoolId } = pool.identityPool;
  const poolOf = (auth: Auth) =>
    createIdentityPool(auth, { identityPoolId, identityPoolEndpoint: pool.endpoint });
  await signIn(tabs[0], 'alice', tabs[1]);
  return {
    pool,
    tabs,
    identityPools: [poolOf(tabs[0]), poolOf(tabs[1])],
    close: async () => {
      tabs.forEach((auth) => {
        auth.destroy();
      });
      await pool.close();
    },
  };
}

/** Signs in in one tab, and waits until the other one has seen it. */
export async function signIn(auth: Auth, username: string, other: Auth): Promise<void> {
  const seen = firstValueFrom(
    other.state$.pipe(filter((state) => state.status === 'signedIn' && state.user.username === username)),
  );
  await firstValueFrom(auth.signIn$({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }));
  await seen;
}

/** The error that a stream ends with. */
export async function failureOf(stream$: Observable<unknown>): Promise<AuthError> {
  try {
    await firstValueFrom(stream$);
  } catch (error) {
    return error as AuthError;
  }
  throw new Error('It succeeded.');
}
