import type { Page } from 'playwright-core';
import { startUserPool } from '../../src/emulator';
import type { RunningUserPool } from '../../src/emulator';
import { startPasskeyStage } from './passkey-stage';
import type { PasskeyStage, PasskeyTab } from './passkey-stage';

const PASSWORD = 'Passw0rd!';
const CANCELLED = { kind: 'cancelled', code: 'PasskeyAuthenticationCanceled' };
const ASKED = 'signingIn CONFIRM_SIGN_IN_WITH_PASSKEY';

describe('a sign-in by passkey in Chromium, with a virtual authenticator', () => {
  let stage: PasskeyStage;
  let pool: RunningUserPool;
  let tab: PasskeyTab;
  let page: Page;

  beforeAll(async () => {
    stage = await startPasskeyStage('passkey-sign-in-page.ts');
  }, 60_000);

  afterAll(() => stage.close());

  const open = async (relyingPartyId = 'localhost'): Promise<void> => {
    pool = await startUserPool({
      users: [{ username: 'ada', password: PASSWORD }],
      allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
      webAuthn: { relyingPartyId },
    });
    tab = await stage.open();
    ({ page } = tab);
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

  it('registers a passkey, and signs in with it (R76)', async () => {
    await open();
    expect(await register()).toBe('complete');
    expect(await signIn()).toBe('DONE');
    expect(await state()).toBe('signedIn');
  });

  it('stays open where the prompt is cancelled, and is answered when asked again (R76)', async () => {
    await open();
    await register();
    const { authenticatorId, devtools } = tab;
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
    await tab.setPresent(false);
    expect(await signIn()).toEqual(CANCELLED);
    expect(await state()).toBe(ASKED);
    await tab.setPresent(true);
    await tab.setVerified(true);
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

  it('stays open where the passkeys of the pool are another origin’s (R76)', async () => {
    await open();
    await register();
    // What a pool hands out whose relying party has been changed.
    await page.evaluate(() => {
      const { credentials } = navigator;
      const get = credentials.get.bind(credentials);
      credentials.get = (options) =>
        get({ ...options, publicKey: { ...options?.publicKey, rpId: 'example.com' } as never });
    });
    expect(await signIn()).toEqual({ kind: 'configuration', code: 'RelyingPartyMismatch' });
    expect(await state()).toBe(ASKED);
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator.credentials, 'get');
    });
    expect(await confirm()).toBe('DONE');
  });
});
