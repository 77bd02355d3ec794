import { ask } from '../../ask';
import { createTestPool, type TestPool } from '../../fixture';

const inPool = (pool: TestPool, more: object = {}) => ({ UserPoolId: pool.userPoolId, ...more });
const inClient = (pool: TestPool, more: object = {}) =>
  inPool(pool, { ClientId: pool.userPoolClientId, ...more });

describe('DescribeUserPool', () => {
  it('tells the rules of the pool, and what else was said of it (#13)', async () => {
    const pool = createTestPool({
      mfaConfiguration: 'ON',
      passwordPolicy: { minimumLength: 12 },
      deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
      settings: { userPool: { UserPoolTier: 'PLUS', CustomDomain: 'auth.example.com' } },
    });

    expect((await ask(pool, 'DescribeUserPool', inPool(pool))).body['UserPool']).toMatchObject({
      Id: pool.userPoolId,
      MfaConfiguration: 'ON',
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
      UserPoolTier: 'PLUS',
      CustomDomain: 'auth.example.com',
      IssuerConfiguration: { Type: 'ORIGINAL' },
    });
  });
});

describe('GetUserPoolMfaConfig', () => {
  it('tells the second factors and the passkey settings, which DescribeUserPool does not (#13)', async () => {
    const pool = createTestPool({
      enabledMfas: ['SMS_MFA'],
      settings: { mfaConfig: { WebAuthnConfiguration: { RelyingPartyId: 'example.com' } } },
    });

    expect((await ask(pool, 'GetUserPoolMfaConfig', inPool(pool))).body).toEqual({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: false },
      WebAuthnConfiguration: { RelyingPartyId: 'example.com' },
    });
  });
});

describe('ListUserPoolClients', () => {
  it('lists the app clients, a page at a time (#13)', async () => {
    const pool = createTestPool({
      clients: [{ clientId: 'one' }, { clientId: 'two' }, { clientId: 'three' }],
    });
    const list = async (more: object) => {
      const { body } = await ask(pool, 'ListUserPoolClients', inPool(pool, more));
      const clients = body['UserPoolClients'] as readonly { readonly ClientId: string }[];
      return { ids: clients.map(({ ClientId }) => ClientId), next: body['NextToken'] };
    };
    const first = await list({ MaxResults: 2 });

    expect(first).toEqual({ ids: ['one', 'two'], next: expect.any(String) });
    expect(await list({ NextToken: first.next })).toEqual({ ids: ['three'], next: undefined });
  });
});

describe('SetUserPoolSessionConfiguration', () => {
  it('is told again (#13)', async () => {
    const pool = createTestPool();
    const tracking = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 3 } };
    const before = await ask(pool, 'GetUserPoolSessionConfiguration', inPool(pool));
    await ask(pool, 'SetUserPoolSessionConfiguration', inPool(pool, tracking));

    expect(before.body).toMatchObject({ UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } });
    expect((await ask(pool, 'GetUserPoolSessionConfiguration', inPool(pool))).body).toMatchObject(tracking);
  });
});

describe('SetUserPoolClientSessionConfiguration', () => {
  it('is told again (#13)', async () => {
    const pool = createTestPool();
    const SSOSession = { MaxValidityMinutes: 480 };
    const before = await ask(pool, 'GetUserPoolClientSessionConfiguration', inClient(pool));
    await ask(pool, 'SetUserPoolClientSessionConfiguration', inClient(pool, { SSOSession }));

    expect(before.body).toMatchObject({ SSOSession: { MaxValidityMinutes: 60 } });
    expect((await ask(pool, 'GetUserPoolClientSessionConfiguration', inClient(pool))).body).toMatchObject({
      SSOSession,
    });
  });
});
