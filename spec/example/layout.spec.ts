import type { Locator } from 'playwright-core';
import { USERS } from '../../examples/server/pool';
import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Screen, Stage, Theatre } from './stage';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1_280, height: 800 };

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where something stands, in whole pixels. */
const boxOf = (locator: Locator): Promise<Box> =>
  locator.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [l = 0, r = 0, t = 0, b = 0] = [left, right, top, bottom].map(Math.round);
    return { left: l, right: r, top: t, bottom: b };
  });

describe('the layout of the example application', () => {
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

  /** The header, the brand in it, and the sides of the page below it, in both sizes. */
  const frameOf = async ({ page }: Screen) => {
    const frames = [];
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      const [header, brand, card] = await Promise.all(
        ['.bar', '.brand', 'main .card'].map((selector) => boxOf(page.locator(selector))),
      );
      frames.push({ header, brand, left: card?.left, right: card?.right });
    }
    return frames;
  };

  it('keeps the header and the sides of the page where they are, whoever is signed in (#18)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.shows('Sign in');
    const before = await frameOf(screen);

    await screen.enterPassword(USERS.bob);
    await screen.text('Loaded at').waitFor();
    const atOrders = await frameOf(screen);
    await screen.visit('Security');
    await screen.text('This one').first().waitFor();

    expect(before.map(({ brand, left }) => left === brand?.left)).toEqual([true, true]);
    expect(atOrders).toEqual(before);
    expect(await frameOf(screen)).toEqual(before);
  });

  it('says what it is, whom one may play, and what there is to break (#18)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.page.getByRole('banner').getByText('the example of rx-cognito').waitFor();

    await screen.button('break the network').click();
    const focused = await screen.page.evaluate(() => document.activeElement?.textContent);
    for (const { username, password } of Object.values(USERS)) {
      await screen.button(`Fill in ${username}`).click();
      await screen.page.waitForFunction((typed) => {
        const fields = document.querySelectorAll<HTMLInputElement>('form input');
        return [...fields].map(({ value }) => value).join() === typed;
      }, `${username},${password}`);
    }

    expect(focused).toBe('Backstage');
  });

  it('leads to the panel on a phone, where a report has room for its outcomes (#18)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/account');
    await screen.page.setViewportSize(PHONE);

    await screen.button('Backstage').click();
    const panel = await boxOf(screen.page.getByRole('heading', { name: 'Backstage' }));
    await screen.setNetwork('No answer');
    await screen.button('Sign out here').click();
    await screen.shows('Signed out here, but not all is done');
    const row = screen.page.locator('.account li').first();
    const [inRow, step, pill] = await Promise.all([
      boxOf(row),
      boxOf(row.locator('span').first()),
      boxOf(row.locator('.pill')),
    ]);

    expect(panel.top).toBeGreaterThanOrEqual(0);
    expect(panel.bottom).toBeLessThan(PHONE.height);
    expect(pill.top).toBeGreaterThanOrEqual(step.bottom);
    expect(pill.right).toBeLessThanOrEqual(inRow.right);
    expect(await screen.text(/took longer than [\d.]+ seconds?\./).count()).toBe(1);
  });

  it('claims of no step that is still open that it is done (#18)', async () => {
    const { screen } = await stage.openSignedIn('bob', '/account');
    await screen.setNetwork('No answer');

    await screen.button('Sign out everywhere').click();
    // Read in the moment in which the step is seen, for it is not open for long.
    const seen = await screen.page.waitForFunction(() => {
      const main = document.querySelector('main');
      const open = main?.querySelector('[data-progress="waiting"]:last-child');
      return open?.textContent.includes('Forget everything on this device') ? main?.textContent : undefined;
    });

    expect(await seen.jsonValue()).not.toMatch(/no token|signed out|done/i);
  });
});
