import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium';
import { listen } from '../../examples/server/listen';
import type { RunningServer } from '../../examples/server/listen';

/** What `npm run docs` builds. */
export const SITE = join(__dirname, '../../reports/site');

/** Generous: a machine that has much else to do is no failure. */
const WAIT_MS = 25_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Serves the built files as they are, as any static server does. */
function serveSite(): Promise<RunningServer> {
  if (!existsSync(join(SITE, 'index.html'))) throw new Error('The site is not built: npm run docs');
  return listen(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    readFile(join(SITE, path)).then(
      (body) => {
        response.writeHead(200, {
          'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
}

/** The built site in a browser. */
export interface Stage {
  readonly origin: string;
  openPage(path: string): Promise<Page>;
  close(): Promise<void>;
}

/** Serves the site and launches a browser. */
export async function openStage(): Promise<Stage> {
  const server = await serveSite();
  const browser: Browser = await chromium.launch(await chromiumOptions());
  const context: BrowserContext = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(WAIT_MS);
  return {
    origin: server.origin,
    openPage: async (path) => {
      const page = await context.newPage();
      await page.goto(`${server.origin}${path}`);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
