import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import type { RunningUserPool } from '../../../src/emulator';
import { createAuth } from '../../../src';
import { ADA, answer, authOf, begin, refusal, sentCode, signedInName, startPool, stopAll } from './fixture';

const userPoolClientSecret = 'canary52characters0secret';

const poolWithSecret = (options: Parameters<typeof startPool>[0] = {}): Promise<RunningUserPool> =>
  startPool({ clients: [{ clientSecret: userPoolClientSecret }], ...options });

describe('a client with a secret', () => {
  afterEach(stopAll);

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
    'signs in by %s, refreshes and signs out',
    async (authFlowType) => {
      const pool = await poolWithSecret();
      const auth = authOf(pool, { userPoolClientSecret });
      await begin(auth, { authFlowType });
      const { accessToken } = await firstValueFrom(auth.tokens$());
      const refreshed = await firstValueFrom(auth.tokens$({ forceRefresh: true }));
      expect(refreshed.accessToken).not.toBe(accessToken);
      const { outcome, steps } = await firstValueFrom(auth.signOut$());
      expect({ outcome, revokeToken: steps.revokeToken }).toEqual({
        outcome: 'complete',
        revokeToken: 'done',
      });
    },
  );

  it('refreshes by REFRESH_TOKEN_AUTH where the newer operation is missing', async () => {
    const pool = await poolWithSecret();
    pool.faults.on('GetTokensFromRefreshToken', { error: 'OperationNotEnabledException' });
    const auth = authOf(pool, { userPoolClientSecret });
    await begin(auth);
    await firstValueFrom(auth.tokens$({ forceRefresh: true }));
    expect(signedInName(auth)).toBe('ada');
    expect([...pool.requests].at(-1)).toMatchObject({ operation: 'InitiateAuth' });
  });

  it('answers challenges under the name that they give the user', async () => {
    const pool = await poolWithSecret({
      users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }],
      aliasAttributes: ['email'],
    });
    const auth = authOf(pool, { userPoolClientSecret });
    expect(await begin(auth, { username: 'ada@example.com' })).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
    });
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
    expect(signedInName(auth)).toBe('ada');
  });

  it('is refused with another secret, which stands in no error (R43)', async () => {
    const pool = await poolWithSecret();
    const auth = authOf(pool, { userPoolClientSecret: 'canaryThatIsWrong' });
    const refused = await refusal(begin(auth));
    expect(refused).toMatchObject({ kind: 'notAuthorized' });
    expect(inspect([refused, auth, auth.state], { depth: 10, showHidden: true })).not.toContain('canary');
    expect(JSON.stringify([refused, auth.state])).not.toContain('canary');
  });

  it('is refused in a browser', () => {
    const page = { window: globalThis, document: {} };
    Object.assign(globalThis, page);
    try {
      expect(() =>
        createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57', userPoolClientSecret }),
      ).toThrow(expect.objectContaining({ kind: 'configuration', code: 'ClientSecretInBrowser' }));
    } finally {
      Object.keys(page).forEach((name) => Reflect.deleteProperty(globalThis, name));
    }
  });
});
