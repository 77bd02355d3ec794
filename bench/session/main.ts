import { startUserPool } from 'rx-cognito/emulator';
import { clients, contestants } from './contestants';
import { rateOf } from './rate';
import type { Rate } from './rate';
import { CALLERS_PER_TAB, MANY_TABS } from './report';
import type { SessionResults } from './report';
import { refreshRun } from './requests';
import type { RefreshRun } from './requests';
import { openTheatre } from './theatre';
import type { Theatre } from './theatre';

const ROUNDS = 3;
const QUICK_ROUNDS = 1;
const RATE_MS = 500;
const USER = { username: 'alice', password: 'Passw0rd!' };

async function countRequests(theatre: Theatre, rounds: number): Promise<readonly RefreshRun[]> {
  const runs: RefreshRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name } of clients) {
      for (const tabs of [1, MANY_TABS]) {
        for (const isRotating of [false, true]) {
          runs.push(await refreshRun(theatre, { name, tabs, isRotating }, CALLERS_PER_TAB));
        }
      }
    }
  }
  return runs;
}

async function withSession<T>(
  use: (address: Record<'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint', string>) => Promise<T>,
): Promise<T> {
  const pool = await startUserPool({ users: [USER] });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  try {
    return await use({ userPoolId, userPoolClientId, userPoolEndpoint });
  } finally {
    await pool.close();
  }
}

const ratesInNode = (): Promise<readonly Rate[]> =>
  withSession(async (address) => {
    // All of them first: the server runs in this process, and answers nobody while a rate is measured.
    for (const contestant of contestants) {
      contestant.start(address);
      await contestant.signIn(USER.username, USER.password);
    }
    const rates: Rate[] = [];
    for (const contestant of contestants) rates.push(await rateOf(contestant, RATE_MS));
    return rates;
  });

const ratesInChromium = (theatre: Theatre): Promise<readonly Rate[]> =>
  withSession(async (address) => {
    const rates: Rate[] = [];
    for (const { name } of contestants) {
      const rate = await theatre.withTabs(1, async ([tab]) =>
        tab?.evaluate(
          async ([who, where, { username, password }, forMs]) => {
            sessionPage.start(who, where);
            await sessionPage.signIn(who, username, password);
            return sessionPage.rate(who, forMs);
          },
          [name, address, USER, RATE_MS] as const,
        ),
      );
      if (rate) rates.push(rate);
    }
    return rates;
  });

/** Counts requests, and then how fast tokens are handed out on both platforms. */
export async function measure(isQuick: boolean): Promise<SessionResults> {
  const theatre = await openTheatre();
  const rounds = isQuick ? QUICK_ROUNDS : ROUNDS;
  try {
    return {
      rounds,
      runs: await countRequests(theatre, rounds),
      node: await ratesInNode(),
      chromium: await ratesInChromium(theatre),
    };
  } finally {
    await theatre.close();
  }
}
