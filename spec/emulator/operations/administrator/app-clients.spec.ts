import type { ClientSettings } from '../../../../src/emulator';
import { ask, verdict } from '../../ask';
import { claims, createTestPool, signIn, submitPassword, type TestPool } from '../../fixture';

/** Every setting of an app client, none at its default. */
const EVERY_SETTING: Required<ClientSettings> = {
  ClientName: 'Shop web',
  RefreshTokenValidity: 12,
  AccessTokenValidity: 17,
  IdTokenValidity: 900,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
  ReadAttributes: ['email', 'custom:plan'],
  WriteAttributes: ['name'],
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'],
  SupportedIdentityProviders: ['COGNITO', 'Google'],
  CallbackURLs: ['https://app.example.com/callback'],
  LogoutURLs: ['https://app.example.com/'],
  DefaultRedirectURI: 'https://app.example.com/callback',
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  AllowedOAuthFlowsUserPoolClient: true,
  AnalyticsConfiguration: { ApplicationArn: 'arn:aws:mobiletargeting:1', UserDataShared: true },
  PreventUserExistenceErrors: 'LEGACY',
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: true,
  AuthSessionValidity: 7,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 20 },
};

const named = (pool: TestPool) => ({ UserPoolId: pool.userPoolId, ClientId: pool.userPoolClientId });
const update = (pool: TestPool, settings: object) =>
  ask(pool, 'UpdateUserPoolClient', { ...named(pool), ...settings });
const describedClient = async (pool: TestPool) =>
  (await ask(pool, 'DescribeUserPoolClient', named(pool))).body['UserPoolClient'];

describe('DescribeUserPoolClient', () => {
  it('describes a client', async () => {
    const pool = createTestPool({
      clients: [{ clientId: 'client', clientSecret: 's3cret', refreshTokenRotation: { graceSeconds: 30 } }],
    });
    const { body } = await ask(pool, 'DescribeUserPoolClient', {
      UserPoolId: pool.userPoolId,
      ClientId: 'client',
    });

    expect(body['UserPoolClient']).toMatchObject({
      ClientId: 'client',
      ClientSecret: 's3cret',
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
    });
  });
});

describe('UpdateUserPoolClient', () => {
  it('sets every setting (#13)', async () => {
    const pool = createTestPool();

    expect((await update(pool, EVERY_SETTING)).body['UserPoolClient']).toMatchObject(EVERY_SETTING);
    expect(await describedClient(pool)).toMatchObject(EVERY_SETTING);
  });

  it('resets what is left out, but the name (#13)', async () => {
    const pool = createTestPool();
    await update(pool, EVERY_SETTING);
    const { UserPoolClient } = (await update(pool, {})).body as { UserPoolClient: object };

    expect(UserPoolClient).toEqual({
      ...named(pool),
      ClientName: 'Shop web',
      CreationDate: pool.clock.now() / 1000,
      LastModifiedDate: pool.clock.now() / 1000,
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: false,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
  });

  it('changes what tokens are like, from the next one on (#13)', async () => {
    const pool = createTestPool();
    const before = await signIn(pool);
    await update(pool, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      AccessTokenValidity: 20,
      IdTokenValidity: 6,
      TokenValidityUnits: { AccessToken: 'minutes' },
    });
    const after = await signIn(pool);
    const lifeOf = (token: string) => Number(claims(token)['exp']) - Number(claims(token)['iat']);

    expect(claims(before.AccessToken)).toHaveProperty('origin_jti');
    expect(claims(after.AccessToken)).not.toHaveProperty('origin_jti');
    expect([lifeOf(after.AccessToken), lifeOf(after.IdToken)]).toEqual([20 * 60, 6 * 3600]);
    expect(
      await verdict(pool, 'RevokeToken', { Token: before.RefreshToken, ClientId: pool.userPoolClientId }),
    ).toBe('UnsupportedOperationException');
  });

  it('changes how a sign-in may begin (#13)', async () => {
    const pool = createTestPool();
    await update(pool, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });

    expect((await submitPassword(pool)).body['__type']).toBe('InvalidParameterException');
  });

  it('knows the names of flows from before 2020 (#13)', async () => {
    const pool = createTestPool();
    await update(pool, { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] });

    expect((await submitPassword(pool)).status).toBe(200);
  });

  it.each([
    { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    { IdTokenValidity: 25 },
    { RefreshTokenValidity: 3651 },
    { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } },
    { AuthSessionValidity: 2 },
    { ExplicitAuthFlows: ['ALLOW_ANYTHING'] },
  ])('refuses %j, and changes nothing (#13)', async (settings) => {
    const pool = createTestPool();
    const before = await describedClient(pool);

    expect((await update(pool, settings)).body['__type']).toBe('InvalidParameterException');
    expect(await describedClient(pool)).toEqual(before);
  });
});
