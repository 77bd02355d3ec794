/* What a sign-out costs by itself: the server answers at once, so that what is measured is the client's own work. */
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from '../../src';
import type { KeyValueStorage } from '../../src';
import { startUserPool } from '../../src/emulator';

const RUNS = 500;
const WARM_UP_RUNS = 100;

const user = { username: 'ada', password: 'Passw0rd!' };
const pool = await startUserPool({ users: [user] });
const { userPoolId, userPoolClientId, endpoint } = pool;

async function signedInEntries(): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const storage: KeyValueStorage = {
    getItem: (key) => entries.get(key),
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
  const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint, storage });
  await firstValueFrom(auth.signIn$({ ...user, authFlowType: 'USER_PASSWORD_AUTH' }));
  auth.destroy();
  return entries;
}

const entries = await signedInEntries();
await pool.close();

async function measure(globalSignOut: boolean): Promise<{ ms: number; requests: number }> {
  let requests = 0;
  const storage = createMemoryStorage();
  for (const [key, value] of entries) storage.setItem(key, value);
  const client = {
    send: () => {
      requests += 1;
      return Promise.resolve({});
    },
  };
  const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint, storage, client });
  // What is loaded at its first need, or when the browser is idle, is there by the time somebody signs out.
  await lastValueFrom(auth.prepareSignIn$(), { defaultValue: undefined });
  const startedAt = performance.now();
  const { outcome } = await firstValueFrom(auth.signOut$({ globalSignOut }));
  const ms = performance.now() - startedAt;
  auth.destroy();
  if (outcome !== 'complete') throw new Error(`The sign-out was ${outcome}.`);
  return { ms, requests };
}

for (const globalSignOut of [false, true]) {
  const runs: { ms: number; requests: number }[] = [];
  for (let run = 0; run < WARM_UP_RUNS + RUNS; run += 1) runs.push(await measure(globalSignOut));
  const counted = runs.slice(WARM_UP_RUNS).sort((a, b) => a.ms - b.ms);
  const { ms = 0, requests = 0 } = counted[Math.floor(counted.length / 2)] ?? {};
  const scope = globalSignOut ? 'global' : 'local';
  console.log(`${scope}: ${requests} request(s), median ${ms.toFixed(3)} ms of own work in ${RUNS} runs`);
}
