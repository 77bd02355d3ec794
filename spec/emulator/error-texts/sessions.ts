import { createSecretHash } from 'cognito-srp-helper';
import { ask } from '../ask';
import { createTestPool, PASSWORD, signIn, tokensOf } from '../fixture';
import { createLoginPool, exchange, signInAtPage } from '../oauth/fixture';
import { asAlice, call, row, type ErrorText } from './case';

/** What tokens and sessions are refused with. */
export const SESSIONS: readonly ErrorText[] = [
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
  row(
    'sessions that are not tracked',
    'OperationNotEnabled',
    'Session tracking is not enabled for the user pool.',
    'U',
    asAlice('ListUserSessions', {}),
  ),
  row(
    'an access token of managed login without the scope',
    'NotAuthorized',
    'Access Token does not have required scopes',
    'W',
    async () => {
      const pool = createLoginPool();
      const { place } = await signInAtPage(pool, { scope: 'openid' });
      const { body } = await exchange(pool, place);
      return ask(pool, 'GetUser', { AccessToken: body['access_token'] });
    },
  ),
  row(
    'a refresh without the client’s secret',
    'NotAuthorized',
    'Unable to verify client secret for client web',
    'U',
    async () => {
      const pool = createTestPool({ clients: [{ clientId: 'web', clientSecret: 's' }] });
      const SECRET_HASH = createSecretHash('alice', 'web', 's');
      const { RefreshToken } = tokensOf(
        await ask(pool, 'InitiateAuth', {
          ClientId: 'web',
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'alice', PASSWORD, SECRET_HASH },
        }),
      );
      return ask(pool, 'GetTokensFromRefreshToken', { ClientId: 'web', RefreshToken });
    },
  ),
  row(
    'the session itself, revoked',
    'InvalidParameter',
    'The current session cannot be revoked.',
    'U',
    async () => {
      const pool = createTestPool({ sessionTracking: {} });
      const { AccessToken } = await signIn(pool);
      const [family] = pool.tokenFamilies();
      return ask(pool, 'RevokeUserSession', { AccessToken, SessionId: family?.sessionId });
    },
  ),
  row(
    'a session that is not there, revoked',
    'ResourceNotFound',
    'Session does not exist.',
    'U',
    asAlice('RevokeUserSession', { SessionId: `tkn${'a'.repeat(25)}` }, { sessionTracking: {} }),
  ),
];
