import { ask } from '../ask';
import { createTestPool, signIn } from '../fixture';
import { ScriptedBrowser } from './browser';
import { authorizeUrl, CALLBACK, createLoginPool, exchange, post, signInAtPage, SIGNED_OUT } from './fixture';

const logoutUrl = (parameters: Readonly<Record<string, string>>) =>
  `/logout?${new URLSearchParams({ client_id: 'web', ...parameters }).toString()}`;

describe('/logout', () => {
  it('signs the browser out and goes to the sign-out URL, with nothing else of the query (#15)', async () => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    const place = await browser.open(
      logoutUrl({ logout_uri: SIGNED_OUT, state: 'lost', redirect_uri: CALLBACK }),
    );

    expect(place.hops).toEqual([expect.stringContaining('/logout?'), SIGNED_OUT]);
    expect(browser.cookies.has('cognito')).toBe(false);
    expect(pool.ssoSessions('alice')).toMatchObject([{ endedBy: 'logout', isLive: false }]);
    expect((await browser.open(authorizeUrl())).url.pathname).toBe('/login');
  });

  it('ends the session at the server: a cookie that was kept is worth nothing (#15)', async () => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    const stolen = new ScriptedBrowser(pool);
    for (const [name, cookie] of browser.cookies) stolen.cookies.set(name, cookie);
    await browser.open(logoutUrl({ logout_uri: SIGNED_OUT }));

    expect((await stolen.open(authorizeUrl())).url.pathname).toBe('/login');
  });

  it('goes on to sign somebody in again, in its other form (#15)', async () => {
    const { browser } = await signInAtPage(createLoginPool());
    const form = { redirect_uri: CALLBACK, response_type: 'code', state: 'next' };
    const place = await browser.open(logoutUrl(form));
    expect(place.url.pathname).toBe('/login');
    const back = await browser.press('Sign in', { username: 'alice', password: 'Passw0rd!' });

    expect(back.url.searchParams.get('state')).toBe('next');
  });

  it.each([
    [{ logout_uri: 'https://app.example' }, /redirect_uri/],
    [{ logout_uri: CALLBACK }, /redirect_uri/],
    [{ redirect_uri: SIGNED_OUT, response_type: 'code' }, /redirect_mismatch/],
    [{ client_id: 'nobody', logout_uri: SIGNED_OUT }, /Client does not exist/],
  ])('leaves the browser signed in for %j, which is not registered (#15)', async (parameters, message) => {
    const { browser } = await signInAtPage(createLoginPool());
    const place = await browser.open(logoutUrl(parameters));

    expect(place.url.pathname).toBe('/error');
    expect(place.html).toMatch(message);
    expect((await browser.open(authorizeUrl())).url.searchParams.has('code')).toBe(true);
  });

  it('is struck by faults as an operation is (#15)', async () => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    pool.faults.on('/logout', { dropSocket: 'afterEffect' });

    await expect(browser.open(logoutUrl({ logout_uri: SIGNED_OUT }))).rejects.toThrow(
      'the socket was dropped',
    );
    expect(pool.ssoSessions('alice')).toMatchObject([{ endedBy: 'logout' }]);
  });
});

describe('/oauth2/revoke', () => {
  it('ends the family and leaves the browser signed in (#15)', async () => {
    const pool = createLoginPool();
    const { browser, place } = await signInAtPage(pool);
    const { body } = await exchange(pool, place);
    const form = { token: String(body['refresh_token']), client_id: 'web' };
    const revoked = await post(pool, '/oauth2/revoke', form);

    expect(revoked.status).toBe(200);
    expect(pool.isTokenLive(String(body['access_token']))).toBe(false);
    expect((await browser.open(authorizeUrl())).url.searchParams.has('code')).toBe(true);
    expect((await post(pool, '/oauth2/revoke', form)).status).toBe(200);
  });

  it('answers 200 for a token that never was, and says what else is wrong (#15)', async () => {
    const pool = createLoginPool();
    const { AccessToken, RefreshToken } = await signIn(pool);
    const revoke = async (form: Readonly<Record<string, string>>) => {
      const { status, body } = await post(pool, '/oauth2/revoke', form);
      return [status, body['error']];
    };

    expect(await revoke({ token: 'unknown', client_id: 'web' })).toStrictEqual([200, undefined]);
    expect(await revoke({ client_id: 'web' })).toEqual([400, 'invalid_request']);
    expect(await revoke({ token: AccessToken, client_id: 'web' })).toEqual([400, 'unsupported_token_type']);
    expect(await revoke({ token: RefreshToken, client_id: 'mobile' })).toEqual([401, 'invalid_client']);
    expect(await revoke({ token: RefreshToken, client_id: 'nobody' })).toEqual([401, 'invalid_client']);
    expect(pool.isTokenLive(RefreshToken)).toBe(true);
  });

  it('is refused where revocation is off (#15)', async () => {
    const pool = createTestPool({ clients: [{ clientId: 'web', tokenRevocation: false }] });
    const { RefreshToken } = await signIn(pool);

    expect((await post(pool, '/oauth2/revoke', { token: RefreshToken, client_id: 'web' })).body).toEqual({
      error: 'invalid_request',
    });
  });
});

describe('/oauth2/userInfo', () => {
  const userInfo = (pool: ReturnType<typeof createLoginPool>, token: unknown) =>
    pool.handler(
      new Request('https://pool.example/oauth2/userInfo', {
        headers: { authorization: `Bearer ${String(token)}` },
      }),
    );

  it('tells who the token is of, in text, as far as the scopes go (#15)', async () => {
    const pool = createLoginPool();
    const { body } = await exchange(pool, (await signInAtPage(pool, { scope: 'openid email' })).place);
    const response = await userInfo(pool, body['access_token']);

    expect(await response.json()).toEqual({
      sub: expect.any(String),
      email: 'alice@example.com',
      email_verified: 'true',
      username: 'alice',
    });
  });

  it('refuses a token that is dead, or was asked for without openid (#15)', async () => {
    const pool = createLoginPool();
    const { AccessToken } = await signIn(pool);
    const { body } = await exchange(pool, (await signInAtPage(pool)).place);
    await ask(pool, 'RevokeToken', { Token: body['refresh_token'], ClientId: 'web' });

    for (const token of [AccessToken, body['access_token'], body['id_token'], 'never.issued']) {
      const response = await userInfo(pool, token);
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({ error: 'invalid_token' }),
      ]);
      expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    }
  });
});
