import type { Page } from 'playwright-core';
import { createSystemClock, startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import type { Theatre } from './theatre';

const HOURS_MS = 2 * 3_600_000;
const USER = { username: 'alice', password: 'Passw0rd!' };

/** What became of one run. */
export interface RefreshRun {
  readonly name: string;
  readonly tabs: number;
  readonly isRotating: boolean;
  readonly requests: number;
  /** How many of the callers got tokens. */
  readonly served: number;
  readonly callers: number;
  /** Whether the storage still holds a refresh token that the user pool accepts. */
  readonly isSignedIn: boolean;
}

function refreshes({ requests }: RunningUserPool): number {
  const byFlow = requests.list('InitiateAuth').filter(({ body }) => {
    const { AuthFlow } = body as { AuthFlow?: string };
    return AuthFlow === 'REFRESH_TOKEN_AUTH' || AuthFlow === 'REFRESH_TOKEN';
  });
  return byFlow.length + requests.list('GetTokensFromRefreshToken').length;
}

async function isSignedIn(pool: RunningUserPool, tab: Page): Promise<boolean> {
  const stored = await tab.evaluate(() => JSON.stringify(Object.values(localStorage)));
  const refreshTokens = pool
    .tokenFamilies()
    .flatMap(({ liveTokens }) => liveTokens)
    .filter((token) => token.split('.').length === 5);
  return refreshTokens.some((token) => stored.includes(token));
}

/** Lets many callers in each of some tabs find that the access token has expired. */
export async function refreshRun(
  theatre: Theatre,
  { name, tabs: count, isRotating }: Pick<RefreshRun, 'name' | 'tabs' | 'isRotating'>,
  callersPerTab: number,
): Promise<RefreshRun> {
  let aheadMs = 0;
  const system = createSystemClock();
  const pool = await startUserPool({
    users: [USER],
    clients: [isRotating ? { refreshTokenRotation: { graceSeconds: 0 } } : {}],
    clock: { ...system, now: () => system.now() + aheadMs },
  });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const address = { userPoolId, userPoolClientId, userPoolEndpoint };
  try {
    return await theatre.withTabs(count, async (tabs) => {
      const start = (tab: Page): Promise<void> =>
        tab.evaluate(
          ([who, where]) => {
            sessionPage.start(who, where);
          },
          [name, address] as const,
        );
      const [first, ...others] = tabs;
      if (!first) throw new Error('There is no tab.');
      await start(first);
      await first.evaluate(([who, { username, password }]) => sessionPage.signIn(who, username, password), [
        name,
        USER,
      ] as const);
      await Promise.all(others.map(start));
      aheadMs = HOURS_MS;
      const served = await Promise.all(
        tabs.map((tab) =>
          tab.evaluate(
            ([who, callers, ahead]) => {
              Object.assign(globalThis, { aheadMs: ahead });
              return sessionPage.askAtOnce(who, callers);
            },
            [name, callersPerTab, HOURS_MS] as const,
          ),
        ),
      );
      return {
        ...{ name, tabs: count, isRotating, callers: count * callersPerTab },
        requests: refreshes(pool),
        served: served.reduce((sum, one) => sum + one, 0),
        isSignedIn: await isSignedIn(pool, first),
      };
    });
  } finally {
    await pool.close();
  }
}
