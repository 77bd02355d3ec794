import { attributes, flag, listOf, milliseconds, nameOf, object, text, texts, wordOf } from './kinds';
import type { Schema } from './schema';
import { MFA_SCHEMA, USER_SCHEMA } from './user';

const address = wordOf('email', 'phone_number');

const client = object({
  clientId: nameOf('^[\\w+]{1,128}$'),
  clientSecret: text,
  clientName: text,
  explicitAuthFlows: listOf(
    wordOf(
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ),
  ),
  refreshTokenRotation: object({ graceSeconds: { type: 'number', minimum: 0 } }, 'graceSeconds'),
  tokenRevocation: flag,
  preventUserExistenceErrors: flag,
  accessTokenValidityMs: milliseconds,
  idTokenValidityMs: milliseconds,
  refreshTokenValidityMs: milliseconds,
  authSessionValidityMs: milliseconds,
  oauth: object({
    callbackUrls: texts,
    logoutUrls: texts,
    flows: listOf(wordOf('code', 'client_credentials')),
    scopes: texts,
    ssoMaxValidityMinutes: { type: 'number', minimum: 0 },
    identityProviders: texts,
  }),
});

/** What `--config` takes: the options of a pool that are data. Published as `bin/emulator.schema.json`. */
export const CONFIG_SCHEMA: Schema = object({
  $schema: text,
  region: text,
  userPoolId: nameOf('^[\\w-]{1,53}_[0-9a-zA-Z]+$'),
  seed: {
    type: 'string',
    description: 'Makes everything random repeatable, but for the keys of the tokens.',
  },
  users: listOf(USER_SCHEMA),
  groups: texts,
  clients: listOf(client),
  identityProviders: listOf(
    object(
      {
        name: text,
        type: wordOf('Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple', 'OIDC', 'SAML'),
        identifiers: texts,
        users: listOf(object({ subject: text, attributes }, 'subject')),
      },
      'name',
    ),
  ),
  issuer: wordOf('original', 'updated', 'endpoint'),
  endpoint: { type: 'string', description: 'The address under which others reach the emulator.' },
  allowedHosts: texts,
  adminOrigins: texts,
  mfaConfiguration: wordOf('OFF', 'OPTIONAL', 'ON'),
  enabledMfas: listOf(MFA_SCHEMA),
  allowedFirstAuthFactors: listOf(wordOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN')),
  webAuthn: object(
    {
      relyingPartyId: text,
      userVerification: wordOf('required', 'preferred'),
      factorConfiguration: wordOf('SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'),
    },
    'relyingPartyId',
  ),
  sessionTracking: object({ maxPerUser: { type: 'number', minimum: 1 } }),
  deviceTracking: object(
    { challengeRequiredOnNewDevice: flag, deviceOnlyRememberedOnUserPrompt: flag },
    'challengeRequiredOnNewDevice',
    'deviceOnlyRememberedOnUserPrompt',
  ),
  identityPool: object({
    identityPoolId: text,
    allowGuests: flag,
    serverSideTokenCheck: flag,
    credentialsValidityMs: milliseconds,
  }),
  passwordPolicy: object({
    minimumLength: { type: 'number', minimum: 1 },
    requireLowercase: flag,
    requireUppercase: flag,
    requireNumbers: flag,
    requireSymbols: flag,
    historySize: { type: 'number', minimum: 0 },
    temporaryPasswordValidityDays: { type: 'number', minimum: 0 },
  }),
  requiredAttributes: texts,
  customAttributes: texts,
  autoVerifiedAttributes: listOf(address),
  aliasAttributes: listOf(wordOf('email', 'phone_number', 'preferred_username')),
  usernameAttributes: listOf(address),
});
