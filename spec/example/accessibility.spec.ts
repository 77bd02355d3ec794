import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import { USERS } from '../../examples/server/pool';
import { BUILD_LIMIT_MS, openTheatre, otherCode } from './stage';
import type { Screen, Stage, Theatre } from './stage';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const SIZES = [
  { width: 390, height: 844 },
  { width: 1_280, height: 800 },
];
/** What a page looks like differs in the dark, and what it says does not. */
const SCHEMES = [
  ['light', {}],
  ['dark', { runOnly: ['color-contrast', 'link-in-text-block'] }],
] as const satisfies readonly (readonly ['light' | 'dark', axe.RunOptions])[];

/** What axe finds on the page, and whether one has to scroll sideways, in each size and scheme. */
async function faultsOf({ page }: Screen): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const faults: string[] = [];
  for (const size of SIZES) {
    for (const [colorScheme, options] of SCHEMES) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async (rules) => {
        const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
        const { violations } = await run({ resultTypes: ['violations'], ...rules } as axe.RunOptions);
        const isTooWide = document.documentElement.scrollWidth > innerWidth;
        return [
          ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
          ...(isTooWide ? ['too wide'] : []),
        ];
      }, options);
      faults.push(...found.map((fault) => `${size.width} ${colorScheme} ${fault}`));
    }
  }
  return faults;
}

describe('the screens of the example application', () => {
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

  it('are without fault for axe, on a phone and on a desktop, in light and in dark', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    const faults: Record<string, readonly string[]> = {};
    await screen.goTo('/');
    await screen.shows('Sign in');
    faults['sign-in'] = await faultsOf(screen);

    await screen.enterPassword(USERS.alice);
    const code = await stage.nextCode();
    await screen.answer('Code', otherCode(code));
    await screen.page.getByRole('alert').getByText('The code is not right').waitFor();
    faults['challenge'] = await faultsOf(screen);

    await screen.answer('Code', code);
    await screen.text('Loaded at').waitFor();
    faults['orders'] = await faultsOf(screen);

    await screen.page.getByRole('link', { name: 'Account' }).click();
    await screen.shows('Account');
    faults['account'] = await faultsOf(screen);

    await screen.setNetwork('Down');
    await screen.button('Sign out everywhere').click();
    await screen.shows('Signed out here, but not all is done');
    faults['partial'] = await faultsOf(screen);

    await screen.setNetwork('Up');
    await screen.button('Try the open steps again').click();
    await screen.shows('Signed out everywhere');
    await screen.button('Try a copy of the token').click();
    await screen.text('Accepted').waitFor();
    faults['complete'] = await faultsOf(screen);

    expect(faults).toEqual({
      'sign-in': [],
      challenge: [],
      orders: [],
      account: [],
      partial: [],
      complete: [],
    });
  });

  it('of an account are without fault for axe as well (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    const faults: Record<string, readonly string[]> = {};
    await screen.goTo('/sign-up');
    await screen.shows('Create an account');
    faults['sign-up'] = await faultsOf(screen);

    await screen.fill({
      'User name': 'dora',
      'E-mail address': 'dora@example.com',
      Password: 'a few good words',
    });
    await screen.button('Create the account').click();
    await screen.button('Show the code').click();
    await screen.page.locator('output', { hasText: /\d/ }).waitFor();
    faults['confirmation'] = await faultsOf(screen);

    await screen.goTo('/forgotten-password');
    await screen.fill({ 'User name': 'bob' });
    await screen.button('Send the code').click();
    await screen.shows('Choose a new password');
    faults['new password'] = await faultsOf(screen);

    expect(faults).toEqual({ 'sign-up': [], confirmation: [], 'new password': [] });
  });

  it('of security are without fault for axe as well, with everything on them that there may be (#14)', async () => {
    await stage.openSignedIn('bob');
    const { screen } = await stage.openSignedIn('bob', '/security');
    await screen.addAuthenticator();

    await screen.button('Add a passkey').click();
    await screen.text('you can sign in with this passkey').waitFor();
    await screen.button('Remember this device').click();
    await screen.text('No code will be asked for').waitFor();
    await screen.fill({ 'Present password': 'not the right one', 'New password': 'another one' });
    await screen.button('Change the password').click();
    await screen.text('NotAuthorizedException').waitFor();
    await screen.button('Set up').click();
    await screen.page.locator('.qr path[d*=M]').waitFor();

    expect(await faultsOf(screen)).toEqual([]);
  });

  it('of managed login are without fault for axe as well (#15)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    const faults: Record<string, readonly string[]> = {};
    await screen.goTo('/');
    await screen.button('Continue with Google').click();
    await screen.button('Let the provider fail').click();
    await screen.shows('You are not signed in');
    faults['failed'] = await faultsOf(screen);

    await screen.link('Choose how to sign in').click();
    await screen.button('Continue with Google').click();
    await screen.button('Sign in as Greta').click();
    await screen.shows('Orders');
    await screen.visit('Account');
    await screen.button('Sign out here').click();
    await screen.shows('Signed out');
    faults['returned'] = await faultsOf(screen);

    expect(faults).toEqual({ failed: [], returned: [] });
  });

  it('can be used by keyboard alone, the focus going to the heading of each new page', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    const { keyboard } = screen.page;
    const focused = () => screen.page.evaluate(() => document.activeElement?.textContent.trim());
    await screen.goTo('/');
    await screen.shows('Sign in');

    await screen.page.getByLabel('User name').focus();
    await keyboard.type(USERS.bob.username);
    await keyboard.press('Tab');
    await keyboard.type(USERS.bob.password);
    await keyboard.press('Enter');
    await screen.shows('Orders');
    await screen.page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    const atOrders = await focused();
    await screen.page.getByRole('link', { name: 'Account' }).press('Enter');
    await screen.shows('Account');
    await screen.page.waitForFunction(() => document.activeElement?.textContent.trim() === 'Account');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await screen.shows('Signed out');
    await screen.page.waitForFunction(() => document.activeElement?.tagName === 'H1');

    expect([atOrders, await focused()]).toEqual(['Orders', 'Signed out']);
  });

  it('of security can be used by keyboard alone: what is done takes the focus, so that it is not lost with a button (#14)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/security');
    const { keyboard } = screen.page;
    await screen.addAuthenticator();
    const focused = (text: string) =>
      screen.page.waitForFunction((wanted) => document.activeElement?.textContent.includes(wanted), text);

    await screen.button('Add a passkey').press('Enter');
    await focused('you can sign in with this passkey');
    await screen.button(/^Delete/).waitFor();
    await keyboard.press('Shift+Tab');
    await focused('Delete');
    await keyboard.press('Enter');
    await focused('The passkey is deleted here.');
    await screen.button('Remember this device').waitFor();
    await keyboard.press('Tab');
    await focused('Remember this device');
    await keyboard.press('Enter');
    await focused('No code will be asked for on this device.');

    expect(stage.user('bob')).toMatchObject({ passkeys: 0, devices: 1 });
  });

  it('tell a screen reader who is signed in, and since when nobody is', async () => {
    const { screen } = await stage.openSignedIn();
    const status = screen.page.locator('app-root > [role="status"]');
    const before = await status.textContent();

    await screen.page.getByRole('link', { name: 'Account' }).click();
    await screen.button('Sign out here').click();
    await screen.shows('Signed out');

    expect([before, await status.textContent()]).toEqual([
      'Signed in as alice.',
      'Signed out. You signed out.',
    ]);
  });
});
