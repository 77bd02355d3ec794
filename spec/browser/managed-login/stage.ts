import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumOptions } from '../../../bench/chromium';
import { startUserPool } from '../../../src/emulator';
import type { RunningUserPool, UserPoolOptions } from '../../../src/emulator';
import type { PageConfig } from './page';

/** The password of everybody. */
export const PASSWORD = 'Passw0rd!';

/** Generous: a machine that has much else to do is no failure. */
const WAIT_MS = 20_000;

/** An application of one script, the same on every path. */
export interface Site {
  readonly url: string;
  /** Where a request for a path is sent on to, if anywhere: for what a return may look like. */
  detour: (path: string) => string | undefined;
  close(): Promise<void>;
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

async function serveSite(entries: Readonly<Record<string, string>>): Promise<Site> {
  const scripts = new Map<string, string>(
    await Promise.all(
      Object.entries(entries).map(async ([path, entry]) => [`${path}page.js`, await bundled(entry)] as const),
    ),
  );
  const server = createServer(({ url = '' }, response) => {
    const location = site.detour(url);
    if (location !== undefined) {
      response.writeHead(302, { location }).end();
      return;
    }
    const script = scripts.get(url);
    const path = Object.keys(entries).find((start) => start !== '/' && url.startsWith(start)) ?? '/';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(script ?? `<!doctype html><title>Application</title><script src="${path}page.js"></script>`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    detour: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return site;
}

/** A tab of the browser, on a page of the application or of managed login. */
export class Visitor {
  constructor(
    readonly page: Page,
    readonly stage: Stage,
  ) {}

  history = () => this.page.evaluate(() => application.history);
  errors = () => this.page.evaluate(() => application.errors);
  outcomes = () => this.page.evaluate(() => application.outcomes);
  result = () => this.page.evaluate(() => application.result());
  firstHref = () => this.page.evaluate(() => application.firstHref);
  accessToken = () => this.page.evaluate(() => application.accessToken());

  /** Opens a page of the application. */
  async open(path = '/'): Promise<void> {
    await this.page.goto(this.stage.site.url + path);
  }

  /** Leaves for managed login, and waits until its page is there. */
  async leaveToSignIn(input: object = {}): Promise<void> {
    await Promise.all([
      this.page.waitForURL(/\/login\?/),
      this.page.evaluate((given) => {
        application.signIn(given);
      }, input),
    ]);
  }

  /** Fills in managed login's page. */
  async enterPassword(username = 'alice'): Promise<void> {
    await this.page.fill('[name=username]', username);
    await this.page.fill('[name=password]', PASSWORD);
    await Promise.all([
      this.page.waitForURL(`${this.stage.site.url}/**`),
      this.page.getByRole('button', { name: 'Sign in', exact: true }).click(),
    ]);
  }

  /** Signs in by managed login, from a page of the application. */
  async signIn(input: object = {}, username = 'alice'): Promise<void> {
    await this.leaveToSignIn(input);
    await this.enterPassword(username);
    await this.shows('signedIn');
  }

  /** Asks for a sign-out and does not wait. */
  signOut = (options: object = {}) =>
    this.page.evaluate((given) => {
      application.signOut(given);
    }, options);

  /** Signs out, and waits until the page has returned. */
  async signOutAndReturn(options: object = {}): Promise<void> {
    await Promise.all([
      this.page.waitForRequest((request) => request.url().includes('/logout?')),
      this.signOut(options),
    ]);
    await this.page.waitForURL(this.stage.signedOutUrl);
    await this.page.waitForFunction(() => typeof application === 'object');
  }

  /** Waits until the last line of the history begins with this. */
  async shows(line: string): Promise<void> {
    await this.page.waitForFunction(
      (start) => typeof application === 'object' && application.history.at(-1)?.startsWith(start),
      line,
      { timeout: WAIT_MS, polling: 20 },
    );
  }

  stored = (area: 'localStorage' | 'sessionStorage') =>
    this.page.evaluate((name) => JSON.stringify(Object.entries(globalThis[name])), area);
}

/** What a stage is set up with. */
export interface StageOptions extends Pick<PageConfig, 'isEager' | 'isPopup' | 'isAdopting'> {
  readonly pool?: UserPoolOptions & { readonly https?: boolean };
  readonly hostedUi?: Partial<PageConfig['hostedUi']>;
}

/** A user pool with managed login, and a browser that has been nowhere yet. */
export class Stage {
  constructor(
    readonly site: Site,
    readonly pool: RunningUserPool,
    readonly context: BrowserContext,
  ) {}

  get callbackUrl() {
    return `${this.site.url}/callback`;
  }

  get signedOutUrl() {
    return `${this.site.url}/bye`;
  }

  async visitor(): Promise<Visitor> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    return new Visitor(page, this);
  }

  /** The requests so far, by the names of operations and endpoints. */
  requests = () => this.pool.requests.list().map(({ operation }) => operation);

  close = () => Promise.all([this.context.close(), this.pool.close()]);
}

/** The browser and the site of a spec file, and a way to a fresh stage for each test. */
export interface Theatre {
  /** The origin of the site. */
  readonly url: string;
  createStage(options?: StageOptions): Promise<Stage>;
  close(): Promise<void>;
}

async function createStage(browser: Browser, site: Site, options: StageOptions): Promise<Stage> {
  const pool = await startUserPool({
    users: [
      { username: 'alice', password: PASSWORD },
      { username: 'bob', password: PASSWORD },
    ],
    clients: [
      {
        oauth: {
          callbackUrls: [`${site.url}/callback`, `${site.url}/other`, `${site.url}/amplify/callback`],
          logoutUrls: [`${site.url}/bye`, `${site.url}/other-bye`, `${site.url}/amplify/bye`],
        },
      },
    ],
    ...options.pool,
  });
  site.detour = () => undefined;
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const config: PageConfig = {
    auth: {
      userPoolId: pool.userPoolId,
      userPoolClientId: pool.userPoolClientId,
      userPoolEndpoint: pool.endpoint,
    },
    hostedUi: {
      domain: pool.endpoint,
      redirectSignIn: [`${site.url}/callback`, `${site.url}/other`],
      redirectSignOut: [`${site.url}/bye`, `${site.url}/other-bye`],
      ...options.hostedUi,
    },
    isEager: options.isEager ?? false,
    isPopup: options.isPopup ?? false,
    isAdopting: options.isAdopting ?? false,
  };
  await context.addInitScript(`globalThis.pageConfig = ${JSON.stringify(config)}`);
  return new Stage(site, pool, context);
}

/** Launches a browser and serves the site, with the scripts of more paths than `/`; both are closed by the theatre. */
export async function openTheatre(scripts: Readonly<Record<string, string>> = {}): Promise<Theatre> {
  const [browser, site] = await Promise.all([
    chromium.launch(await chromiumOptions()),
    serveSite({ '/': 'page.ts', ...scripts }),
  ]);
  return {
    url: site.url,
    createStage: (options = {}) => createStage(browser, site, options),
    close: async () => {
      await browser.close();
      await site.close();
    },
  };
}
