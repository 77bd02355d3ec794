import { chromium } from 'playwright-core';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium';
import { createSystemClock, startUserPool } from '../../src/emulator';
import type { RunningUserPool, UserPoolOptions } from '../../src/emulator';
import { serveOrigin } from './origin';
import type { Origin, OriginOptions } from './origin';
import type { TabOptions, TabStorage } from './page';

/** The password of everybody. */
export const PASSWORD = 'Passw0rd!';

/** Generous: a machine that has much else to do is no failure. */
const WAIT_MS = 20_000;

const ROTATION: UserPoolOptions = {
  users: [
    { username: 'alice', password: PASSWORD },
    { username: 'bob', password: PASSWORD },
  ],
  clients: [{ refreshTokenRotation: { graceSeconds: 0 } }],
};

/** What a page shall be without. */
export type Missing = 'locks' | 'BroadcastChannel' | 'storageEvents';

const REMOVALS: Readonly<Record<Missing, string>> = {
  locks: 'delete Navigator.prototype.locks',
  BroadcastChannel: 'delete globalThis.BroadcastChannel',
  storageEvents: "addEventListener('storage', (event) => event.stopImmediatePropagation())",
};

/** A page of the origin, with the library in it. */
export class Tab {
  #frozenBy: CDPSession | undefined;

  constructor(readonly page: Page) {}

  state = () => this.page.evaluate(() => tab.state());
  history = () => this.page.evaluate(() => tab.history());
  mixtures = () => this.page.evaluate(() => tab.mixtures());
  errors = () => this.page.evaluate(() => tab.errors());
  events = () => this.page.evaluate(() => tab.events());
  tokens = (options = {}) => this.page.evaluate((given) => tab.tokens(given), options);
  signOut = (options = {}) => this.page.evaluate((given) => tab.signOut(given), options);
  retrySignOut = () => this.page.evaluate(() => tab.retrySignOut());
  signIn = (username: string) =>
    this.page.evaluate(([name, password]) => tab.signIn(name, password), [username, PASSWORD] as const);

  /** Waits until the last line of the history begins with this. */
  async shows(line: string): Promise<void> {
    await this.page.waitForFunction((start) => tab.history().at(-1)?.startsWith(start), line, {
      timeout: WAIT_MS,
      polling: 20,
    });
  }

  /** Waits until the history contains a line that begins with this. */
  async hasShown(line: string): Promise<void> {
    await this.page.waitForFunction((start) => tab.history().some((it) => it.startsWith(start)), line, {
      timeout: WAIT_MS,
      polling: 20,
    });
  }

  /** Returns what `localStorage` holds, as one text. */
  stored = () => this.page.evaluate(() => JSON.stringify(Object.entries(localStorage)));

  /**
   * Stops all script of the page, as the debugger does: no task, timer or answer gets through, and locks stay held.
   * (A page of the headless shell is always visible, and a visible page is never frozen otherwise.)
   */
  async freeze(): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('Debugger.enable');
    const stopped = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
    void devtools.send('Runtime.evaluate', { expression: 'debugger' });
    await stopped;
    this.#frozenBy = devtools;
  }

  async thaw(): Promise<void> {
    await this.#frozenBy?.send('Debugger.resume');
    await this.#frozenBy?.detach();
    this.#frozenBy = undefined;
  }
}

/** A user pool, and a browser whose storage is empty. */
export class Stage {
  #aheadMs = 0;
  readonly #tabs: Tab[] = [];

  constructor(
    readonly pool: RunningUserPool,
    readonly context: BrowserContext,
    readonly origin: Origin,
    clock: { aheadMs: () => number },
  ) {
    clock.aheadMs = () => this.#aheadMs;
  }

  get options(): TabOptions {
    const { userPoolId, userPoolClientId, endpoint } = this.pool;
    return { userPoolId, userPoolClientId, userPoolEndpoint: endpoint };
  }

  /** Opens a page without starting anything in it. */
  async openPage(missing: readonly Missing[] = []): Promise<Tab> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.addInitScript(missing.map((name) => REMOVALS[name]).join(';'));
    await page.goto(this.origin.url);
    const opened = new Tab(page);
    this.#tabs.push(opened);
    return opened;
  }

  /** Starts an `Auth` in a page; returns its first state. */
  start = (opened: Tab, options: Partial<TabOptions> = {}, storage: TabStorage = 'localStorage') =>
    opened.page.evaluate(([given, aheadMs, kind]) => tab.start(given, aheadMs, kind), [
      { ...this.options, ...options },
      this.#aheadMs,
      storage,
    ] as const);

  async openTab(missing: readonly Missing[] = [], options: Partial<TabOptions> = {}): Promise<Tab> {
    const opened = await this.openPage(missing);
    await this.start(opened, options);
    return opened;
  }

  /** Opens tabs of which the first one signs alice in, and waits until all know it. */
  async openSignedIn(count: number, missing: readonly Missing[] = []): Promise<[Tab, ...Tab[]]> {
    const first = await this.openTab(missing);
    await first.signIn('alice');
    const others: Tab[] = [];
    while (others.length < count - 1) others.push(await this.openTab(missing));
    await Promise.all(others.map((other) => other.shows('signedIn alice')));
    return [first, ...others];
  }

  /** Lets the access tokens expire, by the clocks of the pool and of every tab. */
  async passHours(hours: number): Promise<void> {
    this.#aheadMs += hours * 3_600_000;
    const live = this.#tabs.filter(({ page }) => !page.isClosed());
    await Promise.all(
      live.map(({ page }) =>
        page.evaluate((ms) => {
          tab.setClockAhead(ms);
        }, this.#aheadMs),
      ),
    );
  }

  close = () => Promise.all([this.context.close(), this.pool.close()]);
}

/** The browser and the origin of a spec file, and a way to a fresh stage for each test. */
export interface Theatre {
  createStage(options?: UserPoolOptions): Promise<Stage>;
  close(): Promise<void>;
}

/** Launches a browser and serves the origin; both are closed by the theatre. */
export async function openTheatre(site?: OriginOptions): Promise<Theatre> {
  const [browser, origin] = await Promise.all([
    chromium.launch(await chromiumOptions()),
    serveOrigin('page.ts', site),
  ]);
  return {
    createStage: async (options = {}) => {
      const system = createSystemClock();
      const ahead = { aheadMs: () => 0 };
      const clock = { ...system, now: () => system.now() + ahead.aheadMs() };
      const pool = await startUserPool({ ...ROTATION, ...options, clock });
      return new Stage(pool, await browser.newContext(), origin, ahead);
    },
    close: async () => {
      await browser.close();
      await origin.close();
    },
  };
}

/** Waits until the user pool accepts no token of anybody any more; the runner's time limit is its only end. */
export async function revokesAll({ pool }: { readonly pool: RunningUserPool }): Promise<void> {
  while (pool.tokenFamilies().some(({ liveTokens }) => liveTokens.length > 0)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
