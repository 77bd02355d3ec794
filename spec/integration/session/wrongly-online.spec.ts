import { firstValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from '../../../src';
import type { AuthOptions } from '../../../src';
import { startUserPool } from '../../../src/emulator';

const ADA = { username: 'ada', password: 'Passw0rd!' };

/** What becomes of a session whose network goes away, on a device that says this of its connection. */
async function sessionWithoutNetwork(onLine: boolean | undefined) {
  Object.defineProperty(globalThis, 'navigator', { value: { onLine }, configurable: true });
  const pool = await startUserPool({ users: [ADA], seed: 1 });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const storage = createMemoryStorage();
  const options: AuthOptions = {
    userPoolId,
    userPoolClientId,
    userPoolEndpoint,
    storage,
    remoteTimeoutMs: 200,
  };
  const auth = createAuth(options);
  await firstValueFrom(auth.signIn$({ ...ADA, authFlowType: 'USER_PASSWORD_AUTH' }));
  const stored = (): string => storage.getItem(`rx-cognito.${userPoolClientId}`) ?? '';
  const before = stored();
  await pool.close();
  const refused = await firstValueFrom(auth.tokens$({ forceRefresh: true })).catch((error: unknown) => error);
  const kept = { state: auth.state, isStored: stored() === before };
  const { outcome, steps } = await firstValueFrom(auth.signOut$());
  auth.destroy();
  return { refused, kept, outcome, steps, state: auth.state, left: stored() };
}

describe('a device that wrongly says it is online', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'navigator');
  });

  it('keeps its session as stale, and signs out as far as it can, as one does that says nothing (R30, R5, #12.23)', async () => {
    const online = await sessionWithoutNetwork(true);
    expect(online).toMatchObject({
      refused: { kind: 'network', code: 'ConnectionRefused', retryable: true },
      kept: { state: { status: 'signedIn', freshness: 'stale' }, isStored: true },
      outcome: 'partial',
      // Whether the last try was refused or cut off is the machine's business.
      steps: { revokeToken: expect.stringMatching(/^(failed|unknown)$/), clearCache: 'done' },
      state: { status: 'signedOut', reason: 'signedOut' },
    });
    expect(online.left).not.toContain('refreshToken');
    const silent = await sessionWithoutNetwork(undefined);
    expect([silent.refused, silent.outcome, silent.state]).toEqual([
      online.refused,
      online.outcome,
      online.state,
    ]);
  });
});
