import { ask, verdict } from '../../ask';
import { createTestPool, signIn, tokensOf, type TestPool } from '../../fixture';

const revoke = (pool: TestPool, token: string, more: object = {}) =>
  ask(pool, 'RevokeToken', { Token: token, ClientId: pool.userPoolClientId, ...more });

const getUser = (pool: TestPool, token: string) => ask(pool, 'GetUser', { AccessToken: token });

describe('RevokeToken', () => {
  it('answers with an empty body', async () => {
    const pool = createTestPool();
    const { RefreshToken } = await signIn(pool);
    const { status, text } = await revoke(pool, RefreshToken);

    expect([status, text]).toEqual([200, '']);
  });

  it('ends the family of the token, and no other', async () => {
    const pool = createTestPool();
    const [mine, other] = [await signIn(pool), await signIn(pool)];
    await revoke(pool, mine.RefreshToken);

    expect((await getUser(pool, mine.AccessToken)).body['message']).toBe('Access Token has been revoked');
    expect((await getUser(pool, other.AccessToken)).status).toBe(200);
    expect(pool.tokenFamilies('alice').map(({ endedBy }) => endedBy)).toStrictEqual([
      'RevokeToken',
      undefined,
    ]);
    expect(pool.tokenFamilies('alice').map(({ liveTokens }) => liveTokens.length)).toEqual([0, 3]);
  });

  it('ends a family that rotates by its newest refresh token, or by its first, and by no other (#17)', async () => {
    const branches = async () => {
      const pool = createTestPool({ clients: [{ refreshTokenRotation: { graceSeconds: 60 } }] });
      const refresh = async (RefreshToken: string) =>
        tokensOf(
          await ask(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.userPoolClientId }),
        ).RefreshToken;
      const first = (await signIn(pool)).RefreshToken;
      const second = await refresh(first);
      const sibling = await refresh(second);
      return { pool, refresh, first, second, sibling, newest: await refresh(second) };
    };
    for (const ending of ['first', 'newest'] as const) {
      const { pool, ...tokens } = await branches();
      await revoke(pool, tokens[ending]);
      expect([ending, pool.tokenFamilies()[0]?.liveTokens]).toEqual([ending, []]);
    }
    for (const sparing of ['second', 'sibling'] as const) {
      const { pool, refresh, newest, ...tokens } = await branches();
      expect((await revoke(pool, tokens[sparing])).status).toBe(200);
      expect([sparing, await refresh(newest)]).toEqual([sparing, expect.any(String)]);
    }
  });

  it('succeeds for a token that is dead already, or never was', async () => {
    const pool = createTestPool();
    const { RefreshToken } = await signIn(pool);
    await revoke(pool, RefreshToken);

    expect((await revoke(pool, RefreshToken)).status).toBe(200);
    expect((await revoke(pool, 'never.issued')).status).toBe(200);
  });

  it('refuses an access token', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);

    expect((await revoke(pool, AccessToken)).body['__type']).toBe('UnsupportedTokenTypeException');
    expect(pool.isTokenLive(AccessToken)).toBe(true);
  });

  it('refuses where revocation is off for the client', async () => {
    const pool = createTestPool({ clients: [{ tokenRevocation: false }] });
    const { RefreshToken } = await signIn(pool);

    expect((await revoke(pool, RefreshToken)).body['__type']).toBe('UnsupportedOperationException');
    expect(pool.isTokenLive(RefreshToken)).toBe(true);
  });

  it.each([
    ['a client that does not exist', { ClientId: 'unknown' }],
    ['a client that the token is not for', { ClientId: 'other' }],
    ['a secret that the client does not have', { ClientSecret: 'wrong' }],
  ])('refuses %s', async (_, more) => {
    const pool = createTestPool({ clients: [{}, { clientId: 'other' }] });
    const { RefreshToken } = await signIn(pool);

    expect((await revoke(pool, RefreshToken, more)).body['__type']).toBe('UnauthorizedException');
    expect(pool.isTokenLive(RefreshToken)).toBe(true);
  });
});

describe('GlobalSignOut', () => {
  it("ends all of the user's families, and nobody else's", async () => {
    const users = ['alice', 'bob'].map((username) => ({ username, password: 'Passw0rd!' }));
    const pool = createTestPool({ users });
    const [here, there, bob] = [await signIn(pool), await signIn(pool), await signIn(pool, 'bob')];
    const { status, text } = await ask(pool, 'GlobalSignOut', { AccessToken: here.AccessToken });

    expect([status, text]).toEqual([200, '{}']);
    expect((await getUser(pool, here.AccessToken)).body['message']).toBe('Access Token has been revoked');
    expect([there, bob].map(({ RefreshToken }) => pool.isTokenLive(RefreshToken))).toEqual([false, true]);
  });

  it('refuses an access token that has expired', async () => {
    const pool = createTestPool();
    const { AccessToken, RefreshToken } = await signIn(pool);
    pool.clock.advance(3_600_000);

    expect((await ask(pool, 'GlobalSignOut', { AccessToken })).body['message']).toBe(
      'Access Token has expired',
    );
    expect(pool.isTokenLive(RefreshToken)).toBe(true);
  });

  it.each(['IdToken', 'RefreshToken'] as const)('refuses an %s', async (use) => {
    const pool = createTestPool();
    const tokens = await signIn(pool);

    expect(await verdict(pool, 'GlobalSignOut', { AccessToken: tokens[use] })).toBe('NotAuthorizedException');
  });

  it('refuses a token that was made elsewhere, whatever it claims', async () => {
    const pool = createTestPool();
    const [head = '', payload = ''] = (await signIn(pool)).AccessToken.split('.');

    expect(await verdict(pool, 'GlobalSignOut', { AccessToken: `${head}.${payload}.forged` })).toBe(
      'NotAuthorizedException',
    );
  });
});
