import { totpCode } from '../../../src/emulator';
import { ask } from '../ask';
import { ALICE, createTestPool, respond, submitPassword } from '../fixture';
import { answer, begin, call, only, row, temporary, UNKNOWN, weeks, withMfa, type ErrorText } from './case';

/** What signing in and its challenges are refused with. */
export const SIGN_IN: readonly ErrorText[] = [
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
  row(
    'a first factor that the user does not have, chosen',
    'InvalidParameter',
    'Challenge SMS_OTP is not available for the user.',
    'U',
    async () => {
      const pool = createTestPool({ allowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] });
      const challenge = await ask(pool, 'InitiateAuth', {
        ClientId: pool.userPoolClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: 'alice' },
      });
      return respond(pool, challenge, { ANSWER: 'SMS_OTP' });
    },
  ),
  row(
    'SRP, by a user who has no password',
    'InvalidParameter',
    'The user has no password.',
    'U',
    begin('USER_SRP_AUTH', { SRP_A: 'a1' }, { users: [{ username: 'alice' }] }),
  ),
  row(
    'an SRP value that is none',
    'InvalidParameter',
    'SRP_A is not a valid public value.',
    'U',
    begin('USER_SRP_AUTH', { SRP_A: '0' }),
  ),
  row(
    'a trigger of custom authentication whose answer is none',
    'InvalidLambdaResponse',
    'Unrecognizable lambda output',
    'W',
    begin(
      'CUSTOM_AUTH',
      {},
      {
        customAuth: {
          defineAuthChallenge: () => undefined as never,
          createAuthChallenge: () => ({ publicChallengeParameters: {}, privateChallengeParameters: {} }),
          verifyAuthChallengeResponse: () => true,
        },
      },
    ),
  ),
  row(
    'a second factor that the user does not have, chosen',
    'MFAMethodNotFound',
    'SOFTWARE_TOKEN_MFA is not set up for the user.',
    'U',
    answer(
      { ANSWER: 'SOFTWARE_TOKEN_MFA' },
      {
        users: [
          {
            ...ALICE,
            attributes: { ...ALICE.attributes, phone_number: '+491701234567' },
            mfa: { enabled: ['SMS_MFA', 'EMAIL_OTP'] },
          },
        ],
      },
    ),
  ),
  row(
    'a second factor that was to be set up, and was not',
    'InvalidParameter',
    'No second factor has been set up.',
    'U',
    answer({}, { mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] }),
  ),
];
