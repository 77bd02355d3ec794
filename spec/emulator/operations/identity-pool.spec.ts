import { ask, verdict } from '../ask';
import { ALICE, createTestPool, PASSWORD, signIn, type TestPool } from '../fixture';

const BOB = { username: 'bob', password: PASSWORD };
const loginsOf = (pool: TestPool, IdToken: string) => ({
  Logins: { [`cognito-idp.eu-west-1.amazonaws.com/${pool.userPoolId}`]: IdToken },
});
const getId = async (pool: TestPool, logins: object = {}) => {
  const { IdentityPoolId } = { IdentityPoolId: pool.identityPool.identityPoolId };
  return String((await ask(pool, 'GetId', { IdentityPoolId, ...logins })).body['IdentityId']);
};
const getCredentials = (pool: TestPool, IdentityId: string, logins: object = {}) =>
  ask(pool, 'GetCredentialsForIdentity', { IdentityId, ...logins });

describe('GetId', () => {
  it('answers each user with an identity of their own, at every sign-in (#13)', async () => {
    const pool = createTestPool({ users: [ALICE, BOB] });
    const idOf = async (name: string) => getId(pool, loginsOf(pool, (await signIn(pool, name)).IdToken));
    const alice = await idOf('alice');

    expect(alice).toMatch(/^eu-west-1:[0-9a-f-]{36}$/);
    expect(await idOf('alice')).toBe(alice);
    expect(await idOf('bob')).not.toBe(alice);
  });

  it('answers each guest with a new identity (#13)', async () => {
    const pool = createTestPool();

    expect(await getId(pool)).not.toBe(await getId(pool));
  });

  it.each(['AccessToken', 'RefreshToken'] as const)('refuses the %s as a login (#13)', async (kind) => {
    const pool = createTestPool();
    const tokens = await signIn(pool);
    const { identityPoolId: IdentityPoolId } = pool.identityPool;
    const answer = await verdict(pool, 'GetId', { IdentityPoolId, ...loginsOf(pool, tokens[kind]) });

    expect(answer).toMatch(/^(NotAuthorized|InvalidParameter)Exception$/);
  });

  it('refuses the id token of a session that has ended, unless it does not ask (#13)', async () => {
    const answer = async (serverSideTokenCheck: boolean) => {
      const pool = createTestPool({ identityPool: { serverSideTokenCheck } });
      const { IdToken } = await signIn(pool);
      pool.admin.globalSignOut('alice');
      const { identityPoolId: IdentityPoolId } = pool.identityPool;
      return verdict(pool, 'GetId', { IdentityPoolId, ...loginsOf(pool, IdToken) });
    };

    expect(await answer(true)).toBe('NotAuthorizedException');
    expect(await answer(false)).toBe('success');
  });

  it('refuses an id token that has expired (#13)', async () => {
    const pool = createTestPool();
    const { IdToken } = await signIn(pool);
    pool.clock.advance(3_600_000);
    const { identityPoolId: IdentityPoolId } = pool.identityPool;

    expect(await verdict(pool, 'GetId', { IdentityPoolId, ...loginsOf(pool, IdToken) })).toBe(
      'NotAuthorizedException',
    );
  });
});

describe('GetCredentialsForIdentity', () => {
  it('hands out credentials for an hour, which a sign-out does not end (#13)', async () => {
    const pool = createTestPool();
    const tokens = await signIn(pool);
    const id = await getId(pool, loginsOf(pool, tokens.IdToken));
    const { body } = await getCredentials(pool, id, loginsOf(pool, tokens.IdToken));
    await ask(pool, 'GlobalSignOut', { AccessToken: tokens.AccessToken });

    expect(body).toEqual({
      IdentityId: id,
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z0-9]{16}$/),
        SecretKey: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
        SessionToken: expect.any(String),
        Expiration: pool.clock.now() / 1000 + 3600,
      },
    });
    expect(pool.identityPool.issued).toMatchObject([
      { identityId: id, expiresAt: pool.clock.now() + 3_600_000 },
    ]);
  });

  it("refuses another user's identity, with her login and without one (#13)", async () => {
    const pool = createTestPool({ users: [ALICE, BOB] });
    const alice = loginsOf(pool, (await signIn(pool)).IdToken);
    const bob = loginsOf(pool, (await signIn(pool, 'bob')).IdToken);
    const id = await getId(pool, alice);

    expect((await getCredentials(pool, id, bob)).body['__type']).toBe('NotAuthorizedException');
    expect((await getCredentials(pool, id)).body['__type']).toBe('NotAuthorizedException');
  });

  it("makes a guest's identity the user's, where she has none, else answers with hers (#13)", async () => {
    const pool = createTestPool();
    const alice = loginsOf(pool, (await signIn(pool)).IdToken);
    const guests = [await getId(pool), await getId(pool)];
    const [first, second] = await Promise.all(guests.map((id) => getCredentials(pool, id, alice)));

    expect([first?.body['IdentityId'], second?.body['IdentityId']]).toEqual([guests[0], guests[0]]);
    expect((await getCredentials(pool, guests[1] ?? '', alice)).body['__type']).toBe(
      'ResourceNotFoundException',
    );
  });

  it('forgets an identity that is disabled; the user gets another (#13)', async () => {
    const pool = createTestPool();
    const alice = loginsOf(pool, (await signIn(pool)).IdToken);
    const id = await getId(pool, alice);
    pool.identityPool.disable(id);

    expect((await getCredentials(pool, id, alice)).body['__type']).toBe('ResourceNotFoundException');
    expect(await getId(pool, alice)).not.toBe(id);
  });

  it('stands under the name of its own service only (#13)', async () => {
    const pool = createTestPool();
    const target = 'AWSCognitoIdentityProviderService.GetId';

    expect(await verdict(pool, 'GetId', {}, { headers: { 'x-amz-target': target } })).toBe(
      'UnknownOperationException',
    );
  });
});
