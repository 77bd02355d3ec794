import { totpCode } from '../../../../src/emulator';
import { ask, verdict } from '../../ask';
import { ALICE, createTestPool, respond, signIn, submitPassword } from '../../fixture';

describe('AssociateSoftwareToken and VerifySoftwareToken', () => {
  it('set up an authenticator app, which SetUserMFAPreference then switches on', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    const { body } = await ask(pool, 'AssociateSoftwareToken', { AccessToken });
    const secret = String(body['SecretCode']);
    const UserCode = await totpCode(secret, pool.clock.now());
    const verified = await ask(pool, 'VerifySoftwareToken', { AccessToken, UserCode });

    expect(secret).toMatch(/^[A-Z2-7]{52}$/);
    expect(verified.body).toEqual({ Status: 'SUCCESS' });
    expect((await submitPassword(pool)).body['AuthenticationResult']).toBeDefined();

    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    expect(await verdict(pool, 'SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })).toBe(
      'success',
    );
    pool.clock.advance(60_000);
    const challenge = await submitPassword(pool);
    const SOFTWARE_TOKEN_MFA_CODE = await totpCode(secret, pool.clock.now());
    expect(
      (await respond(pool, challenge, { SOFTWARE_TOKEN_MFA_CODE })).body['AuthenticationResult'],
    ).toBeDefined();
  });

  it('need either an access token or a session', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);

    expect(await verdict(pool, 'AssociateSoftwareToken', {})).toBe('InvalidParameterException');
    expect(await verdict(pool, 'AssociateSoftwareToken', { AccessToken, Session: 's'.repeat(20) })).toBe(
      'InvalidParameterException',
    );
  });
});

describe('SetUserMFAPreference', () => {
  it('switches factors on and off, and prefers one', async () => {
    const users = [{ ...ALICE, attributes: { ...ALICE.attributes, phone_number: '+491701234567' } }];
    const pool = createTestPool({ users });
    const { AccessToken } = await signIn(pool);
    const settings = async () => {
      const { body } = await ask(pool, 'GetUser', { AccessToken });
      return [body['UserMFASettingList'], body['PreferredMfaSetting']];
    };
    await ask(pool, 'SetUserMFAPreference', {
      AccessToken,
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true },
    });
    expect(await settings()).toEqual([['SMS_MFA', 'EMAIL_OTP'], 'SMS_MFA']);
    await ask(pool, 'SetUserMFAPreference', { AccessToken, SMSMfaSettings: { Enabled: false } });
    expect(await settings()).toStrictEqual([['EMAIL_OTP'], undefined]);
  });

  it.each([
    [
      'two preferred factors',
      { SMSMfaSettings: { PreferredMfa: true }, EmailMfaSettings: { PreferredMfa: true } },
    ],
    ['an authenticator app that was never set up', { SoftwareTokenMfaSettings: { Enabled: true } }],
    ['a phone that the user does not have', { SMSMfaSettings: { Enabled: true } }],
  ])('refuses %s', async (_, settings) => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);

    expect(await verdict(pool, 'SetUserMFAPreference', { AccessToken, ...settings })).toBe(
      'InvalidParameterException',
    );
  });
});
