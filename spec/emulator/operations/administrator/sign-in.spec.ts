import { ALICE, createTestPool, PASSWORD, submitPassword, tokensOf } from '../../fixture';
import { admin } from './fixture';

describe('AdminInitiateAuth', () => {
  it.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'])(
    'signs in by %s, and goes on by AdminRespondToAuthChallenge (#17)',
    async (AuthFlow) => {
      const pool = createTestPool({ users: [{ ...ALICE, mfa: { enabled: ['EMAIL_OTP'] } }] });
      const ClientId = pool.userPoolClientId;
      const AuthParameters = { USERNAME: 'alice', PASSWORD };
      const challenge = await admin(pool, 'AdminInitiateAuth', { ClientId, AuthFlow, AuthParameters });
      const { ChallengeName, Session } = challenge.body;
      const ChallengeResponses = { USERNAME: 'alice', EMAIL_OTP_CODE: pool.outbox.latest('alice')?.code };
      const input = { ClientId, ChallengeName, Session, ChallengeResponses };

      expect(tokensOf(await admin(pool, 'AdminRespondToAuthChallenge', input)).AccessToken).toMatch(/^ey/);
    },
  );

  it('needs a client that allows it (#17)', async () => {
    const pool = createTestPool({ clients: [{ explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }] });
    const input = {
      ClientId: pool.userPoolClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD },
    };

    expect((await admin(pool, 'AdminInitiateAuth', input)).body['__type']).toBe('InvalidParameterException');
    expect((await submitPassword(pool)).status).toBe(200);
  });
});
