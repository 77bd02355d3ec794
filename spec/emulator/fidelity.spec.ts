import type { UserPoolOptions } from '../../src/emulator';
import { ask, verdict } from './ask';
import { ALICE, claims, createTestPool, PASSWORD, respond, signIn, submitPassword } from './fixture';
import { totpCode } from '../../src/emulator';

type Options = Omit<UserPoolOptions, 'clock'>;

const idClaims = async (options: Options) => claims((await signIn(createTestPool(options))).IdToken);
const withAttributes = (attributes: Readonly<Record<string, string>>): Options => ({
  users: [{ ...ALICE, attributes }],
});

describe('a temporary password', () => {
  it('lives for the days that the pool says, from when it was set (#17)', async () => {
    const pool = createTestPool({
      users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }],
      passwordPolicy: { temporaryPasswordValidityDays: 2 },
    });
    pool.clock.advance(2 * 86_400_000 - 1);
    expect((await submitPassword(pool)).body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
    pool.clock.advance(1);
    expect((await submitPassword(pool)).body['__type']).toBe('NotAuthorizedException');
    pool.admin.setPassword('alice', PASSWORD, { temporary: true });

    expect((await submitPassword(pool)).body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
  });
});

describe('an id token', () => {
  it('has the address as OpenID Connect has it (#17)', async () => {
    expect((await idClaims(withAttributes({ address: '1 High Street' })))['address']).toEqual({
      formatted: '1 High Street',
    });
  });

  it('says that an address is not verified of which nothing is known (#17)', async () => {
    expect(await idClaims(withAttributes({ email: 'a@example.com', phone_number: '+4917' }))).toMatchObject({
      email_verified: false,
      phone_number_verified: false,
    });
    expect(await idClaims(withAttributes({}))).not.toHaveProperty('email_verified');
  });

  it('has what the client may read, and so has GetUser (#17)', async () => {
    const pool = createTestPool({
      ...withAttributes({ email: 'a@example.com', nickname: 'Al' }),
      clients: [{ settings: { ReadAttributes: ['nickname'] } }],
    });
    const { IdToken, AccessToken } = await signIn(pool);
    const { body } = await ask(pool, 'GetUser', { AccessToken });

    expect(claims(IdToken)).toMatchObject({ nickname: 'Al', sub: expect.any(String) });
    expect(claims(IdToken)).not.toHaveProperty('email');
    expect((body['UserAttributes'] as readonly { Name: string }[]).map(({ Name }) => Name)).toEqual([
      'sub',
      'nickname',
    ]);
  });
});

describe('custom attributes', () => {
  it('can be written once they are declared (#17)', async () => {
    const pool = createTestPool({ customAttributes: ['team'] });
    const { AccessToken } = await signIn(pool);
    const write = (Name: string) =>
      verdict(pool, 'UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value: 'blue' }] });

    expect(await write('custom:team')).toBe('success');
    expect(await write('custom:other')).toBe('NotAuthorizedException');
    expect(await write('team')).toBe('NotAuthorizedException');
  });

  it('are refused together with what else the client may not write, and nothing is changed (#17)', async () => {
    const pool = createTestPool({ clients: [{ settings: { WriteAttributes: ['nickname'] } }] });
    const { AccessToken } = await signIn(pool);
    const UserAttributes = [
      { Name: 'nickname', Value: 'Al' },
      { Name: 'name', Value: 'Alice' },
    ];

    expect(await verdict(pool, 'UpdateUserAttributes', { AccessToken, UserAttributes })).toBe(
      'NotAuthorizedException',
    );
    expect(pool.users()[0]?.attributes).not.toHaveProperty('nickname');
    expect(await verdict(pool, 'DeleteUserAttributes', { AccessToken, UserAttributeNames: ['email'] })).toBe(
      'NotAuthorizedException',
    );
  });
});

describe('GetTokensFromRefreshToken', () => {
  it('answers without ChallengeParameters, which REFRESH_TOKEN_AUTH has (#17)', async () => {
    const pool = createTestPool();
    const { RefreshToken } = await signIn(pool);
    const ClientId = pool.userPoolClientId;
    const refreshed = await ask(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId });
    const byFlow = await ask(pool, 'InitiateAuth', {
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });

    expect(Object.keys(refreshed.body)).toEqual(['AuthenticationResult']);
    expect(Object.keys(byFlow.body)).toEqual(['AuthenticationResult', 'ChallengeParameters']);
  });
});

describe('second factors', () => {
  it('call an authenticator app by the name that the user gave it (#17)', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    const { body } = await ask(pool, 'AssociateSoftwareToken', { AccessToken });
    const UserCode = await totpCode(String(body['SecretCode']), pool.clock.now());
    await ask(pool, 'VerifySoftwareToken', { AccessToken, UserCode, FriendlyDeviceName: 'My phone' });
    await ask(pool, 'SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });

    expect((await submitPassword(pool)).body['ChallengeParameters']).toMatchObject({
      FRIENDLY_DEVICE_NAME: 'My phone',
    });
  });

  it('come by SMS to who must have one and has a number, but no preference (#17)', async () => {
    const options = { ...withAttributes({ phone_number: '+491701234567' }), mfaConfiguration: 'ON' } as const;
    const pool = createTestPool(options);
    const challenge = await submitPassword(pool);
    const SMS_MFA_CODE = pool.outbox.latest('alice')?.code ?? '';

    expect(challenge.body['ChallengeName']).toBe('SMS_MFA');
    expect((await respond(pool, challenge, { SMS_MFA_CODE })).status).toBe(200);
    const without = createTestPool({ ...options, enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    expect((await submitPassword(without)).body['ChallengeName']).toBe('MFA_SETUP');
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  it.each([
    [{ 'userAttributes.email': 'none' }, 'InvalidParameterException'],
    [{ 'userAttributes.custom:x': 'y' }, 'NotAuthorizedException'],
  ])('looks at %j before the password is changed (#17)', async (attributes, refusal) => {
    const pool = createTestPool({ users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }] });
    const challenge = await submitPassword(pool);
    const { body } = await respond(pool, challenge, { NEW_PASSWORD: 'N3w-Passw0rd!', ...attributes });

    expect(body['__type']).toBe(refusal);
    expect((await submitPassword(pool)).body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
  });
});
