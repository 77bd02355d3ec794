import { diagnose } from '../../src/doctor';
import type { FindingSeverity, PoolDescription } from '../../src/doctor';
import { client, SOUND } from './description';

type Case = readonly [id: string, severity: FindingSeverity, found: string, has: PoolDescription];

const oauth = (settings: object) => client({ ...settings });
const rotation = (rotates: object, flows: readonly string[]) =>
  client({ RefreshTokenRotation: rotates, ExplicitAuthFlows: flows });
const mfa = (webAuthn: object) => ({ ...SOUND, mfaConfig: { WebAuthnConfiguration: webAuthn } });

/** What has the finding; a sound description has it not, unless another one is given beside it below. */
const CASES: readonly Case[] = [
  ['token-revocation-off', 'error', 'false', client({ EnableTokenRevocation: false })],
  ['token-revocation-off', 'error', 'not set', client({ EnableTokenRevocation: undefined })],
  ['no-sign-out-url', 'error', 'none', client({ LogoutURLs: undefined })],
  ['no-sign-out-url', 'error', 'none', client({ LogoutURLs: [] })],
  [
    'rotation-with-refresh-auth',
    'error',
    'ALLOW_REFRESH_TOKEN_AUTH, while RefreshTokenRotation is ENABLED',
    rotation({ Feature: 'ENABLED' }, ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
  ],
  ['implicit-grant', 'error', 'code, implicit', oauth({ AllowedOAuthFlows: ['code', 'implicit'] })],
  ['client-secret', 'error', 'there is one', client({ ClientSecret: 's3cret' })],
  [
    'plain-http-callback',
    'error',
    'http://app.example.com/',
    oauth({ CallbackURLs: ['http://app.example.com/', 'https://app.example.com/'] }),
  ],
  [
    'plain-http-callback',
    'error',
    'http://localhost.example.com/',
    oauth({ LogoutURLs: ['http://localhost.example.com/'] }),
  ],
  ['no-sign-in-flow', 'error', 'ALLOW_CUSTOM_AUTH', client({ ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] })],
  [
    'no-sign-in-flow',
    'error',
    'ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH',
    client({ ExplicitAuthFlows: ['CUSTOM_AUTH_FLOW_ONLY'] }),
  ],
  [
    'no-sign-in-flow',
    'error',
    'ALLOW_REFRESH_TOKEN_AUTH',
    client({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], AllowedOAuthFlows: undefined }),
  ],
  [
    'access-token-long',
    'warning',
    '61 minutes',
    client({ AccessTokenValidity: 61, TokenValidityUnits: { AccessToken: 'minutes' } }),
  ],
  ['access-token-long', 'warning', '24 hours', client({ AccessTokenValidity: 24, TokenValidityUnits: {} })],
  [
    'access-token-long',
    'warning',
    '3601 seconds',
    client({ AccessTokenValidity: 3601, TokenValidityUnits: { AccessToken: 'seconds' } }),
  ],
  [
    'id-token-long',
    'warning',
    '1 days',
    client({ IdTokenValidity: 1, TokenValidityUnits: { IdToken: 'days' } }),
  ],
  ['refresh-token-long', 'warning', '31 days', client({ RefreshTokenValidity: 31, TokenValidityUnits: {} })],
  ['rotation-off', 'warning', 'DISABLED', client({ RefreshTokenRotation: { Feature: 'DISABLED' } })],
  ['rotation-off', 'warning', 'DISABLED', client({ RefreshTokenRotation: undefined })],
  [
    'rotation-grace',
    'warning',
    '1',
    client({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 1 } }),
  ],
  ['user-existence-told', 'warning', 'LEGACY', client({ PreventUserExistenceErrors: 'LEGACY' })],
  ['user-existence-told', 'warning', 'not set', client({ PreventUserExistenceErrors: undefined })],
  [
    'password-auth',
    'warning',
    'ALLOW_USER_PASSWORD_AUTH',
    client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] }),
  ],
  [
    'password-auth',
    'warning',
    'ALLOW_USER_PASSWORD_AUTH',
    client({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] }),
  ],
  [
    'loopback-url',
    'warning',
    'http://localhost:4200/, http://127.0.0.1/, https://[::1]/',
    oauth({
      CallbackURLs: ['http://localhost:4200/', 'https://app.example.com/', 'http://127.0.0.1/'],
      LogoutURLs: ['https://[::1]/'],
    }),
  ],
  [
    'scope-openid-missing',
    'warning',
    'email, aws.cognito.signin.user.admin',
    oauth({ AllowedOAuthScopes: ['email', 'aws.cognito.signin.user.admin'] }),
  ],
  ['scope-admin-missing', 'warning', 'openid', oauth({ AllowedOAuthScopes: ['openid'] })],
  [
    'writable-custom-attributes',
    'warning',
    'custom:role',
    client({ WriteAttributes: ['name', 'custom:role'] }),
  ],
  [
    'sso-session-long',
    'warning',
    '61',
    { ...SOUND, clientSessionConfiguration: { SSOSession: { MaxValidityMinutes: 61 } } },
  ],
  [
    'sso-session-long',
    'warning',
    '61',
    {
      ...SOUND,
      sessionConfiguration: undefined,
      clientSessionConfiguration: { SSOSession: { MaxValidityMinutes: 61 } },
    },
  ],
  [
    'passkey-rp-id',
    'warning',
    'example.org, the application is at https://app.example.com',
    mfa({ RelyingPartyId: 'example.org' }),
  ],
  [
    'passkey-rp-id',
    'warning',
    'xample.com, the application is at https://app.example.com',
    mfa({ RelyingPartyId: 'xample.com' }),
  ],
  [
    'passkey-rp-id',
    'warning',
    'shop.auth.eu-west-1.amazoncognito.com, the application is at https://app.example.com',
    {
      ...mfa({}),
      userPool: {
        Domain: 'shop',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      },
    },
  ],
  ['mfa-off', 'warning', 'OFF', { ...SOUND, mfaConfig: { MfaConfiguration: 'OFF' } }],
  ['mfa-off', 'warning', 'OFF', { ...SOUND, mfaConfig: undefined, userPool: { MfaConfiguration: 'OFF' } }],
];

const NOTES: readonly (readonly [id: string, found: string, part: 'userPool' | 'sessionConfiguration'])[] = [
  ['plan', 'PLUS', 'userPool'],
  ['issuer', 'UPDATED', 'userPool'],
  ['device-tracking', 'always remember', 'userPool'],
  ['session-tracking', 'ENABLED, at most 20 per user', 'sessionConfiguration'],
];

const find = (description: PoolDescription, id: string) =>
  diagnose(description).filter((finding) => finding.id === id);

describe('diagnose', () => {
  it('finds nothing but notes about a sound client (#13)', () => {
    expect(diagnose(SOUND).filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it.each(CASES)('finds %s, a matter of %s: %s (#13)', (id, severity, found, has) => {
    expect(find(has, id)).toEqual([
      {
        id,
        severity,
        found,
        setting: expect.stringMatching(/^\w[\w.]*(, \w+)*$/),
        why: expect.stringMatching(/^[A-Z][^]{40,}\.$/),
        fix: expect.stringContaining('eu-west-1_a1B2c3D4e'),
      },
    ]);
    expect(find(SOUND, id)).toEqual([]);
  });

  it.each(NOTES)('notes %s: %s; and not where %s was not looked at (#13)', (id, found, part) => {
    expect(find(SOUND, id)).toMatchObject([{ severity: 'note', found }]);
    expect(find({ ...SOUND, [part]: undefined }, id)).toEqual([]);
  });

  it.each<[string, PoolDescription]>([
    ['no-sign-out-url', client({ CallbackURLs: [], LogoutURLs: [] })],
    ['no-sign-in-flow', client({ ExplicitAuthFlows: ['ALLOW_USER_AUTH'] })],
    ['no-sign-in-flow', client({ ExplicitAuthFlows: undefined })],
    ['no-sign-in-flow', client({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] })],
    ['no-sign-in-flow', client({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] })],
    ['rotation-with-refresh-auth', rotation({ Feature: 'DISABLED' }, ['ALLOW_REFRESH_TOKEN_AUTH'])],
    ['client-secret', { ...client({ ClientSecret: 's3cret' }), usedBy: 'server' }],
    ['plain-http-callback', client({ CallbackURLs: ['http://localhost/', 'shop://callback'] })],
    ['loopback-url', client({ CallbackURLs: ['shop://localhost/'] })],
    ['access-token-long', client({ AccessTokenValidity: 1, TokenValidityUnits: {} })],
    ['access-token-long', client({ AccessTokenValidity: undefined, TokenValidityUnits: undefined })],
    ['refresh-token-long', client({ RefreshTokenValidity: 0 })],
    ['rotation-grace', client({ RefreshTokenRotation: { Feature: 'DISABLED', RetryGracePeriodSeconds: 9 } })],
    ['scope-openid-missing', client({ AllowedOAuthScopes: undefined })],
    [
      'scope-admin-missing',
      client({ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['shop/orders'] }),
    ],
    ['writable-custom-attributes', client({ WriteAttributes: undefined })],
    [
      'sso-session-long',
      {
        ...SOUND,
        sessionConfiguration: { UserSessionTracking: 'DISABLED' },
        clientSessionConfiguration: { SSOSession: { MaxValidityMinutes: 900 } },
      },
    ],
    ['passkey-rp-id', mfa({ RelyingPartyId: 'app.example.com' })],
    ['passkey-rp-id', { ...mfa({}), userPool: { CustomDomain: 'auth.example.org' } }],
    ['passkey-rp-id', { ...mfa({ RelyingPartyId: 'example.org' }), appUrls: [], userPoolClient: undefined }],
  ])('does not find %s where it is none (#13)', (id, description) => {
    expect(find(description, id)).toEqual([]);
  });

  it('goes by the callback URLs where nobody says where the application is (#13)', () => {
    const described = { ...mfa({ RelyingPartyId: 'example.org' }), appUrls: undefined };

    expect(find(described, 'passkey-rp-id')).toHaveLength(1);
  });

  it('finds nothing about what was not looked at (R78)', () => {
    expect(diagnose({ userPoolId: 'eu-west-1_a', userPoolClientId: 'a' })).toEqual([]);
    expect(
      new Set(diagnose({ ...SOUND, userPoolClient: undefined }).map(({ severity }) => severity)),
    ).toEqual(new Set(['note']));
  });

  it('puts the worst first (#13)', () => {
    const found = diagnose({
      ...client({ EnableTokenRevocation: false }),
      mfaConfig: { MfaConfiguration: 'OFF' },
    });

    expect(found.map(({ severity }) => severity)).toEqual([
      'error',
      'warning',
      'note',
      'note',
      'note',
      'note',
    ]);
  });

  it('never tells the secret (#13)', () => {
    expect(JSON.stringify(diagnose(client({ ClientSecret: 'c4nary-secret' })))).not.toContain('c4nary');
  });

  it.each(CASES)('mends %s by a command that fits a terminal (#13)', (id, _severity, _found, has) => {
    const [finding] = find(has, id);

    expect(finding?.fix.split('\n').filter((line) => line.length > 76)).toEqual([]);
  });

  it('writes commands that no value can break out of (#13)', () => {
    const hostile = "https://app.example.com/';touch pwned;'";
    const [finding] = find(client({ LogoutURLs: [], CallbackURLs: [hostile] }), 'no-sign-out-url');
    const [byAnId] = find(
      { ...client({ EnableTokenRevocation: false }), userPoolClientId: "a'; touch pwned #" },
      'token-revocation-off',
    );
    const [byAScheme] = find(
      { ...client({ LogoutURLs: [], CallbackURLs: ["shop://'; touch pwned"] }), appUrls: [] },
      'no-sign-out-url',
    );

    expect(finding?.fix).toContain('.LogoutURLs = ["https://app.example.com/"]');
    expect(byAnId?.fix).toContain(`--user-pool-client-id 'a'\\''; touch pwned #'`);
    expect(byAScheme?.fix).toContain('["shop://\\u0027; touch pwned"]');
  });

  it.each([
    null,
    'text',
    [],
    { ExplicitAuthFlows: 'ALLOW_USER_SRP_AUTH', CallbackURLs: [null, 3, 'no url'], LogoutURLs: {} },
    { AccessTokenValidity: Number.NaN, RefreshTokenValidity: '9000', TokenValidityUnits: 'years' },
    { AccessTokenValidity: 9, TokenValidityUnits: { AccessToken: 'toString' }, RefreshTokenRotation: null },
  ])('reads whatever it is given: %j (#13)', (userPoolClient) => {
    const described = { ...SOUND, userPoolClient, userPool: userPoolClient, mfaConfig: userPoolClient };

    expect(() => diagnose(described as unknown as PoolDescription)).not.toThrow();
    expect(find(described as unknown as PoolDescription, 'access-token-long')).toEqual([]);
  });
});
