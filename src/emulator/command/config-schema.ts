import type { Schema } from './schema';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };
const flag: Schema = { type: 'boolean' };
const milliseconds: Schema = { type: 'number', minimum: 0 };
const attributes: Schema = { type: 'object', additionalProperties: text };
const mfa: Schema = { type: 'string', enum: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] };
const address: Schema = { type: 'string', enum: ['email', 'phone_number'] };

const listOf = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Schema>>, ...required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});

const user = object(
  {
    username: text,
    password: text,
    attributes,
    status: {
      type: 'string',
      enum: ['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'],
      description: 'With FORCE_CHANGE_PASSWORD the password is a temporary one.',
    },
    enabled: flag,
    groups: texts,
    mfa: object({ enabled: listOf(mfa), preferred: mfa, totpSecret: text }, 'enabled'),
  },
  'username',
);

const client = object({
  clientId: text,
  clientSecret: text,
  clientName: text,
  explicitAuthFlows: listOf({
    type: 'string',
    enum: [
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
  }),
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
    flows: listOf({ type: 'string', enum: ['code', 'client_credentials'] }),
    scopes: texts,
    ssoMaxValidityMinutes: { type: 'number', minimum: 0 },
    identityProviders: texts,
  }),
});

/** What `--config` takes: the options of a pool that are data. Published as `bin/emulator.schema.json`. */
export const CONFIG_SCHEMA: Schema = object({
  $schema: text,
  region: text,
  userPoolId: text,
  seed: { ...text, description: 'Makes everything random repeatable, but for the keys of the tokens.' },
  users: listOf(user),
  groups: texts,
  clients: listOf(client),
  identityProviders: listOf(
    object(
      {
        name: text,
        type: {
          type: 'string',
          enum: ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple', 'OIDC', 'SAML'],
        },
        identifiers: texts,
        users: listOf(object({ subject: text, attributes }, 'subject')),
      },
      'name',
    ),
  ),
  issuer: { type: 'string', enum: ['original', 'updated', 'endpoint'] },
  endpoint: { ...text, description: 'The address under which others reach the emulator.' },
  allowedHosts: texts,
  adminOrigins: texts,
  mfaConfiguration: { type: 'string', enum: ['OFF', 'OPTIONAL', 'ON'] },
  enabledMfas: listOf(mfa),
  allowedFirstAuthFactors: listOf({
    type: 'string',
    enum: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  }),
  webAuthn: object(
    {
      relyingPartyId: text,
      userVerification: { type: 'string', enum: ['required', 'preferred'] },
      factorConfiguration: {
        type: 'string',
        enum: ['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
      },
    },
    'relyingPartyId',
  ),
  sessionTracking: object({ maxPerUser: { type: 'number', minimum: 1 } }),
  deviceTracking: object(
    { challengeRequiredOnNewDevice: flag, deviceOnlyRememberedOnUserPrompt: flag },
    'challengeRequiredOnNewDevice',
    'deviceOnlyRememberedOnUserPrompt',
  ),
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
  aliasAttributes: listOf({ type: 'string', enum: ['email', 'phone_number', 'preferred_username'] }),
  usernameAttributes: listOf(address),
});
