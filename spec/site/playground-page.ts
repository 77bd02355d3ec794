import type { Locator, Page } from 'playwright-core';
import type { Playground } from '../../playground/playground';

declare global {
  var playground: Playground | undefined;
}

/** A client of the page, by the name of its card. */
export type LaneName = 'This tab' | 'Second tab' | 'Second device' | 'Amplify' | 'identity-js';

/** Which app client of the pool a lane is. */
const ORIGINS = {
  'This tab': 'tab',
  'Second tab': 'secondTab',
  'Second device': 'device',
  Amplify: 'amplify',
  'identity-js': 'identityJs',
} as const;

/** The playground in a page: its buttons, what it shows, and the pool that it is about. */
export class PlaygroundPage {
  constructor(readonly page: Page) {}

  button = (name: string): Locator => this.page.getByRole('button', { name, exact: true });
  press = (name: string): Promise<void> => this.button(name).click();
  lane = (name: LaneName): Locator => this.page.getByRole('article', { name, exact: true });
  /** A button of a lane. */
  pressIn = (name: LaneName, text: string): Promise<void> =>
    this.lane(name)
      .getByRole('button', { name: `${text}, ${name}`, exact: true })
      .click();
  choose = (condition: string): Promise<void> =>
    this.page.getByRole('radio', { name: new RegExp(`^${condition}`) }).check();
  stream = (title: string): Locator =>
    this.page.getByRole('region', { name: title }).locator('.pg-scroll li');

  /** Waits until the page shows this in the card of a lane. */
  shows = (name: LaneName, text: string | RegExp): Promise<void> =>
    this.lane(name).getByText(text).first().waitFor();

  /** The verdict on a lane: `True` or `Not true`, and why. */
  verdict = async (name: LaneName): Promise<string> =>
    (await this.lane(name).locator('.pg-verdict > *').allTextContents()).join(' ');

  async fill(values: Readonly<Record<string, string>>, submit: string): Promise<void> {
    for (const [label, value] of Object.entries(values))
      await this.page.getByLabel(label, { exact: true }).fill(value);
    await this.press(submit);
  }

  /** The code on the phone. */
  phoneCode = async (): Promise<string> =>
    (await this.page.getByLabel('Code of the authenticator app').textContent()) ?? '';

  /** Signs ada in by the forms, with the code of her authenticator app. */
  async signInByForm(): Promise<void> {
    await this.press('Sign in');
    await this.page.getByLabel('Code', { exact: true }).waitFor();
    // A code that was used just now may still be shown for a moment. Asked again and again from here: a page's predicate that is
    // asynchronous is not waited for.
    const isNew = (): Promise<boolean> =>
      this.page.evaluate(
        async () =>
          document.querySelector('.pg-app output')?.textContent ===
          (await globalThis.playground?.pool.totpCodeOf('ada')),
      );
    while (!(await isNew()));
    await this.fill({ Code: await this.phoneCode() }, 'Go on');
    await this.shows('This tab', /^signedIn ada/);
  }

  /** How many tokens of a lane the pool would accept: asked of the pool itself, not of what the page shows. */
  liveTokens = (name: LaneName): Promise<number> =>
    this.page.evaluate((lane) => {
      const { pool } = globalThis.playground!;
      return pool
        .tokenFamilies()
        .filter(({ clientId }) => clientId === pool.clientIdOf(lane))
        .flatMap(({ liveTokens }) => liveTokens)
        .filter((token) => pool.isTokenLive(token)).length;
    }, ORIGINS[name]);

  /** How often the pool was asked for an operation. */
  asked = (operation: 'RevokeToken' | 'GlobalSignOut' | 'GetUser' | 'SignUp'): Promise<number> =>
    this.page.evaluate((name) => globalThis.playground!.pool.requests.callsOf(name), operation);
}
