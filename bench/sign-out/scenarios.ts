import { setTimeout as sleep } from 'node:timers/promises';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool, UserPoolOptions } from 'rx-cognito/emulator';
import { USER } from './contestant';
import type { Client } from './contestant';
import { CONTESTANTS } from './contestants';
import { createWatchedStorage } from './watched-storage';
import type { WatchedStorage } from './watched-storage';

/** How long a caller is willing to wait. */
const PATIENCE_MS = 8_000;
/** How long a sign-out may be at work; what takes longer, waits for something. */
const BUSY_MS = 1_000;
/** How long late things may take to show. */
const AFTERMATH_MS = 700;
const LATE_MS = 300;
const SHORT_LIFE_MS = 1_000;

/** What became of a run; times in milliseconds since the sign-out was asked for. */
export interface Outcome {
  readonly left: number;
  readonly isSignedIn: string;
  readonly told: string;
  readonly requests: number;
  readonly cleanMs: string;
  readonly toldMs: string;
}

interface Run {
  readonly pool: RunningUserPool;
  readonly storage: WatchedStorage;
  readonly client: Client;
}

/** One fault. */
export interface Scenario {
  readonly name: string;
  readonly isGlobal?: boolean;
  readonly times?: number;
  readonly pool?: UserPoolOptions;
  /** What goes wrong, right before the sign-out. */
  readonly arrange: (run: Run) => Promise<void> | void;
}

const onRevoke =
  (fault: Parameters<RunningUserPool['faults']['on']>[1]) =>
  ({ pool }: Run): void => {
    pool.faults.on('RevokeToken', { call: 'every', ...fault });
  };

const lateRefresh = async ({ pool, client }: Run): Promise<void> => {
  const held = (['GetTokensFromRefreshToken', 'InitiateAuth'] as const).map((operation) =>
    pool.faults.on(operation, { hang: 'afterEffect' }),
  );
  client.refresh().catch(() => undefined);
  await Promise.race(held.map(({ reached }) => reached));
  setTimeout(() => {
    held.forEach((fault) => {
      fault.release();
    });
  }, LATE_MS);
};

/** Everything that is tried. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'none', arrange: () => undefined },
  { name: 'late refresh', arrange: lateRefresh },
  { name: 'server hangs', arrange: onRevoke({ hang: true }) },
  { name: 'server answers 500', arrange: onRevoke({ error: 'InternalErrorException' }) },
  { name: 'socket dropped', arrange: onRevoke({ dropSocket: 'afterEffect' }) },
  {
    name: 'token expired, global',
    isGlobal: true,
    pool: { clients: [{ accessTokenValidityMs: SHORT_LIFE_MS, idTokenValidityMs: SHORT_LIFE_MS }] },
    arrange: () => sleep(SHORT_LIFE_MS + 100),
  },
  { name: 'three at once', times: 3, arrange: () => undefined },
  {
    name: 'storage refuses to remove',
    arrange: ({ storage }) => {
      storage.refusesToRemove = true;
    },
  },
  {
    name: 'offline',
    arrange: async ({ pool }) => {
      Object.assign(globalThis.navigator, { onLine: false });
      await pool.close();
    },
  },
];

const wordsOf = (error: unknown): string => `error: ${error instanceof Error ? error.name : String(error)}`;

async function cleanAfter(storage: WatchedStorage, startedAt: number): Promise<number> {
  while (storage.tokens() > 0) await new Promise((resolve) => setImmediate(resolve));
  return performance.now() - startedAt;
}

const inMs = (ms: number | undefined): string =>
  ms === undefined ? 'never' : ms < 1 ? '< 1' : ms.toFixed(0);

/** Plays one scenario with one contestant; tells when the run has nothing more to do but wait. */
export async function play(
  scenarioName: string,
  contestantName: string,
  isQuiet: () => void,
): Promise<Outcome> {
  const scenario = SCENARIOS.find(({ name }) => name === scenarioName);
  const contestant = CONTESTANTS.find(({ name }) => name === contestantName);
  if (!scenario || !contestant) throw new Error('There is no such run.');
  // Amplify reads both of it; Node 20 has none.
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'bench' }, configurable: true });
  const pool = await startUserPool({ users: [USER], ...scenario.pool });
  const storage = createWatchedStorage();
  const client = contestant.create(pool, storage);
  await client.signIn();
  await scenario.arrange({ pool, storage, client });
  pool.requests.clear();

  let rejections = 0;
  process.on('unhandledRejection', () => {
    rejections += 1;
  });
  const startedAt = performance.now();
  const asked = Array.from({ length: scenario.times ?? 1 }, () => client.signOut(scenario.isGlobal === true));
  let cleanMs: number | undefined;
  void cleanAfter(storage, startedAt).then((ms) => (cleanMs = ms));
  let toldMs: number | undefined;
  const all = Promise.allSettled(asked);
  void Promise.race([all, sleep(BUSY_MS)]).then(isQuiet);
  const told = await Promise.race([
    all.then((settled) => {
      toldMs = performance.now() - startedAt;
      return [
        ...new Set(
          settled.map((it) =>
            it.status === 'fulfilled' ? it.value.replace('SUCCESS', 'success') : wordsOf(it.reason),
          ),
        ),
      ].join('; ');
    }),
    sleep(PATIENCE_MS, `nothing in ${PATIENCE_MS / 1_000} s`),
  ]);
  await sleep(AFTERMATH_MS);
  const requests = pool.requests.length;
  const left = storage.tokens();
  const isSignedIn = await Promise.race([
    client.isSignedIn().catch(() => false),
    sleep(AFTERMATH_MS, left > 0),
  ]);
  return {
    left,
    isSignedIn: isSignedIn ? 'yes' : 'no',
    told: rejections > 0 ? `${told}, and an unhandled rejection` : told,
    requests,
    cleanMs: inMs(cleanMs),
    toldMs: inMs(toldMs),
  };
}
