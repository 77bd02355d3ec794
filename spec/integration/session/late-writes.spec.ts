import { filter, firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { Auth, KeyValueStorage } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { until } from '../sign-out/fixture';

const PASSWORD = 'Passw0rd!';
const signedInAs = (username: string) =>
  ({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }) as const;

/** A storage of one origin that answers by Promises; a tab of it can be stopped right before it writes. */
class SharedStorage {
  readonly entries = new Map<string, string>();

  tab(): KeyValueStorage & { stop: () => { reached: Promise<void>; goOn: () => void } } {
    let gate: { opened: Promise<void>; reached: () => void } | undefined;
    return {
      getItem: (key) => Promise.resolve(this.entries.get(key) ?? null),
      setItem: async (key, value) => {
        const held = gate;
        gate = undefined;
        held?.reached();
        await held?.opened;
        this.entries.set(key, value);
      },
      removeItem: (key) => {
        this.entries.delete(key);
        return Promise.resolve();
      },
      stop: () => {
        let goOn = (): void => undefined;
        let reached = (): void => undefined;
        const opened = new Promise<void>((resolve) => (goOn = resolve));
        const isReached = new Promise<void>((resolve) => (reached = resolve));
        gate = { opened, reached };
        return { reached: isReached, goOn };
      },
    };
  }

  get tokens(): readonly string[] {
    return [...this.entries.values()].filter((text) => text.includes('eyJ'));
  }
}

describe('a tab that stands still between asking for tokens and writing them', () => {
  let pool: RunningUserPool;
  let storage: SharedStorage;
  const auths: Auth[] = [];

  const open = (tab: KeyValueStorage): Auth => {
    const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
    const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint, storage: tab });
    auths.push(auth);
    return auth;
  };
  const becomes = (auth: Auth, status: string): Promise<unknown> =>
    firstValueFrom(auth.state$.pipe(filter((state) => state.status === status)));

  beforeEach(async () => {
    pool = await startUserPool({
      users: ['alice', 'bob'].map((username) => ({ username, password: PASSWORD })),
    });
    storage = new SharedStorage();
  });

  afterEach(async () => {
    auths.splice(0).forEach((auth) => {
      auth.destroy();
    });
    await pool.close();
  });

  it.each<[string, (here: Auth) => Promise<Auth>]>([
    ['stays', (here) => Promise.resolve(here)],
    [
      'is reloaded',
      (here) => {
        here.destroy();
        return Promise.resolve(open(storage.tab()));
      },
    ],
    [
      'has bob in, and out, by then',
      async (here) => {
        await firstValueFrom(here.signIn$(signedInAs('bob')));
        await firstValueFrom(here.signOut$());
        return here;
      },
    ],
  ])('brings nobody back whom another tab has signed out that %s (R1, R19, #12.15)', async (_what, then) => {
    const slow = storage.tab();
    const [here, there] = [open(storage.tab()), open(slow)];
    await firstValueFrom(here.signIn$(signedInAs('alice')));
    await becomes(there, 'signedIn');
    const held = slow.stop();
    there.tokens$({ forceRefresh: true }).subscribe({ error: () => undefined });
    await held.reached;
    expect(await firstValueFrom(here.signOut$())).toMatchObject({ outcome: 'complete' });
    const next = await then(here);
    held.goOn();
    await becomes(there, 'signedOut');
    await until(() => storage.tokens.length === 0 && next.state.status === 'signedOut');
    expect(pool.tokenFamilies('alice').flatMap(({ liveTokens }) => liveTokens)).toEqual([]);
    const later = open(storage.tab());
    await until(() => later.state.status !== 'restoring');
    expect(later.state.status).toBe('signedOut');
  });
});
