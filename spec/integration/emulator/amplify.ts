import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import type { RunningUserPool } from 'rx-cognito/emulator';
import type { SessionTokens } from './pool';

/** What Amplify has stored, for a spec to look into. */
export type AmplifyStorage = Map<string, string>;

/**
 * Points Amplify to a pool, with a storage of its own. There is one Amplify in a process: whoever is signed in by
 * another storage stays so, unseen, until that storage is given here again.
 */
export function configureAmplify(
  pool: Pick<RunningUserPool, 'userPoolId' | 'userPoolClientId' | 'endpoint'>,
  items: AmplifyStorage = new Map(),
): AmplifyStorage {
  // It names devices by it, and remembers none where it is missing, as in Node 20.
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'specs' }, configurable: true });
  // It warns of every endpoint that is not Amazon's.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: pool.userPoolId,
        userPoolClientId: pool.userPoolClientId,
        userPoolEndpoint: pool.endpoint,
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: (key) => Promise.resolve(items.get(key) ?? null),
    setItem: (key, value) => {
      items.set(key, value);
      return Promise.resolve();
    },
    removeItem: (key) => {
      items.delete(key);
      return Promise.resolve();
    },
    clear: () => {
      items.clear();
      return Promise.resolve();
    },
  });
  return items;
}

/** The tokens that Amplify has, with the refresh token, which it hands out to nobody. */
export async function tokensOf(items: AmplifyStorage): Promise<SessionTokens> {
  const { tokens } = await fetchAuthSession();
  const stored = (name: string) => [...items].find(([key]) => key.endsWith(`.${name}`))?.[1];
  return {
    accessToken: tokens?.accessToken.toString() ?? '',
    refreshToken: stored('refreshToken') ?? '',
    deviceKey: stored('deviceKey'),
  };
}
