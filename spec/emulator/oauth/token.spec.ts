import { ask, verdict } from '../ask';
import { claims, signIn } from '../fixture';
import { authorizeUrl, CALLBACK, createLoginPool, exchange, post, signInAtPage, VERIFIER } from './fixture';
import { ScriptedBrowser } from './browser';

const SECRET = 's3cret';
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });

const withSecret = () =>
  createLoginPool({
    clients: [
      {
        clientId: 'web',
        clientSecret: SECRET,
        oauth: {
          callbackUrls: [CALLBACK],
          flows: ['code', 'client_credentials'],
          scopes: ['openid', 'api/read', 'api/write'],
        },
      },
    ],
  });

describe('/oauth2/token', () => {
  it('exchanges a code for tokens, which carry what was asked for (#15)', async () => {
    const pool = createLoginPool();
    const { place } = await signInAtPage(pool, { nonce: 'n-1', resource: 'https://api.example' });
    const { status, body, headers } = await exchange(pool, place);
    const access = claims(String(body['access_token']));

    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body)).toEqual([
      'id_token',
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ]);
    expect(access).toMatchObject({
      aud: 'https://api.example',
      scope: 'openid email phone profile aws.cognito.signin.user.admin',
      version: 2,
    });
    expect(claims(String(body['id_token']))).toMatchObject({
      nonce: 'n-1',
      aud: 'web',
      email: 'alice@example.com',
    });
    expect(typeof claims(String(body['id_token']))['at_hash']).toBe('string');
    expect(await verdict(pool, 'GetUser', { AccessToken: body['access_token'] })).toBe('success');
  });

  it('hands out no id token without openid, and shuts the pool’s operations without their scope (#15)', async () => {
    const pool = createLoginPool();
    const withoutOpenId = await exchange(
      pool,
      (await signInAtPage(pool, { scope: 'aws.cognito.signin.user.admin' })).place,
    );
    const withoutAdmin = await exchange(pool, (await signInAtPage(pool, { scope: 'openid' })).place);
    const asked = await ask(pool, 'GetUser', { AccessToken: withoutAdmin.body['access_token'] });

    expect(withoutOpenId.body).not.toHaveProperty('id_token');
    expect(asked.body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
  });

  it('limits the id token to the scopes beside openid (#15)', async () => {
    const pool = createLoginPool({
      users: [
        { username: 'alice', password: 'Passw0rd!', attributes: { email: 'a@example.com', nickname: 'Al' } },
      ],
    });
    const of = async (scope: string) =>
      claims(String((await exchange(pool, (await signInAtPage(pool, { scope })).place)).body['id_token']));

    expect(await of('openid email')).not.toHaveProperty('nickname');
    expect(await of('openid profile')).not.toHaveProperty('email');
    expect(await of('openid')).toMatchObject({ email: 'a@example.com', nickname: 'Al' });
  });

  it.each([
    ['an unknown code', { code: 'unknown' }, 'invalid_grant'],
    ['another redirect URL', { redirect_uri: 'https://app.example/other' }, 'unauthorized_client'],
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant'],
    ['a verifier that is too short', { code_verifier: 'v' }, 'invalid_grant'],
    ['another client', { client_id: 'mobile' }, 'invalid_grant'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['no client', { client_id: undefined }, 'invalid_request'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['no grant type', { grant_type: undefined }, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s (#15)', async (_, changes, error) => {
    const pool = createLoginPool();
    const { place } = await signInAtPage(pool);
    const refused = await exchange(pool, place, changes, { origin: 'https://app.example' });

    expect([refused.status, refused.body['error']]).toEqual([400, error]);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(pool.tokenFamilies()).toHaveLength(0);
  });

  it('refuses a verifier where no challenge was given (#15)', async () => {
    const pool = createLoginPool();
    const plain = { code_challenge: undefined, code_challenge_method: undefined };

    expect((await exchange(pool, (await signInAtPage(pool, plain)).place)).body['error']).toBe(
      'invalid_grant',
    );
    const without = await exchange(pool, (await signInAtPage(pool, plain)).place, {
      code_verifier: undefined,
    });
    expect(without.status).toBe(200);
  });

  it('takes a code once, within five minutes (#15)', async () => {
    const pool = createLoginPool();
    const { browser, place } = await signInAtPage(pool);
    await exchange(pool, place);
    expect((await exchange(pool, place)).body).toEqual({ error: 'invalid_grant' });
    const late = await browser.open(authorizeUrl());
    pool.clock.advance(300_000);

    expect((await exchange(pool, late)).body).toEqual({ error: 'invalid_grant' });
  });

  it('takes the secret of a client as Basic or in the form, and refuses a wrong one (#15)', async () => {
    const pool = withSecret();
    const browser = new ScriptedBrowser(pool);
    const code = async () => {
      await browser.open(authorizeUrl({ prompt: 'login' }));
      return browser.press('Sign in', { username: 'alice', password: 'Passw0rd!' });
    };

    expect((await exchange(pool, await code(), {}, basic('web', SECRET))).status).toBe(200);
    expect((await exchange(pool, await code(), { client_secret: SECRET })).status).toBe(200);
    for (const changes of [{}, { client_secret: 'wrong' }]) {
      expect((await exchange(pool, await code(), changes)).body).toEqual({ error: 'invalid_client' });
    }
    expect((await exchange(pool, await code(), {}, basic('web', 'wrong'))).body).toEqual({
      error: 'invalid_client',
    });
  });

  it('grants a client with a secret its own scopes, and no other (#15)', async () => {
    const pool = withSecret();
    const grant = (scope?: string) =>
      post(pool, '/oauth2/token', { grant_type: 'client_credentials', scope }, basic('web', SECRET));
    const { body } = await grant('api/read');

    expect(Object.keys(body)).toEqual(['access_token', 'expires_in', 'token_type']);
    expect(claims(String(body['access_token']))).toMatchObject({
      sub: 'web',
      client_id: 'web',
      scope: 'api/read',
    });
    expect(claims(String((await grant()).body['access_token']))['scope']).toBe('api/read api/write');
    expect((await grant('openid')).body['error']).toBe('invalid_grant');
    const publicClient = { grant_type: 'client_credentials', client_id: 'web' };
    expect((await post(createLoginPool(), '/oauth2/token', publicClient)).body['error']).toBe(
      'unauthorized_client',
    );
  });

  it('fails as a fault says (#15)', async () => {
    const pool = createLoginPool();
    pool.faults.on('/oauth2/token', { oauthError: { error: 'invalid_grant', description: 'planned' } });
    const { place } = await signInAtPage(pool);

    expect((await exchange(pool, place)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'planned',
    });
    expect((await exchange(pool, place)).status).toBe(200);
  });
});

describe('/oauth2/token with a refresh token', () => {
  const refresh = (pool: ReturnType<typeof createLoginPool>, refresh_token: unknown) =>
    post(pool, '/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: 'web',
      refresh_token: String(refresh_token),
    });

  it('refreshes without a new refresh token; the scopes and the audience stay, the nonce does not (#15)', async () => {
    const pool = createLoginPool();
    const { place } = await signInAtPage(pool, {
      scope: 'openid',
      nonce: 'n',
      resource: 'https://api.example',
    });
    const first = await exchange(pool, place);
    const { body } = await refresh(pool, first.body['refresh_token']);

    expect(body).not.toHaveProperty('refresh_token');
    expect(claims(String(body['access_token']))).toMatchObject({
      scope: 'openid',
      aud: 'https://api.example',
    });
    expect(claims(String(body['id_token']))).not.toHaveProperty('nonce');
  });

  it('rotates where the client does, and refuses the old token after its grace period (#15)', async () => {
    const oauth = { callbackUrls: [CALLBACK] };
    const pool = createLoginPool({
      clients: [{ clientId: 'web', refreshTokenRotation: { graceSeconds: 10 }, oauth }],
    });
    const first = (await exchange(pool, (await signInAtPage(pool)).place)).body['refresh_token'];
    await refresh(pool, first);
    const second = (await refresh(pool, first)).body['refresh_token'];
    pool.clock.advance(10_000);

    expect((await refresh(pool, first)).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh(pool, second)).status).toBe(200);
  });

  it('refreshes what the API signed in, and the API what managed login signed in (#15)', async () => {
    const pool = createLoginPool();
    const { RefreshToken } = await signIn(pool);
    const managed = await exchange(pool, (await signInAtPage(pool)).place);
    const input = { ClientId: 'web', RefreshToken: managed.body['refresh_token'] };

    expect((await refresh(pool, RefreshToken)).status).toBe(200);
    expect(await verdict(pool, 'GetTokensFromRefreshToken', input)).toBe('success');
  });

  it('refuses a token that was revoked, or is bound to a device (#15)', async () => {
    const pool = createLoginPool();
    const { RefreshToken } = await signIn(pool);
    await ask(pool, 'RevokeToken', { Token: RefreshToken, ClientId: 'web' });
    const deviceTracking = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false };
    const tracking = createLoginPool({ deviceTracking });

    expect((await refresh(pool, RefreshToken)).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh(tracking, (await signIn(tracking)).RefreshToken)).body).toEqual({
      error: 'invalid_grant',
    });
  });

  it('tells nobody what the verifier was (#15)', async () => {
    const pool = createLoginPool();
    const refused = await exchange(pool, (await signInAtPage(pool)).place, { code_verifier: `${VERIFIER}x` });

    expect(JSON.stringify(refused.body)).not.toContain(VERIFIER);
  });
});
