import type { PoolDescription } from '../../src/doctor';

/** An app client about which nothing is to be found but notes. */
export const SOUND = {
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  appUrls: ['https://app.example.com'],
  userPoolClient: {
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    WriteAttributes: ['name'],
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    CallbackURLs: ['https://app.example.com/callback'],
    LogoutURLs: ['https://app.example.com/'],
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
    AllowedOAuthFlowsUserPoolClient: true,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  },
  userPool: {
    UserPoolTier: 'PLUS',
    MfaConfiguration: 'OPTIONAL',
    IssuerConfiguration: { Type: 'UPDATED' },
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
  },
  mfaConfig: { MfaConfiguration: 'OPTIONAL', WebAuthnConfiguration: { RelyingPartyId: 'example.com' } },
  sessionConfiguration: { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 20 } },
  clientSessionConfiguration: { SSOSession: { MaxValidityMinutes: 60 } },
} satisfies PoolDescription;

/** The same with other settings of the app client. */
export const client = (settings: object): PoolDescription => ({
  ...SOUND,
  userPoolClient: { ...SOUND.userPoolClient, ...settings },
});
