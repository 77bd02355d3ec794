import { chromium } from 'playwright-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium';
import { startUserPool } from '../../src/emulator';
import type { RunningUserPool } from '../../src/emulator';
import { serveOrigin } from './origin';
import type { Origin } from './origin';

const PASSWORD = 'Passw0rd!';
const CANCELLED = { kind: 'cancelled', code: 'PasskeyAuthenticationCanceled' };
const ASKED = 'signingIn CONFIRM_SIGN_IN_WITH_PASSKEY';

describe('a sign-in by passkey in Chromium, with a virtual authenticator', () => {
  let browser: Browser;
  let origin: Origin;
  let pool: RunningUserPool;
  let page: Page;
  let devtools: CDPSession;
  let authenticatorId: string;

  beforeAll(async () => {
    [browser, origin] = await Promise.all([
      chromium.launch(await chromiumOptions()),
      serveOrigin('passkey-sign-in-page.ts'),
    ]);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await origin.close();
  });

  const open = async (relyingPartyId = 'localhost'): Promise<void> => {
    pool = await startUserPool({
      users: [{ username: 'ada', password: PASSWORD }],
      allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
      webAuthn: { relyingPartyId },
    });
    page = await browser.newPage();
    // An address is no relying party.
    await page.goto(origin.url.replace('127.0.0.1', 'localhost'));
    devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
    const { userPoolId, userPoolClientId, endpoint } = pool;
    await page.evaluate(
      (options) => {
        passkeySignInPage.start(options);
      },
      { userPoolId, userPoolClientId, userPoolEndpoint: endpoint },
    );
  };

  afterEach(async () => {
    await page.close();
    await pool.close();
  });

  const register = () => page.evaluate((password) => passkeySignInPage.register('ada', password), PASSWORD);
  const signIn = () => page.evaluate(() => passkeySignInPage.signIn('ada'));
  const confirm = () => page.evaluate(() => passkeySignInPage.confirm());
  const state = () => page.evaluate(() => passkeySignInPage.state());
  const setVerified = (isUserVerified: boolean) =>
    devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

  it('registers a passkey, and signs in with it (R76)', async () => {
    await open();
    expect(await register()).toBe('complete');
    expect(await signIn()).toBe('DONE');
    expect(await state()).toBe('signedIn');
  });

  it('stays open where the prompt is cancelled, and is answered when asked again (R76)', async () => {
    await open();
    await register();
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    const [credential] = credentials;
    if (!credential) throw new Error('There is no passkey.');
    // Nobody to ask is what a browser cannot tell from somebody who says no.
    await devtools.send('WebAuthn.clearCredentials', { authenticatorId });
    expect(await signIn()).toEqual(CANCELLED);
    expect(await state()).toBe(ASKED);
    expect(await confirm()).toEqual(CANCELLED);
    expect(await state()).toBe(ASKED);
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential });
    expect(await confirm()).toBe('DONE');
    expect(await state()).toBe('signedIn');
  });

  it('stays open where nobody answers until the browser’s time is over (R76)', async () => {
    await open();
    await register();
    // What Cognito gives is three minutes; the browser is told one tenth of a second.
    await page.evaluate(() => {
      const { credentials } = navigator;
      const get = credentials.get.bind(credentials);
      credentials.get = (options) =>
        get({ ...options, publicKey: { ...options?.publicKey, timeout: 100 } as never });
    });
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    expect(await signIn()).toEqual(CANCELLED);
    expect(await state()).toBe(ASKED);
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await setVerified(true);
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator.credentials, 'get');
    });
    expect(await confirm()).toBe('DONE');
  }, 60_000);

  it('is typed where the relying party is another origin: nothing is made (R76)', async () => {
    await open('example.com');
    expect(await register()).toEqual({ kind: 'configuration', code: 'RelyingPartyMismatch' });
    expect(await state()).toBe('signedIn');
  });
});
