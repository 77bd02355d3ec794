import { CognitoError } from '../../errors';
import { tracksSessions } from '../../pool/pool-settings';
import { revokeFamily } from '../../pool/tokens/token-families';
import { associatedSessions, clientId, clientSecret, token } from '../members';
import { operation } from '../operation';
import { authenticate } from '../access-token';

/** Ends the family of a refresh token. For a token that is dead, was replaced, or never was, it is a success like any other. */
export const revokeToken = operation(
  {
    Token: token,
    ClientId: clientId,
    ClientSecret: clientSecret,
    RevokeAssociatedSessions: associatedSessions,
  },
  ({ Token, ClientId, ClientSecret, RevokeAssociatedSessions }, { pool }) => {
    const client = pool.clients.find(ClientId);
    if (!client || client.clientSecret !== ClientSecret) throw unauthorized();
    if (!client.tokenRevocation) {
      throw new CognitoError(
        'UnsupportedOperationException',
        'Token revocation is not enabled for this client.',
      );
    }
    const issued = pool.families.find(Token);
    if (issued && issued.family.client !== client) throw unauthorized();
    if (issued && issued.use !== 'refresh') {
      throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
    }
    if (!issued || !revokeFamily(issued)) return undefined;
    const { ssoSession } = issued.family;
    if (tracksSessions(pool) && RevokeAssociatedSessions === 'LINKED' && ssoSession) {
      ssoSession.endedBy ??= 'RevokeToken';
    }
    return undefined;
  },
);

/** Ends every family of the user. */
export const globalSignOut = operation({ AccessToken: token }, ({ AccessToken }, call) => {
  const { user } = authenticate(call, AccessToken, { tellsDeletion: false });
  call.pool.families.endAllOf(user, 'GlobalSignOut');
  return {};
});

function unauthorized(): CognitoError {
  return new CognitoError('UnauthorizedException', 'The client is not authorized to revoke this token.');
}
