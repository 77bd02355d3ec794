import { createManualClock, createUserPool, totpCode, type UserPoolOptions } from '../../src/emulator';
import { ask, type Asked } from './ask';
import { ALICE, createTestPool, PASSWORD, respond, signIn, submitPassword, type TestPool } from './fixture';
import { createPasskeyPool, register } from './webauthn/fixture';

/**
 * Where a text is known from: D the developer guide and API reference, W traffic and public reports that quote it, U a guess
 * that fits them.
 */
type Source = 'D' | 'W' | 'U';

/** An error that a client can meet: what brings it about, its type, its text, and where the text is known from. */
export interface ErrorText {
  readonly when: string;
  readonly type: string;
  readonly text: string;
  readonly source: Source;
  readonly meet: () => Promise<Asked>;
}

type Options = Omit<UserPoolOptions, 'clock'>;

const UNKNOWN = { preventUserExistenceErrors: false };

const row = (
  when: string,
  type: string,
  text: string,
  source: Source,
  meet: ErrorText['meet'],
): ErrorText => ({ when, type: `${type}Exception`, text, source, meet });

/** Calls an operation as a client does. */
const call =
  (operation: Parameters<typeof ask>[1], input: object, options: Options = {}, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    await incident(pool);
    return ask(pool, operation, { ClientId: pool.userPoolClientId, UserPoolId: pool.userPoolId, ...input });
  };

/** Calls an operation as alice does, once she is signed in. */
const asAlice =
  (operation: Parameters<typeof ask>[1], input: object, options: Options = {}, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    const { AccessToken, RefreshToken } = await signIn(pool);
    await incident(pool);
    return ask(pool, operation, {
      AccessToken,
      RefreshToken,
      Token: RefreshToken,
      ClientId: pool.userPoolClientId,
      ...input,
    });
  };

const nothing: (pool: TestPool) => unknown = () => undefined;

const begin = (AuthFlow: string, parameters: object, options: Options = {}, incident = nothing) =>
  call(
    'InitiateAuth',
    { AuthFlow, AuthParameters: { USERNAME: 'alice', PASSWORD, ...parameters } },
    options,
    incident,
  );

const signUp = (input: object, options: Options = {}) =>
  call('SignUp', { Username: 'carol', Password: PASSWORD, ...input }, options);

/** Answers the challenge that follows upon alice's password. */
const answer =
  (responses: Readonly<Record<string, string>>, options: Options, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    const challenge = await submitPassword(pool);
    await incident(pool);
    return respond(pool, challenge, responses);
  };

const only = (flow: 'ALLOW_CUSTOM_AUTH'): Options => ({ clients: [{ explicitAuthFlows: [flow] }] });
const withMfa = (kind: 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA'): Options => ({
  users: [{ ...ALICE, mfa: { enabled: [kind] } }],
});
const temporary: Options = { users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }] };
const policy = (changes: object): Options => ({ passwordPolicy: changes });
const attribute = (Name: string, Value = 'x') => ({ UserAttributes: [{ Name, Value }] });
const weeks = (pool: TestPool) => {
  pool.clock.advance(7 * 86_400_000);
};
const forget = (pool: TestPool) =>
  ask(pool, 'ForgotPassword', { ClientId: pool.userPoolClientId, Username: 'alice' });

/** Every text that the emulator has, with a case for each. */
export const ERROR_TEXTS: readonly ErrorText[] = [
  // Signing in
  row(
    'a wrong password, or an unknown user who is protected',
    'NotAuthorized',
    'Incorrect username or password.',
    'W',
    begin('USER_PASSWORD_AUTH', { PASSWORD: 'wrong' }),
  ),
  row(
    'an unknown user who is not protected',
    'UserNotFound',
    'User does not exist.',
    'W',
    begin('USER_PASSWORD_AUTH', { USERNAME: 'nobody' }, { clients: [UNKNOWN] }),
  ),
  row(
    'a fifth wrong password, and another soon after',
    'NotAuthorized',
    'Password attempts exceeded',
    'W',
    begin('USER_PASSWORD_AUTH', {}, {}, async (pool) => {
      for (let attempt = 0; attempt < 5; attempt++) await submitPassword(pool, 'alice', 'wrong');
    }),
  ),
  row(
    'a disabled user',
    'NotAuthorized',
    'User is disabled.',
    'W',
    begin('USER_PASSWORD_AUTH', {}, {}, (pool) => {
      pool.admin.disableUser('alice');
    }),
  ),
  row(
    'a user who is not confirmed',
    'UserNotConfirmed',
    'User is not confirmed.',
    'W',
    begin('USER_PASSWORD_AUTH', {}, { users: [{ ...ALICE, status: 'UNCONFIRMED' }] }),
  ),
  row(
    'a password that was reset by an administrator',
    'PasswordResetRequired',
    'Password reset required for the user',
    'W',
    begin('USER_PASSWORD_AUTH', {}, {}, (pool) => {
      pool.admin.resetPassword('alice');
    }),
  ),
  row(
    'a temporary password that is too old',
    'NotAuthorized',
    'Temporary password has expired and must be reset by an administrator.',
    'W',
    begin('USER_PASSWORD_AUTH', {}, temporary, weeks),
  ),
  row(
    'a flow that the client does not allow: SRP',
    'InvalidParameter',
    'USER_SRP_AUTH is not enabled for the client.',
    'W',
    begin('USER_SRP_AUTH', { SRP_A: 'ff' }, only('ALLOW_CUSTOM_AUTH')),
  ),
  row(
    'a flow that the client does not allow: passwords',
    'InvalidParameter',
    'USER_PASSWORD_AUTH flow not enabled for this client',
    'W',
    begin('USER_PASSWORD_AUTH', {}, only('ALLOW_CUSTOM_AUTH')),
  ),
  row(
    'a flow without its parameter',
    'InvalidParameter',
    'Missing required parameter PASSWORD',
    'W',
    begin('USER_PASSWORD_AUTH', { PASSWORD: undefined }),
  ),
  row(
    'custom authentication without triggers',
    'InvalidParameter',
    'Custom auth lambda trigger is not configured for the user pool.',
    'W',
    begin('CUSTOM_AUTH', {}),
  ),
  row(
    'an unknown client',
    'ResourceNotFound',
    'User pool client unknown does not exist.',
    'W',
    call('InitiateAuth', { ClientId: 'unknown', AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'a' } }),
  ),
  row(
    'a client with a secret, without its hash',
    'NotAuthorized',
    'Client web is configured with secret but SECRET_HASH was not received',
    'W',
    begin('USER_PASSWORD_AUTH', {}, { clients: [{ clientId: 'web', clientSecret: 's' }] }),
  ),
  row(
    'a client with a secret, with another hash',
    'NotAuthorized',
    'Unable to verify secret hash for client web',
    'W',
    begin('USER_PASSWORD_AUTH', { SECRET_HASH: 'x' }, { clients: [{ clientId: 'web', clientSecret: 's' }] }),
  ),
  // Challenges
  row(
    'a wrong code',
    'CodeMismatch',
    'Invalid code or auth state for the user.',
    'W',
    answer({ EMAIL_OTP_CODE: '0' }, withMfa('EMAIL_OTP')),
  ),
  row(
    'a wrong code of an authenticator app',
    'CodeMismatch',
    'Invalid code received for user',
    'W',
    answer({ SOFTWARE_TOKEN_MFA_CODE: '000' }, withMfa('SOFTWARE_TOKEN_MFA')),
  ),
  row(
    'a code of an authenticator app that was used',
    'ExpiredCode',
    'Your software token has already been used once.',
    'W',
    async () => {
      const pool = createTestPool(withMfa('SOFTWARE_TOKEN_MFA'));
      const SOFTWARE_TOKEN_MFA_CODE = await totpCode(pool.admin.totpSecret('alice') ?? '', pool.clock.now());
      await respond(pool, await submitPassword(pool), { SOFTWARE_TOKEN_MFA_CODE });
      return respond(pool, await submitPassword(pool), { SOFTWARE_TOKEN_MFA_CODE });
    },
  ),
  row(
    'a session that is too old',
    'NotAuthorized',
    'Invalid session for the user, session is expired.',
    'W',
    answer({ EMAIL_OTP_CODE: '0' }, withMfa('EMAIL_OTP'), (pool) => {
      pool.clock.advance(180_000);
    }),
  ),
  row('a session that was used', 'NotAuthorized', 'Invalid session for the user.', 'W', async () => {
    const pool = createTestPool(withMfa('EMAIL_OTP'));
    const challenge = await submitPassword(pool);
    const EMAIL_OTP_CODE = pool.outbox.latest('alice')?.code ?? '';
    await respond(pool, challenge, { EMAIL_OTP_CODE });
    return respond(pool, challenge, { EMAIL_OTP_CODE });
  }),
  row(
    'a new password without a required attribute',
    'InvalidParameter',
    'Invalid attributes given, nickname is missing',
    'U',
    answer({ NEW_PASSWORD: 'N3w-Passw0rd!' }, { ...temporary, requiredAttributes: ['nickname'] }),
  ),
  // Passwords
  row(
    'a password that is too short',
    'InvalidPassword',
    'Password did not conform with policy: Password not long enough',
    'W',
    signUp({ Password: 'aA1!' }),
  ),
  row(
    'a password without upper case',
    'InvalidPassword',
    'Password did not conform with policy: Password must have uppercase characters',
    'W',
    signUp({ Password: 'passw0rd!' }),
  ),
  row(
    'a password without lower case',
    'InvalidPassword',
    'Password did not conform with policy: Password must have lowercase characters',
    'W',
    signUp({ Password: 'PASSW0RD!' }),
  ),
  row(
    'a password without a number',
    'InvalidPassword',
    'Password did not conform with policy: Password must have numeric characters',
    'W',
    signUp({ Password: 'Password!' }),
  ),
  row(
    'a password without a symbol',
    'InvalidPassword',
    'Password did not conform with policy: Password must have symbol characters',
    'W',
    signUp({ Password: 'Passw0rds' }),
  ),
  row(
    'a password that was used before',
    'PasswordHistoryPolicyViolation',
    'Password has previously been used.',
    'U',
    asAlice(
      'ChangePassword',
      { PreviousPassword: PASSWORD, ProposedPassword: PASSWORD },
      policy({ historySize: 2 }),
    ),
  ),
  row(
    'a password change too many',
    'LimitExceeded',
    'Attempt limit exceeded, please try after some time.',
    'W',
    asAlice('ChangePassword', { PreviousPassword: 'wrong', ProposedPassword: PASSWORD }, {}, async (pool) => {
      for (let attempt = 0; attempt < 5; attempt++) await submitPassword(pool, 'alice', 'wrong');
    }),
  ),
  row(
    'a forgotten password without a verified address',
    'InvalidParameter',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
    'W',
    call('ForgotPassword', { Username: 'alice' }, { users: [{ ...ALICE, attributes: {} }] }),
  ),
  row(
    'a forgotten password in place of a temporary one',
    'NotAuthorized',
    'User password cannot be reset in the current state.',
    'W',
    call('ForgotPassword', { Username: 'alice' }, temporary),
  ),
  row(
    'a wrong code for a forgotten password',
    'CodeMismatch',
    'Invalid verification code provided, please try again.',
    'W',
    call(
      'ConfirmForgotPassword',
      { Username: 'alice', ConfirmationCode: '0', Password: PASSWORD },
      {},
      forget,
    ),
  ),
  row(
    'a code that nobody waits for',
    'ExpiredCode',
    'Invalid code provided, please request a code again.',
    'W',
    call('ConfirmForgotPassword', { Username: 'alice', ConfirmationCode: '0', Password: PASSWORD }),
  ),
  // Signing up
  row(
    'a username that is taken',
    'UsernameExists',
    'User already exists',
    'W',
    signUp({ Username: 'alice' }),
  ),
  row(
    'an address that is taken, where addresses are usernames',
    'UsernameExists',
    'An account with the given email already exists.',
    'W',
    signUp(
      { Username: 'a@example.com' },
      { usernameAttributes: ['email'], users: [{ ...ALICE, username: 'a@example.com' }] },
    ),
  ),
  row(
    'a username that is no address, where addresses are usernames',
    'InvalidParameter',
    'Username should be an email.',
    'W',
    signUp({}, { usernameAttributes: ['email'], users: [] }),
  ),
  row(
    'the same, where numbers serve as well',
    'InvalidParameter',
    'Username should be either an email or a phone number.',
    'U',
    signUp({}, { usernameAttributes: ['email', 'phone_number'], users: [] }),
  ),
  row(
    'a username that is an address, where addresses are aliases',
    'InvalidParameter',
    'Username cannot be of email format, since user pool is configured for email alias.',
    'W',
    signUp({ Username: 'c@example.com' }, { aliasAttributes: ['email'] }),
  ),
  row(
    'a required attribute that is missing',
    'InvalidParameter',
    'Attributes did not conform to the schema: nickname: The attribute is required',
    'W',
    signUp({}, { requiredAttributes: ['nickname'] }),
  ),
  row(
    '`email_verified` at sign-up',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    signUp(attribute('email_verified', 'true')),
  ),
  row(
    'a custom attribute that nobody declared',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    signUp(attribute('custom:team')),
  ),
  row(
    'an attribute that the client may not write',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    asAlice('UpdateUserAttributes', attribute('nickname'), {
      clients: [{ settings: { WriteAttributes: ['email'] } }],
    }),
  ),
  row(
    'an address that is none',
    'InvalidParameter',
    'Invalid email address format.',
    'W',
    signUp(attribute('email', 'none')),
  ),
  row(
    'a number that is none',
    'InvalidParameter',
    'Invalid phone number format.',
    'W',
    signUp(attribute('phone_number', '0170')),
  ),
  row(
    'no password, where one is needed',
    'InvalidParameter',
    'Password is required.',
    'U',
    signUp({ Password: undefined }),
  ),
  row(
    'a user who is confirmed already, confirmed again',
    'NotAuthorized',
    'User cannot be confirmed. Current status is CONFIRMED',
    'W',
    call('ConfirmSignUp', { Username: 'alice', ConfirmationCode: '0' }),
  ),
  row(
    'a user who is confirmed already, sent another code',
    'InvalidParameter',
    'User is already confirmed.',
    'W',
    call('ResendConfirmationCode', { Username: 'alice' }),
  ),
  row(
    'an alias that another user has verified',
    'AliasExists',
    'An account with the given email already exists.',
    'W',
    asAlice('UpdateUserAttributes', attribute('email', 'b@example.com'), {
      aliasAttributes: ['email'],
      users: [ALICE, { username: 'bob', attributes: { email: 'b@example.com', email_verified: 'true' } }],
    }),
  ),
  // Administrators
  row(
    'a username that is taken, for an administrator',
    'UsernameExists',
    'User account already exists',
    'W',
    call('AdminCreateUser', { Username: 'alice' }),
  ),
  row(
    'an undeclared attribute, for an administrator',
    'InvalidParameter',
    'Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined',
    'W',
    call('AdminCreateUser', { Username: 'carol', ...attribute('custom:x') }),
  ),
  row(
    'another pool',
    'ResourceNotFound',
    'User pool eu-west-1_Elsewhere does not exist.',
    'W',
    call('AdminDisableUser', { UserPoolId: 'eu-west-1_Elsewhere', Username: 'alice' }),
  ),
  row(
    'an invitation for a user who needs none',
    'UnsupportedUserState',
    'Resend not possible. alice status is not FORCE_CHANGE_PASSWORD',
    'W',
    call('AdminCreateUser', { Username: 'alice', MessageAction: 'RESEND' }),
  ),
  // Tokens
  row(
    'an access token that was never issued',
    'NotAuthorized',
    'Invalid Access Token',
    'W',
    call('GetUser', { AccessToken: 'never.issued' }),
  ),
  row(
    'an access token that has expired',
    'NotAuthorized',
    'Access Token has expired',
    'W',
    asAlice('GetUser', {}, {}, (pool) => {
      pool.clock.advance(3_600_000);
    }),
  ),
  row(
    'an access token that was revoked',
    'NotAuthorized',
    'Access Token has been revoked',
    'W',
    asAlice('GetUser', {}, {}, (pool) => {
      pool.admin.globalSignOut('alice');
    }),
  ),
  row(
    'a refresh token that was revoked',
    'NotAuthorized',
    'Refresh Token has been revoked',
    'W',
    asAlice('GetTokensFromRefreshToken', {}, {}, (pool) => {
      pool.admin.globalSignOut('alice');
    }),
  ),
  row(
    'a refresh token that has expired',
    'NotAuthorized',
    'Refresh Token has expired',
    'W',
    asAlice('GetTokensFromRefreshToken', {}, {}, (pool) => {
      pool.clock.advance(30 * 86_400_000);
    }),
  ),
  row(
    'a refresh token that was never issued, or is another client’s',
    'NotAuthorized',
    'Invalid Refresh Token.',
    'W',
    call('GetTokensFromRefreshToken', { RefreshToken: 'never.issued' }),
  ),
  row(
    'a refresh token that was replaced',
    'RefreshTokenReuse',
    'Refresh token has been reused.',
    'U',
    async () => {
      const pool = createTestPool({ clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] });
      const { RefreshToken } = await signIn(pool);
      const input = { RefreshToken, ClientId: pool.userPoolClientId };
      await ask(pool, 'GetTokensFromRefreshToken', input);
      return ask(pool, 'GetTokensFromRefreshToken', input);
    },
  ),
  row(
    'a token of another client, revoked',
    'Unauthorized',
    'The client is not authorized to revoke this token.',
    'U',
    asAlice('RevokeToken', { ClientId: 'unknown' }),
  ),
  row(
    'an access token, revoked',
    'UnsupportedTokenType',
    'Only refresh tokens can be revoked.',
    'U',
    async () => {
      const pool = createTestPool();
      const { AccessToken: Token } = await signIn(pool);
      return ask(pool, 'RevokeToken', { Token, ClientId: pool.userPoolClientId });
    },
  ),
  row(
    'a token of a client without revocation',
    'UnsupportedOperation',
    'Token revocation is not enabled for this client.',
    'U',
    asAlice('RevokeToken', {}, { clients: [{ tokenRevocation: false }] }),
  ),
  // Second factors, devices, passkeys, sessions
  row(
    'a wrong code while an authenticator app is set up',
    'EnableSoftwareTokenMFA',
    'Code mismatch',
    'W',
    async () => {
      const pool = createTestPool();
      const { AccessToken } = await signIn(pool);
      await ask(pool, 'AssociateSoftwareToken', { AccessToken });
      return ask(pool, 'VerifySoftwareToken', { AccessToken, UserCode: '000000' });
    },
  ),
  row(
    'an authenticator app that was not set up, switched on',
    'InvalidParameter',
    'User has not verified software token mfa',
    'W',
    asAlice('SetUserMFAPreference', { SoftwareTokenMfaSettings: { Enabled: true } }),
  ),
  row(
    'a device that is not there',
    'ResourceNotFound',
    'Device does not exist.',
    'W',
    asAlice(
      'GetDevice',
      { DeviceKey: 'eu-west-1_0000' },
      { deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false } },
    ),
  ),
  row(
    'passkeys that are not allowed',
    'WebAuthnNotEnabled',
    'Passkeys are not enabled for the user pool.',
    'U',
    asAlice('StartWebAuthnRegistration', {}),
  ),
  row(
    'a passkey of another origin',
    'WebAuthnOriginNotAllowed',
    'The origin does not belong to the relying party.',
    'U',
    async () => (await register(createPasskeyPool(), undefined, { origin: 'https://evil.example' })).asked,
  ),
  row(
    'sessions that are not tracked',
    'OperationNotEnabled',
    'Session tracking is not enabled for the user pool.',
    'U',
    asAlice('ListUserSessions', {}),
  ),
  // The wire
  row(
    'one thing wrong with the input',
    'InvalidParameter',
    "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    'W',
    signUp({ Username: 'a b' }),
  ),
  row(
    'several things wrong with the input',
    'InvalidParameter',
    "3 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    'W',
    signUp({ ClientId: 'a b', Username: '' }),
  ),
  row(
    'a password with a blank at its end',
    'InvalidParameter',
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    'W',
    signUp({ Password: 'Passw0rd! ' }),
  ),
  row('a body that is no JSON object', 'Serialization', 'Could not deserialize the request.', 'U', () =>
    ask(createUserPool({ clock: createManualClock() }), 'GetUser', '[]'),
  ),
];
