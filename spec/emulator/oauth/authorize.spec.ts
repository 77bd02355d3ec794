import { ScriptedBrowser } from './browser';
import { authorizeUrl, CALLBACK, createLoginPool, signInAtPage } from './fixture';

const open = (parameters: Readonly<Record<string, string | undefined>>) =>
  new ScriptedBrowser(createLoginPool()).open(authorizeUrl(parameters));

describe('/oauth2/authorize', () => {
  it('asks a browser that is not signed in to sign in, and brings it back with a code and the state (#15)', async () => {
    const { browser, place } = await signInAtPage(createLoginPool());

    expect(place.hops.at(-1)).toMatch(/^https:\/\/app\.example\/callback\?code=[\w-]{36}&state=abc$/);
    expect([...browser.cookies.keys()]).toEqual(['cognito']);
  });

  it('brings a browser that is signed in back at once, for every client of the pool (#15)', async () => {
    const { browser } = await signInAtPage(createLoginPool());
    const place = await browser.open(authorizeUrl({ client_id: 'mobile', redirect_uri: 'myapp://callback' }));

    expect(place.hops).toHaveLength(2);
    expect(place.hops[1]).toMatch(/^myapp:\/\/callback\?code=[\w-]+&state=abc$/);
  });

  it('asks again once the hour of the cookie is over, whatever the tokens do (#15)', async () => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    pool.clock.advance(3_599_000);
    expect((await browser.open(authorizeUrl())).url.origin).toBe('https://app.example');
    pool.clock.advance(1000);

    expect((await browser.open(authorizeUrl())).url.pathname).toBe('/login');
    expect(pool.ssoSessions('alice')).toMatchObject([
      { provider: 'COGNITO', isLive: false, endedBy: undefined },
    ]);
  });

  it.each(['disableUser', 'deleteUser'] as const)('asks again after %s (#15)', async (incident) => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    pool.admin[incident]('alice');

    expect((await browser.open(authorizeUrl())).url.pathname).toBe('/login');
  });

  it('stays signed in after GlobalSignOut and RevokeToken, which leave the cookie (#15)', async () => {
    const pool = createLoginPool();
    const { browser } = await signInAtPage(pool);
    pool.admin.globalSignOut('alice');

    expect((await browser.open(authorizeUrl())).url.searchParams.has('code')).toBe(true);
  });

  it('asks again with prompt=login, and keeps the old session where that is given up (#15)', async () => {
    const { browser } = await signInAtPage(createLoginPool());

    expect((await browser.open(authorizeUrl({ prompt: 'login' }))).html).not.toContain('Sign in as');
    expect((await browser.open(authorizeUrl())).url.origin).toBe('https://app.example');
  });

  it('answers prompt=none with login_required and the state, or silently with a code (#15)', async () => {
    const { browser } = await signInAtPage(createLoginPool());

    expect((await open({ prompt: 'none' })).url.href).toBe(`${CALLBACK}?error=login_required&state=abc`);
    expect((await browser.open(authorizeUrl({ prompt: 'none' }))).url.searchParams.has('code')).toBe(true);
  });

  it('excludes federated sessions by identity_provider=COGNITO with prompt=none (#15)', async () => {
    const browser = new ScriptedBrowser(createLoginPool());
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    await browser.press('Sign in as Greta');
    const place = await browser.open(authorizeUrl({ identity_provider: 'COGNITO', prompt: 'none' }));

    expect(place.url.searchParams.get('error')).toBe('login_required');
  });

  it.each([
    [{ client_id: 'nobody' }, 'Client does not exist.'],
    [{ redirect_uri: `${CALLBACK}/` }, 'redirect_mismatch'],
    [{ redirect_uri: 'https://app.example/call%62ack' }, 'redirect_mismatch'],
    [{ redirect_uri: undefined }, 'redirect_mismatch'],
  ])('ends on its own page for %j: URLs count as they are written (#15)', async (parameters, message) => {
    const place = await open(parameters);

    expect([place.url.pathname, place.status]).toEqual(['/error', 400]);
    expect(place.html).toContain(message);
  });

  it.each([
    [{ response_type: undefined }, 'invalid_request'],
    [{ response_type: 'token' }, 'unauthorized_client'],
    [{ response_type: 'id_token' }, 'invalid_request'],
    [{ scope: 'openid unknown' }, 'invalid_scope'],
    [{ scope: 'email' }, 'invalid_scope'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ prompt: 'create' }, 'invalid_request'],
    [{ resource: 'http://api.example' }, 'invalid_request'],
    [{ identity_provider: 'Elsewhere' }, 'invalid_request'],
  ])('refuses %j at the client with %s, and without its state (#15)', async (parameters, error) => {
    const { url } = await open(parameters);

    expect(url.origin + url.pathname).toBe(CALLBACK);
    expect([url.searchParams.get('error'), url.searchParams.has('state')]).toEqual([error, false]);
  });

  it('refuses a parameter that is given twice (#15)', async () => {
    const { url } = await new ScriptedBrowser(createLoginPool()).open(`${authorizeUrl()}&state=other`);

    expect(url.searchParams.get('error')).toBe('invalid_request');
  });

  it('fails as a fault says, with or without the state (#15)', async () => {
    const pool = createLoginPool();
    pool.faults.on('/oauth2/authorize', { oauthError: { error: 'server_error', withState: true } });
    const planned = await new ScriptedBrowser(pool).open(authorizeUrl());

    expect(planned.url.href).toBe(`${CALLBACK}?error=server_error&state=abc`);
    expect((await new ScriptedBrowser(pool).open(authorizeUrl())).url.pathname).toBe('/login');
    expect(pool.requests.list('/oauth2/authorize').map(({ error }) => error)).toStrictEqual([
      'server_error',
      undefined,
    ]);
  });

  it('is for navigation only: no script of another origin reads it (#15)', async () => {
    const request = new Request(`https://pool.example${authorizeUrl()}`, {
      headers: { origin: 'https://app.example' },
    });

    expect((await createLoginPool().handler(request)).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('refuses what is no GET (#15)', async () => {
    const request = new Request(`https://pool.example${authorizeUrl()}`, { method: 'POST' });

    expect((await createLoginPool().handler(request)).status).toBe(405);
  });
});
