import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { chromiumOptions } from '../chromium';
import { USER } from '../sign-out/contestant';
import type { Setting } from './peer';

/** In the order of the table. */
export const PEERS = ['aws-amplify', 'oidc-client-ts', 'angular-auth-oidc-client', 'rx-cognito'] as const;
/** A client that is measured, by the name of its page. */
export type PeerName = (typeof PEERS)[number];

async function scriptOf(peer: PeerName): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'pages', `${peer}.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

async function serve(): Promise<{ readonly url: string; close(): void }> {
  const scripts = new Map<string, string>();
  for (const peer of PEERS) scripts.set(`/${peer}.js`, await scriptOf(peer));
  const server = createServer(({ url = '' }, response) => {
    const script = scripts.get(url);
    const [, peer = ''] = url.split(/[/?]/);
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(script ?? `<!doctype html><body><script src="/${peer}.js"></script></body>`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A signed-in page of one client, before the sign-out. */
export interface Scene {
  readonly pool: RunningUserPool;
  readonly page: Page;
  readonly setting: Setting;
  /** The first page of the application. */
  readonly homeUrl: string;
}

/** A browser and a server of pages. */
export interface Stage {
  /** Signs in by managed login, and plays; everything of it is gone afterwards. */
  play<T>(peer: PeerName, act: (scene: Scene) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function signIn({ page, homeUrl }: Scene): Promise<void> {
  await page.goto(homeUrl);
  await Promise.all([
    page.waitForURL(/\/login\?/),
    page.evaluate(() => {
      peer.signIn();
    }),
  ]);
  await page.fill('[name=username]', USER.username);
  await page.fill('[name=password]', USER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${homeUrl}**`);
  // A function that is waited for must not answer a promise: that is true at once.
  while (!(await page.evaluate(() => peer.isSignedIn()))) await page.waitForTimeout(50);
}

async function withScene<T>(
  browser: Browser,
  homeUrl: string,
  act: (scene: Scene) => Promise<T>,
): Promise<T> {
  const [redirectSignIn, redirectSignOut] = [`${homeUrl}callback`, `${homeUrl}bye`];
  const pool = await startUserPool({
    https: true,
    users: [USER],
    clients: [{ oauth: { callbackUrls: [redirectSignIn], logoutUrls: [redirectSignOut] } }],
  });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const { userPoolId, userPoolClientId, endpoint } = pool;
    const [region] = userPoolId.split('_');
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
    // What the issuer, AWS, tells of itself.
    await context.route(`${issuer}/.well-known/openid-configuration`, async (route) => {
      const response = await context.request.get(`${endpoint}/.well-known/openid-configuration`);
      await route.fulfill({ response });
    });
    const setting = { userPoolId, userPoolClientId, endpoint, issuer, redirectSignIn, redirectSignOut };
    await context.addInitScript(`globalThis.setting = ${JSON.stringify(setting)}`);
    const scene = { pool, page: await context.newPage(), setting, homeUrl };
    await signIn(scene);
    return await act(scene);
  } finally {
    await context.close();
    await pool.close();
  }
}

/** Launches the browser and serves the pages. */
export async function openStage(): Promise<Stage> {
  const site = await serve();
  const browser = await chromium.launch(await chromiumOptions());
  return {
    play: (peer, act) => withScene(browser, `${site.url}/${peer}/`, act),
    close: async () => {
      await browser.close();
      site.close();
    },
  };
}
