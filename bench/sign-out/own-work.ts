import { firstValueFrom, lastValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from '../../src';
import type { KeyValueStorage } from '../../src';
import { startUserPool } from '../../src/emulator';
import { median, rounded } from '../statistics';

const WARM_UP_RUNS = 100;

const user = { username: 'ada', password: 'Passw0rd!' };

/** What a sign-out costs by itself, where the server answers at once. */
export interface OwnWork {
  readonly scope: 'local' | 'global';
  readonly requests: number;
  readonly ms: number;
  readonly runs: number;
}

interface Session {
  readonly entries: ReadonlyMap<string, string>;
  readonly pool: Record<'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint', string>;
}

async function signedIn(): Promise<Session> {
  const running = await startUserPool({ users: [user] });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = running;
  const pool = { userPoolId, userPoolClientId, userPoolEndpoint };
  const entries = new Map<string, string>();
  const storage: KeyValueStorage = {
    getItem: (key) => entries.get(key),
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
  const auth = createAuth({ ...pool, storage });
  await firstValueFrom(auth.signIn$({ ...user, authFlowType: 'USER_PASSWORD_AUTH' }));
  auth.destroy();
  await running.close();
  return { entries, pool };
}

async function signOut(
  { entries, pool }: Session,
  globalSignOut: boolean,
): Promise<Pick<OwnWork, 'ms' | 'requests'>> {
  let requests = 0;
  const storage = createMemoryStorage();
  for (const [key, value] of entries) storage.setItem(key, value);
  const client = {
    send: () => {
      requests += 1;
      return Promise.resolve({});
    },
  };
  const auth = createAuth({ ...pool, storage, client });
  // What is loaded at its first need, or when the browser is idle, is there by the time somebody signs out.
  await lastValueFrom(auth.prepareSignIn$(), { defaultValue: undefined });
  const startedAt = performance.now();
  const { outcome } = await firstValueFrom(auth.signOut$({ globalSignOut }));
  const ms = performance.now() - startedAt;
  auth.destroy();
  if (outcome !== 'complete') throw new Error(`The sign-out was ${outcome}.`);
  return { ms, requests };
}

/** Measures it, local and global: the median of some runs after others that warm up. */
export async function measureOwnWork(runs: number): Promise<readonly OwnWork[]> {
  const session = await signedIn();
  const work: OwnWork[] = [];
  for (const scope of ['local', 'global'] as const) {
    const all: Pick<OwnWork, 'ms' | 'requests'>[] = [];
    for (let run = 0; run < WARM_UP_RUNS + runs; run += 1)
      all.push(await signOut(session, scope === 'global'));
    const counted = all.slice(WARM_UP_RUNS);
    work.push({
      scope,
      runs,
      requests: counted[0]?.requests ?? 0,
      ms: rounded(median(counted.map(({ ms }) => ms))),
    });
  }
  return work;
}
