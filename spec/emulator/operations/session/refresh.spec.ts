import { createSecretHash } from 'cognito-srp-helper';
import { ask, type Asked } from '../../ask';
import {
  claims,
  createTestPool,
  PASSWORD,
  signIn,
  tokensOf,
  type TestPool,
  type Tokens,
} from '../../fixture';

const rotating = (graceSeconds: number) =>
  createTestPool({ clients: [{ refreshTokenRotation: { graceSeconds } }] });

function refresh(pool: TestPool, token: string, more: object = {}): Promise<Asked> {
  return ask(pool, 'GetTokensFromRefreshToken', {
    RefreshToken: token,
    ClientId: pool.userPoolClientId,
    ...more,
  });
}

function refreshByFlow(pool: TestPool, token: string, more: object = {}): Promise<Asked> {
  return ask(pool, 'InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: pool.userPoolClientId,
    AuthParameters: { REFRESH_TOKEN: token, ...more },
  });
}

describe.each([
  ['GetTokensFromRefreshToken', refresh],
  ['InitiateAuth with REFRESH_TOKEN_AUTH', refreshByFlow],
])('%s', (_, refreshWith) => {
  it('makes new tokens of the same sign-in, without a refresh token', async () => {
    const pool = createTestPool();
    const first = await signIn(pool);
    pool.clock.advance(60_000);
    const second = tokensOf(await refreshWith(pool, first.RefreshToken));
    const [before, after] = [claims(first.AccessToken), claims(second.AccessToken)];

    expect(second.RefreshToken).toBeUndefined();
    expect(after['iat']).toBe(Number(before['iat']) + 60);
    expect(after['jti']).not.toBe(before['jti']);
    for (const kept of ['origin_jti', 'auth_time', 'event_id', 'sub']) expect(after[kept]).toBe(before[kept]);
  });

  it.each<[string, string, (pool: TestPool, tokens: Tokens) => unknown]>([
    ['expired', 'NotAuthorizedException', (pool) => pool.clock.advance(30 * 86_400_000)],
    ['globally signed out', 'NotAuthorizedException', (pool) => pool.admin.globalSignOut('alice')],
    ['disabled', 'NotAuthorizedException', (pool) => pool.admin.disableUser('alice')],
    ['deleted', 'UserNotFoundException', (pool) => pool.admin.deleteUser('alice')],
    [
      'revoked',
      'NotAuthorizedException',
      (pool, { RefreshToken }) =>
        ask(pool, 'RevokeToken', { Token: RefreshToken, ClientId: pool.userPoolClientId }),
    ],
  ])('refuses once the session is %s', async (_state, type, end) => {
    const pool = createTestPool();
    const tokens = await signIn(pool);
    await end(pool, tokens);

    expect((await refreshWith(pool, tokens.RefreshToken)).body['__type']).toBe(type);
  });

  it('refuses what is not a refresh token', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);

    expect((await refreshWith(pool, AccessToken)).body['message']).toBe('Invalid Refresh Token.');
  });
});

describe('GetTokensFromRefreshToken', () => {
  it('refuses a token of another client', async () => {
    const pool = createTestPool({ clients: [{}, { clientId: 'other' }] });
    const { RefreshToken } = await signIn(pool);

    expect((await refresh(pool, RefreshToken, { ClientId: 'other' })).body['__type']).toBe(
      'NotAuthorizedException',
    );
  });

  it('refuses a wrong client secret', async () => {
    const pool = createTestPool({ clients: [{ clientId: 'client', clientSecret: 's3cret' }] });
    const SECRET_HASH = createSecretHash('alice', 'client', 's3cret');
    const { RefreshToken } = tokensOf(
      await ask(pool, 'InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: 'client',
        AuthParameters: { USERNAME: 'alice', PASSWORD, SECRET_HASH },
      }),
    );

    expect((await refresh(pool, RefreshToken)).body['__type']).toBe('NotAuthorizedException');
    expect((await refresh(pool, RefreshToken, { ClientSecret: 's3cret' })).status).toBe(200);
  });
});

describe('GetTokensFromRefreshToken with rotation', () => {
  it('hands out a new refresh token that works', async () => {
    const pool = rotating(0);
    const first = await signIn(pool);
    const second = tokensOf(await refresh(pool, first.RefreshToken));

    expect(second.RefreshToken).not.toBe(first.RefreshToken);
    expect((await refresh(pool, second.RefreshToken)).status).toBe(200);
  });

  it('refuses the old refresh token at once where there is no grace', async () => {
    const pool = rotating(0);
    const { RefreshToken } = await signIn(pool);
    await refresh(pool, RefreshToken);

    expect(pool.isTokenLive(RefreshToken)).toBe(false);
    expect((await refresh(pool, RefreshToken)).body['__type']).toBe('RefreshTokenReuseException');
  });

  it('accepts the old refresh token until the grace period is over, counted from its first use', async () => {
    const pool = rotating(10);
    const { RefreshToken } = await signIn(pool);
    await refresh(pool, RefreshToken);
    pool.clock.advance(9_999);

    expect((await refresh(pool, RefreshToken)).status).toBe(200);
    pool.clock.advance(1);
    expect((await refresh(pool, RefreshToken)).body['__type']).toBe('RefreshTokenReuseException');
  });

  it('of several uses within the grace period, lets only the newest child refresh (#17)', async () => {
    const pool = rotating(10);
    const { RefreshToken } = await signIn(pool);
    const [older, newest] = [
      tokensOf(await refresh(pool, RefreshToken)).RefreshToken,
      tokensOf(await refresh(pool, RefreshToken)).RefreshToken,
    ];

    expect([pool.isTokenLive(older), pool.isTokenLive(newest)]).toEqual([false, true]);
    expect((await refresh(pool, older)).body['__type']).toBe('RefreshTokenReuseException');
    expect((await refresh(pool, newest)).status).toBe(200);
  });

  it('refuses a use after the grace period, and ends nothing by it (#17)', async () => {
    const pool = rotating(10);
    const { RefreshToken } = await signIn(pool);
    const { RefreshToken: newest, AccessToken } = tokensOf(await refresh(pool, RefreshToken));
    pool.clock.advance(10_000);
    await refresh(pool, RefreshToken);

    expect([pool.isTokenLive(newest), pool.isTokenLive(AccessToken)]).toEqual([true, true]);
    expect((await refresh(pool, newest)).status).toBe(200);
  });

  it('hands out refresh tokens that live no longer than the first one', async () => {
    const pool = rotating(0);
    const first = await signIn(pool);
    pool.clock.advance(29 * 86_400_000);
    const second = tokensOf(await refresh(pool, first.RefreshToken));
    pool.clock.advance(86_400_000);

    expect((await refresh(pool, second.RefreshToken)).body['message']).toBe('Refresh Token has expired');
  });

  it('is the only way to refresh', async () => {
    const pool = rotating(0);
    const { RefreshToken } = await signIn(pool);

    expect((await refreshByFlow(pool, RefreshToken)).body['__type']).toBe('InvalidParameterException');
  });

  it('lets one of two refreshes that come together have the token', async () => {
    const pool = rotating(0);
    const { RefreshToken } = await signIn(pool);
    const answers = await Promise.all([refresh(pool, RefreshToken), refresh(pool, RefreshToken)]);

    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });
});
