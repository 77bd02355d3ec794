import { firstValueFrom } from 'rxjs';
import type { Auth } from '../../../src';
import { createMemoryStorage } from '../../../src';
import { createManualClock, totpCode } from '../../../src/emulator';
import type { RunningUserPool } from '../../../src/emulator';
import { ADA, answer, authOf, begin, PASSWORD, refusal, sentCode, startPool, stopAll } from './fixture';

const smsPool = (): Promise<RunningUserPool> =>
  startPool({ users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }] });

/** A page, and what it is after a reload. */
function page(pool: RunningUserPool, now: () => number = Date.now): () => Auth {
  const storage = createMemoryStorage();
  return () =>
    authOf(pool, {
      storage,
      scheduler: { now, schedule: () => ({ unsubscribe: () => undefined }) as never },
    });
}

describe('a page that is reloaded in the middle of a challenge', () => {
  let tab: Map<string, string>;

  beforeEach(() => {
    tab = new Map();
    const sessionStorage = {
      getItem: (key: string) => tab.get(key) ?? null,
      setItem: (key: string, value: string) => tab.set(key, value),
      removeItem: (key: string) => tab.delete(key),
    };
    Object.assign(globalThis, { window: globalThis, sessionStorage });
  });

  afterEach(async () => {
    await stopAll();
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'sessionStorage');
  });

  it('resumes it at once, and its answer signs in', async () => {
    const pool = await smsPool();
    const load = page(pool);
    const before = load();
    await begin(before);
    const { state } = before;
    before.destroy();
    const after = load();
    expect(after.state).toEqual(state);
    expect(await answer(after, sentCode(pool))).toEqual({ signInStep: 'DONE' });
    expect([...tab]).toEqual([]);
  });

  it('keeps neither the password nor an authenticator app’s secret', async () => {
    const pool = await startPool({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    const load = page(pool);
    const step = await begin(load());
    if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.signInStep);
    const stored = [...tab.values()].join();
    expect(stored).toContain('CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION');
    expect(stored).not.toContain(step.totpSetupDetails.sharedSecret);
    expect(stored).not.toContain(PASSWORD);
  });

  it('begins the set-up of an authenticator app anew, with a new secret (#12)', async () => {
    const pool = await startPool({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    const load = page(pool);
    const before = await begin(load());
    const auth = load();
    expect(auth.state).toEqual({
      status: 'signingIn',
      username: 'ada',
      nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION', allowedMFATypes: ['TOTP'] },
    });
    const step = await answer(auth, 'TOTP');
    if (before.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(before.signInStep);
    if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.signInStep);
    const { sharedSecret } = step.totpSetupDetails;
    expect(sharedSecret).not.toBe(before.totpSetupDetails.sharedSecret);
    expect(await answer(auth, await totpCode(sharedSecret, pool.clock.now()))).toEqual({
      signInStep: 'DONE',
    });
  });

  it('does not after three minutes', async () => {
    const clock = createManualClock(Date.now());
    const load = page(await smsPool(), () => clock.now());
    await begin(load());
    clock.advance(179_999);
    expect(load().state.status).toBe('signingIn');
    clock.advance(1);
    expect(load().state).toEqual({ status: 'signedOut', reason: 'noSession' });
    // Once the turn is over: the first state does not wait for it.
    await Promise.resolve();
    expect([...tab]).toEqual([]);
  });

  it('takes a corrupt record for none', async () => {
    const load = page(await smsPool());
    await begin(load());
    for (const [key, value] of tab) tab.set(key, value.slice(0, -9));
    expect(load().state).toEqual({ status: 'signedOut', reason: 'noSession' });
  });

  it.each<[string, (auth: Auth) => Promise<unknown>]>([
    ['a sign-out', (auth) => firstValueFrom(auth.signOut$())],
    ['its end', (auth) => refusal(answer(auth, '1'))],
    ['a newer sign-in', (auth) => refusal(begin(auth, { password: 'Wr0ng!Pass' }))],
  ])('has nothing to resume after %s', async (what, end) => {
    const pool = await smsPool();
    const load = page(pool);
    const auth = load();
    await begin(auth);
    if (what === 'its end') pool.faults.on('RespondToAuthChallenge', { error: 'NotAuthorizedException' });
    await end(auth);
    expect([...tab]).toEqual([]);
    expect(load().state).toMatchObject({ status: 'signedOut' });
  });
});
