import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { fetchDevices$, forgetDevice$ } from '../../../src/account';
import { createMemoryStorage } from '../../../src';
import type { Auth } from '../../../src';
import type { RunningUserPool, UserPoolOptions } from '../../../src/emulator';
import { ADA, answer, authOf, begin, PASSWORD, sentCode, signedInName, startPool, stopAll } from './fixture';

const MFA_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' };

/** A pool that remembers devices, and asks for a second factor on new ones only. */
const startTracking = (options: UserPoolOptions = {}): Promise<RunningUserPool> =>
  startPool({
    users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }],
    deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
    aliasAttributes: ['email'],
    ...options,
  });

/** Signs ada in with a code, so that her device is remembered, and out again. */
async function rememberIn(pool: RunningUserPool, auth: Auth, username = 'ada'): Promise<void> {
  expect(await begin(auth, { username })).toMatchObject(MFA_STEP);
  expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  await firstValueFrom(auth.signOut$());
}

const challengesIn = (pool: RunningUserPool): readonly unknown[] =>
  pool.requests
    .list('RespondToAuthChallenge')
    .map(({ body }) => (body as { ChallengeName: unknown }).ChallengeName);

describe('a remembered device', () => {
  afterEach(stopAll);

  it.each([
    {},
    { authFlowType: 'USER_PASSWORD_AUTH' },
    { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
  ] as const)(
    'proves itself in place of the second factor, and its session is refreshed (%j) (R66)',
    async (input) => {
      const pool = await startTracking();
      const auth = authOf(pool);
      await rememberIn(pool, auth);
      expect(await begin(auth, input)).toEqual({ signInStep: 'DONE' });
      expect(challengesIn(pool).slice(-2)).toEqual(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']);
      await firstValueFrom(auth.tokens$({ forceRefresh: true }));
      expect(signedInName(auth)).toBe('ada');
      expect(await firstValueFrom(fetchDevices$(auth))).toHaveLength(1);
    },
  );

  it('is found by the name that was typed, and by the one of the user pool (R66)', async () => {
    const pool = await startTracking();
    const auth = authOf(pool);
    await rememberIn(pool, auth, 'ada@example.com');
    expect(await begin(auth, { username: 'ada@example.com' })).toEqual({ signInStep: 'DONE' });
    await firstValueFrom(auth.signOut$());
    expect(await begin(auth, { username: 'ada' })).toEqual({ signInStep: 'DONE' });
    expect(await firstValueFrom(fetchDevices$(auth))).toHaveLength(1);
  });

  it('outlives a reload', async () => {
    const pool = await startTracking();
    const storage = createMemoryStorage();
    await rememberIn(pool, authOf(pool, { storage }));
    expect(await begin(authOf(pool, { storage }))).toEqual({ signInStep: 'DONE' });
  });

  it.each([{}, { authFlowType: 'USER_PASSWORD_AUTH' }] as const)(
    'that was forgotten elsewhere is dropped, and the code asked for again (%j) (R66)',
    async (input) => {
      const pool = await startTracking();
      const [here, there] = [authOf(pool), authOf(pool)];
      await rememberIn(pool, here);
      await begin(there);
      await answer(there, sentCode(pool));
      for (const { id } of await firstValueFrom(fetchDevices$(there))) {
        await firstValueFrom(forgetDevice$(there, { deviceId: id }));
      }
      expect(await begin(here, input)).toMatchObject(MFA_STEP);
      expect(await answer(here, sentCode(pool))).toEqual({ signInStep: 'DONE' });
      await firstValueFrom(here.tokens$({ forceRefresh: true }));
      await firstValueFrom(here.signOut$());
      expect(await begin(here, input)).toEqual({ signInStep: 'DONE' });
    },
  );

  it('whose secret went wrong is dropped, and the code asked for again (R66)', async () => {
    const pool = await startTracking();
    const storage = createMemoryStorage();
    const auth = authOf(pool, { storage });
    await rememberIn(pool, auth);
    const key = `rx-cognito.${pool.userPoolClientId}.device.ada`;
    const record = JSON.parse(String(storage.getItem(key))) as Record<string, unknown>;
    storage.setItem(key, JSON.stringify({ ...record, password: 'another' }));
    expect(await begin(auth)).toMatchObject(MFA_STEP);
    expect(storage.getItem(key)).toBeNull();
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  });

  it('is forgotten with the sign-out that asks for it: here, and by the user pool (#14)', async () => {
    const pool = await startTracking();
    const storage = createMemoryStorage();
    const [auth, there] = [authOf(pool, { storage }), authOf(pool)];
    await begin(auth);
    await answer(auth, sentCode(pool));
    const result = await firstValueFrom(auth.signOut$({ forgetDevice: true, globalSignOut: true }));
    expect(result).toMatchObject({
      outcome: 'complete',
      steps: { forgetDevice: 'done', globalSignOut: 'done', revokeToken: 'done' },
    });
    expect(storage.getItem(`rx-cognito.${pool.userPoolClientId}.device.ada`)).toBeNull();
    await begin(there);
    await answer(there, sentCode(pool));
    expect(await firstValueFrom(fetchDevices$(there))).toHaveLength(1);
    expect(await begin(auth)).toMatchObject(MFA_STEP);
  });

  it('keeps its secret to itself (R43)', async () => {
    const pool = await startTracking();
    const storage = createMemoryStorage();
    const auth = authOf(pool, { storage });
    await rememberIn(pool, auth);
    await begin(auth, { password: PASSWORD });
    const stored = String(storage.getItem(`rx-cognito.${pool.userPoolClientId}.device.ada`));
    const { password } = JSON.parse(stored) as { password: string };
    const shown = inspect([auth, auth.state, pool.requests.list()], { depth: 9, showHidden: true });
    expect(shown).not.toContain(password);
  });
});
