import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { configureAmplify } from './amplify';
import { ALICE, startTestPool, type TestPool } from './pool';

const { username, password } = ALICE;
const HOUR_MS = 3_600_000;

describe('the identity pool of startUserPool, as aws-amplify sees it', () => {
  let pool: TestPool;

  beforeEach(async () => {
    pool = await startTestPool();
    configureAmplify(pool);
    const { userPoolId, userPoolClientId, endpoint } = pool;
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId,
          userPoolClientId,
          userPoolEndpoint: endpoint,
          identityPoolId: pool.identityPool.identityPoolId,
          identityPoolEndpoint: endpoint,
          allowGuestAccess: true,
        },
      },
    });
  });

  afterEach(async () => {
    await signOut();
    await pool.close();
  });

  it('gives the session of a user AWS credentials (#13)', async () => {
    await signIn({ username, password });
    const { credentials, identityId, userSub } = await fetchAuthSession();

    expect(pool.identityPool.issued).toEqual([
      {
        identityId,
        sub: userSub,
        accessKeyId: credentials?.accessKeyId,
        secretKey: credentials?.secretAccessKey,
        sessionToken: credentials?.sessionToken,
        expiresAt: credentials?.expiration?.getTime(),
      },
    ]);
    expect(credentials?.expiration?.getTime()).toBe(pool.clock.now() + HOUR_MS);
  });

  it('gives a guest credentials, and the user who signs in others, of the same identity (#13)', async () => {
    const guest = await fetchAuthSession();
    await signIn({ username, password });
    const user = await fetchAuthSession();

    expect(guest.tokens).toBeUndefined();
    expect(pool.identityPool.issued).toMatchObject([
      { identityId: guest.identityId, sub: undefined },
      { identityId: user.identityId, sub: user.userSub },
    ]);
    expect(user.credentials?.accessKeyId).not.toBe(guest.credentials?.accessKeyId);
  });
});
