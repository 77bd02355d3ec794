import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumOptions } from '../chromium';

/** The clocks of a page that are ahead, for every script alike. */
const CLOCK = `
  const Machine = Date;
  globalThis.aheadMs = 0;
  globalThis.Date = class extends Machine {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(Machine.now() + aheadMs);
    }
    static now() {
      return Machine.now() + aheadMs;
    }
  };
`;

/** A browser, and an origin whose pages hold the contestants. */
export interface Theatre {
  readonly version: string;
  /** Opens pages of one profile, uses them, and closes them. */
  withTabs<T>(count: number, use: (tabs: readonly Page[]) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

async function serve(script: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
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

async function withTabs<T>(
  browser: Browser,
  url: string,
  count: number,
  use: (tabs: readonly Page[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    await context.addInitScript(CLOCK);
    const tabs: Page[] = [];
    while (tabs.length < count) tabs.push(await context.newPage());
    await Promise.all(tabs.map((tab) => tab.goto(url)));
    return await use(tabs);
  } finally {
    // A context that the browser has let go of already is closed; and where a run broke off, its own error is the one to tell.
    await context.close().catch(() => undefined);
  }
}

/** Launches the browser and serves the origin. */
export async function openTheatre(): Promise<Theatre> {
  const origin = await serve(await bundle());
  const browser = await chromium.launch(await chromiumOptions());
  return {
    version: browser.version(),
    withTabs: (count, use) => withTabs(browser, origin.url, count, use),
    close: async () => {
      await browser.close();
      origin.close();
    },
  };
}
