import { claims } from '../../fixture';
import { ScriptedBrowser } from '../browser';
import { authorizeUrl, CALLBACK, createLoginPool, exchange, SIGNED_OUT } from '../fixture';

const LOGOUT = `/logout?${new URLSearchParams({ client_id: 'web', logout_uri: SIGNED_OUT }).toString()}`;

describe('/provider', () => {
  it('signs a federated user in, who is a user of the pool from then on (#15)', async () => {
    const pool = createLoginPool();
    const browser = new ScriptedBrowser(pool);
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    const place = await browser.press('Sign in as Greta');
    const { body } = await exchange(pool, place);

    expect(place.hops).toHaveLength(3);
    expect(claims(String(body['id_token']))).toMatchObject({
      'cognito:username': 'Google_1234',
      'cognito:groups': [`${pool.userPoolId}_Google`],
      email: 'greta@example.org',
      identities: [{ userId: '1234', providerName: 'Google', providerType: 'Google', primary: true }],
    });
    expect(pool.tokenFamilies('Google_1234')).toMatchObject([{ provider: 'Google' }]);
  });

  it.each([{ identity_provider: 'Google' }, { idp_identifier: 'example.org' }])(
    'is reached by %j without a page in between (#15)',
    async (named) => {
      const { url } = await new ScriptedBrowser(createLoginPool()).open(authorizeUrl(named));

      expect(url.pathname).toBe('/provider/Google');
    },
  );

  it('is the only way in for a client that has no other (#15)', async () => {
    const oauth = { callbackUrls: [CALLBACK], identityProviders: ['Google'] };
    const pool = createLoginPool({ clients: [{ clientId: 'web', oauth }] });

    expect((await new ScriptedBrowser(pool).open(authorizeUrl())).url.pathname).toBe('/provider/Google');
  });

  it('is offered on the page, with whoever is made up there (#15)', async () => {
    const pool = createLoginPool();
    const browser = new ScriptedBrowser(pool);
    await browser.open(authorizeUrl());
    await browser.follow('Continue with Google');
    const place = await browser.press('Sign in as somebody else', {
      subject: '77',
      email: 'new@example.org',
    });

    expect(place.url.searchParams.has('code')).toBe(true);
    expect(pool.ssoSessions('Google_77')).toMatchObject([{ provider: 'Google', isLive: true }]);
  });

  it('stays signed in itself when managed login signs out (#15)', async () => {
    const browser = new ScriptedBrowser(createLoginPool());
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    await browser.press('Sign in as Greta');
    await browser.open(LOGOUT);
    const again = await browser.open(authorizeUrl({ identity_provider: 'Google' }));

    expect(again.url.searchParams.has('code')).toBe(true);
    expect([...browser.cookies.keys()].sort()).toEqual(['cognito', 'provider']);
  });

  it('asks who it is with prompt=select_account (#15)', async () => {
    const browser = new ScriptedBrowser(createLoginPool());
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    await browser.press('Sign in as Greta');
    await browser.open(LOGOUT);
    const again = await browser.open(authorizeUrl({ identity_provider: 'Google', prompt: 'select_account' }));

    expect(again.html).toContain('Sign in as Greta');
  });

  it.each([
    ['Cancel', 'access_denied', true],
    ['Let the provider fail', 'server_error', false],
  ])('%s: comes back with %s; with the state: %s (#15)', async (button, error, withState) => {
    const browser = new ScriptedBrowser(createLoginPool());
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    const { url } = await browser.press(button);

    expect(url.searchParams.get('error')).toBe(error);
    expect(url.searchParams.has('state')).toBe(withState);
  });

  it('cannot be come back from twice (#15)', async () => {
    const browser = new ScriptedBrowser(createLoginPool());
    await browser.open(authorizeUrl({ identity_provider: 'Google' }));
    const { hops } = await browser.press('Sign in as Greta');
    const replayed = await browser.open(hops[1] ?? '');

    expect(replayed.url.pathname).toBe('/error');
  });
});
