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
const SCHEMES = ['light', 'dark'] as const;

/** What axe finds on the page, and whether one has to scroll sideways, in each size and scheme. */
async function faultsOf({ page }: Screen): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const faults: string[] = [];
  for (const size of SIZES) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        const isTooWide = document.documentElement.scrollWidth > innerWidth;
        return [
          ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
          ...(isTooWide ? ['too wide'] : []),
        ];
      });
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
