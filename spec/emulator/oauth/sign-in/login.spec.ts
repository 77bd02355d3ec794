import { totpCode, type UserPoolOptions } from '../../../../src/emulator';
import { ALICE, PASSWORD } from '../../fixture';
import { ScriptedBrowser } from '../browser';
import { authorizeUrl, CALLBACK, createLoginPool, signInAtPage } from '../fixture';

const CREDENTIALS = { username: 'alice', password: PASSWORD };

/** Brings a browser to the page that follows upon alice's password. */
async function afterPassword(user: object, options: Omit<UserPoolOptions, 'clock'> = {}) {
  const pool = createLoginPool({ users: [{ ...ALICE, ...user }], ...options });
  const browser = new ScriptedBrowser(pool);
  await browser.open(authorizeUrl());
  return { pool, browser, place: await browser.press('Sign in', CREDENTIALS) };
}

describe('/login', () => {
  it('fills in the login_hint, as text (#15)', async () => {
    const browser = new ScriptedBrowser(createLoginPool());
    const { html } = await browser.open(authorizeUrl({ login_hint: '"><script>', lang: 'de' }));

    expect(html).toContain('value="&#34;&#62;&#60;script&#62;"');
    expect(html).toContain('<html lang="de">');
  });

  it.each([{ username: 'alice' }, { username: 'nobody' }])(
    'refuses a wrong password of %j and asks again (#15)',
    async ({ username }) => {
      const browser = new ScriptedBrowser(createLoginPool());
      await browser.open(authorizeUrl());
      const refused = await browser.press('Sign in', { username, password: 'wrong' });

      expect(refused.html).toContain('role="alert">Incorrect username or password.');
      expect((await browser.press('Sign in', CREDENTIALS)).url.origin).toBe('https://app.example');
    },
  );

  it('offers a browser that is signed in to go on as who it is (#15)', async () => {
    const { browser } = await signInAtPage(createLoginPool());
    await browser.open(authorizeUrl().replace('/oauth2/authorize', '/login'));

    expect((await browser.press('Sign in as alice')).url.searchParams.has('code')).toBe(true);
  });

  it('asks for a code by SMS or e-mail, and takes the right one after a wrong one (#15)', async () => {
    const { pool, browser, place } = await afterPassword({ mfa: { enabled: ['EMAIL_OTP'] } });
    expect(place.html).toContain('A code was sent to a***@e***.');
    const wrong = await browser.press('Confirm', { code: '000' });
    expect(wrong.html).toContain('role="alert"');
    const right = await browser.press('Confirm', { code: pool.outbox.latest('alice')?.code ?? '' });

    expect(right.url.origin).toBe('https://app.example');
  });

  it('asks which second factor, and for the code of the app (#15)', async () => {
    const { pool, browser, place } = await afterPassword({
      mfa: { enabled: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] },
    });
    expect(place.html).toContain('Choose a second factor');
    await browser.press('SOFTWARE_TOKEN_MFA');
    const code = await totpCode(pool.admin.totpSecret('alice') ?? '', pool.clock.now());

    expect((await browser.press('Confirm', { code })).url.origin).toBe('https://app.example');
  });

  it('sets up an authenticator app where the pool insists on one (#15)', async () => {
    const { pool, browser, place } = await afterPassword({}, { mfaConfiguration: 'ON' });
    const secret = /Secret key: (\w+)/.exec(place.html)?.[1] ?? '';
    expect((await browser.press('Confirm', { code: '000' })).html).toContain('role="alert"');
    const code = await totpCode(secret, pool.clock.now());

    expect((await browser.press('Confirm', { code })).url.origin).toBe('https://app.example');
    expect(pool.admin.totpSecret('alice')).toBe(secret);
  });

  it('asks for a new password in place of a temporary one, with what is missing (#15)', async () => {
    const { pool, browser } = await afterPassword(
      { status: 'FORCE_CHANGE_PASSWORD' },
      { requiredAttributes: ['nickname'] },
    );
    const fields = { new_password: 'N3w-Passw0rd!', 'userAttributes.nickname': 'Al' };
    const { url } = await browser.press('Change the password', fields);

    expect(url.searchParams.has('code')).toBe(true);
    expect(pool.ssoSessions('alice')).toHaveLength(1);
  });

  it('keeps its sessions to itself: none of them opens the API (#15)', async () => {
    const { pool, place } = await afterPassword({ mfa: { enabled: ['EMAIL_OTP'] } });
    const session = /name="session" value="([^"]+)"/.exec(place.html)?.[1] ?? '';
    const response = await pool.handler(
      new Request('https://pool.example/', {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.RespondToAuthChallenge' },
        body: JSON.stringify({
          ClientId: 'web',
          ChallengeName: 'EMAIL_OTP',
          Session: session,
          ChallengeResponses: { USERNAME: 'alice', EMAIL_OTP_CODE: pool.outbox.latest('alice')?.code },
        }),
      }),
    );

    expect(await response.json()).toMatchObject({ __type: 'NotAuthorizedException' });
  });

  it('shows no form for the own users where the client does not admit them (#15)', async () => {
    const oauth = { callbackUrls: [CALLBACK], identityProviders: ['Google', 'Corporate'] };
    const pool = createLoginPool({
      clients: [{ clientId: 'web', oauth }],
      identityProviders: [{ name: 'Google' }, { name: 'Corporate', type: 'SAML' }],
    });
    const { html } = await new ScriptedBrowser(pool).open(authorizeUrl());

    expect(html).not.toContain('<form');
    expect(html).toContain('Continue with Corporate');
  });
});
