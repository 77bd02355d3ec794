import decodeQR from 'qr/decode.js';
import { USERS } from '../../examples/server/pool';
import { totpCode } from '../../src/emulator';
import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Screen, Stage, Theatre } from './stage';

/** The text that a camera would read off a part of the page, as it stands on the screen. */
async function scan({ page }: Screen, selector: string): Promise<string> {
  await page.locator(`${selector} path[d*=M]`).waitFor();
  const png = await page.locator(selector).screenshot();
  // As a text, for a long list takes seconds on its way here.
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    canvas.drawImage(image, 0, 0);
    const { width, height } = image;
    const { data } = canvas.getImageData(0, 0, width, height);
    const pixels = Array.from({ length: width * height }, (_, i) => (data[4 * i]! < 128 ? '#' : ' '));
    return { width, height, pixels: pixels.join('') };
  }, png.toString('base64'));
  const data = [...pixels].flatMap((pixel) => (pixel === '#' ? [0, 0, 0, 255] : [255, 255, 255, 255]));
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}

describe('the security page of the example application', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, BUILD_LIMIT_MS);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  const signOut = async (screen: Screen): Promise<void> => {
    await screen.visit('Account');
    await screen.button('Sign out here').click();
    await screen.shows('Signed out');
    await screen.link('Sign in again').click();
    await screen.shows('Sign in');
  };

  it('changes the password, not without the present one (#14)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/security');

    await screen.fill({
      'Present password': 'not the right one',
      'New password': 'five words are even better',
    });
    await screen.button('Change the password').click();
    await screen.page.getByRole('alert').getByText('NotAuthorizedException').waitFor();
    await screen.fill({ 'Present password': USERS.bob.password });
    await screen.button('Change the password').click();
    await screen.text('The password is changed.').waitFor();

    expect(await screen.page.getByLabel('New password').inputValue()).toBe('');
    expect(await stage.answerTo('bob', USERS.bob.password)).toBe('NotAuthorizedException');
    expect(await stage.answerTo('bob', 'five words are even better')).toBe('enough');
  });

  it('sets an authenticator app up by a QR code that can be scanned in the dark, and switches it off (#14)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/security');
    await screen.page.emulateMedia({ colorScheme: 'dark' });

    await screen.button('Set up').click();
    const uri = new URL(await scan(screen, '.qr'));
    const secret = uri.searchParams.get('secret') ?? '';
    await screen.fill({ 'The code that the app shows': await totpCode(secret, Date.now()) });
    await screen.button('Switch on').click();
    await screen.text('signing in takes a code').waitFor();
    const answer = await stage.answerTo('bob', USERS.bob.password);
    const known = stage.pool.admin.totpSecret('bob');
    await screen.button('Switch off').click();
    await screen.text('From now on, the password is enough').waitFor();

    expect(uri.href).toContain('otpauth://totp/Tape%20Counter:bob?');
    expect(known).toBe(secret);
    expect(answer).toBe('SOFTWARE_TOKEN_MFA');
    expect(await stage.answerTo('bob', USERS.bob.password)).toBe('enough');
    expect(await screen.stored()).not.toContain(secret);
  });

  it('makes a passkey, which signs in without the password, and deletes it (#14)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/security');
    await screen.addAuthenticator();

    await screen.button('Add a passkey').click();
    await screen.text('you can sign in with this passkey').waitFor();
    await screen.button('Add a passkey').click();
    await screen.page.getByRole('alert').getByText('PasskeyAlreadyExists').waitFor();
    const made = stage.user('bob')?.passkeys;
    await signOut(screen);
    await screen.fill({ 'User name': 'bob' });
    await screen.button('Use a passkey').click();
    await screen.shows('Orders');
    const answered = stage.pool.requests.list('RespondToAuthChallenge').map(({ body }) => body);
    await screen.visit('Security');
    await screen.button(/^Delete the passkey made/).click();
    await screen.text('The passkey is deleted here.').waitFor();

    expect(made).toBe(1);
    // With the password as its proof the first time, by the passkey the second time: then comes the device.
    expect(answered).toMatchObject([
      { ChallengeName: 'PASSWORD_VERIFIER' },
      { ChallengeName: 'WEB_AUTHN' },
      { ChallengeName: 'DEVICE_SRP_AUTH' },
      { ChallengeName: 'DEVICE_PASSWORD_VERIFIER' },
    ]);
    expect(stage.user('bob')?.passkeys).toBe(0);
  });

  it('offers the password to whom has no passkey (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.fill({ 'User name': 'bob' });

    await screen.button('Use a passkey').click();
    await screen.button('Use the password').click();
    await screen.fill({ Password: USERS.bob.password });
    await screen.button('Go on').click();

    await screen.shows('Orders');
    expect(stage.liveTokens('bob')).not.toEqual([]);
  });

  it('has this device remembered, so that no code is asked for, until it is forgotten (#14)', async () => {
    const { screen } = await stage.openSignedIn('alice', '/security');
    await screen.button('Remember this device').click();
    await screen.text('No code will be asked for').waitFor();
    await signOut(screen);

    await screen.enterPassword(USERS.alice);
    await screen.shows('Orders');
    const answered = stage.pool.requests.list('RespondToAuthChallenge').at(-1)?.body;
    await screen.visit('Security');
    await screen.button(/^Forget A browser on .*, this one$/).click();
    await screen.text('The device is forgotten.').waitFor();
    const devices = stage.user('alice')?.devices;
    await signOut(screen);
    await screen.enterPassword(USERS.alice);

    await screen.shows('One more step');
    expect(answered).toMatchObject({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' });
    expect(devices).toBe(0);
  });

  it('shows where the user is signed in, and signs out there (#14)', async () => {
    const { screen: other } = await stage.openSignedIn('bob');
    const { screen } = await stage.openSignedIn('bob', '/security');
    await screen.text('This one').first().waitFor();

    await screen.button(/^Sign out there/).click();
    await screen.text('That session is ended.').waitFor();
    await screen.button(/^Sign out there/).waitFor({ state: 'detached' });
    const families = stage.pool.tokenFamilies('bob').map(({ endedBy }) => endedBy);
    await other.page.evaluate(() => dispatchEvent(new Event('focus')));

    await other.shows('Signed out');
    await other.text('Your session was ended from another device.').waitFor();
    expect(families).toStrictEqual(['RevokeUserSession', undefined]);
  });
});
