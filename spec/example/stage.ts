import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium';
import { buildExample } from '../../examples/server/build-example';
import { USERS } from '../../examples/server/pool';
import { startExample } from '../../examples/server/start-example';
import type { RunningExample } from '../../examples/server/start-example';
import { totpCode } from '../../src/emulator';

/** Generous: a machine that has much else to do is no failure. */
const WAIT_MS = 20_000;
/** Packages from the registry, and a build by the Angular CLI. */
export const BUILD_LIMIT_MS = 400_000;

const TOTP_STEP_MS = 30_000;

/** What can be switched in the panel beside every page. */
export type Network = 'Up' | 'Down' | 'No answer';

/** A code that is not this one. */
export const otherCode = (code: string): string => (code === '000000' ? '111111' : '000000');

/** A page of the application. */
export class Screen {
  constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  goTo = (path: string) => this.page.goto(`${this.url}${path}`);
  button = (name: string | RegExp): Locator => this.page.getByRole('button', { name, exact: true });
  link = (name: string): Locator => this.page.getByRole('link', { name, exact: true }).first();
  text = (text: string | RegExp): Locator => this.page.getByRole('main').getByText(text);
  setNetwork = (mode: Network) => this.page.getByLabel(mode, { exact: true }).check();
  stored = () => this.page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  /** The statuses in the panel, the newest first. */
  statuses = () => this.page.locator('.stream .status').allTextContents();
  /** The outcomes of the steps in the account of a sign-out. */
  outcomes = () => this.page.locator('.account .pill').allTextContents();

  /** Waits for the page with this heading. */
  async shows(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  }

  async enterPassword({ username, password }: { username: string; password: string }): Promise<void> {
    await this.fill({ 'User name': username, Password: password });
    await this.button('Sign in').click();
  }

  async answer(label: 'Code' | 'New password', answer: string): Promise<void> {
    await this.fill({ [label]: answer });
    await this.button('Go on').click();
  }

  /** Fills in fields by their labels. */
  async fill(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(texts))
      await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** Goes to a page by the menu, as a reload would forget what the page holds. */
  async visit(page: 'Orders' | 'Account' | 'Security'): Promise<void> {
    await this.link(page).click();
    await this.shows(page);
  }

  /** Gives the browser an authenticator that says yes to every passkey. */
  async addAuthenticator(): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }
}

/** A user pool, an API and a site of their own. */
export class Stage {
  #usedCodes = 0;
  readonly #devices: BrowserContext[] = [];

  constructor(
    readonly example: RunningExample,
    readonly browser: Browser,
  ) {}

  get pool(): RunningExample['pool'] {
    return this.example.pool;
  }

  /** A browser that shares no storage with another one. */
  async openDevice(): Promise<BrowserContext> {
    const device = await this.browser.newContext({ reducedMotion: 'reduce' });
    device.setDefaultTimeout(WAIT_MS);
    this.#devices.push(device);
    return device;
  }

  openScreen = async (device: BrowserContext): Promise<Screen> =>
    new Screen(await device.newPage(), this.example.url);

  /** The code that the authenticator app of alice shows; each can be used once. */
  nextCode(): Promise<string> {
    const at = Date.now() + this.#usedCodes * TOTP_STEP_MS;
    this.#usedCodes += 1;
    return totpCode(USERS.alice.mfa.totpSecret, at);
  }

  /** Opens a page of somebody who signs in, by a code too where it is alice, on a device of their own. */
  async openSignedIn(
    user: 'alice' | 'bob' = 'alice',
    path = '/orders',
  ): Promise<{ device: BrowserContext; screen: Screen }> {
    const device = await this.openDevice();
    const screen = await this.openScreen(device);
    await screen.goTo(path);
    await screen.enterPassword(USERS[user]);
    if (user === 'alice') await screen.answer('Code', await this.nextCode());
    await screen.page.waitForURL(`${this.example.url}${path}`);
    if (path === '/orders') await screen.text('Loaded at').waitFor();
    return { device, screen };
  }

  /** The tokens of a user that the user pool would accept. */
  liveTokens = (username = 'alice'): readonly string[] =>
    this.pool.tokenFamilies(username).flatMap(({ liveTokens }) => liveTokens);

  /** What the user pool knows of a user. */
  user = (username: string) => this.pool.users().find((user) => user.username === username);

  /** What the user pool answers to a password: that is enough, that a second factor is due, or that it is not right. */
  async answerTo(username: string, password: string): Promise<string> {
    const response = await fetch(this.pool.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: this.pool.userPoolClientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    });
    const answer = (await response.json()) as { __type?: string; ChallengeName?: string };
    return answer.__type ?? answer.ChallengeName ?? 'enough';
  }

  async close(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.close()));
    await this.example.close();
  }
}

/** The browser of a spec file, and the application, built. */
export interface Theatre {
  createStage(): Promise<Stage>;
  close(): Promise<void>;
}

/** Builds the application where it is out of date, and launches a browser. */
export async function openTheatre(): Promise<Theatre> {
  const folder = await buildExample(() => undefined);
  const browser = await chromium.launch(await chromiumOptions());
  return {
    createStage: async () => new Stage(await startExample(folder), browser),
    close: () => browser.close(),
  };
}
