import sparticuz from '@sparticuz/chromium';
import type { LaunchOptions } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--headless=shell',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Returns how to launch the Chromium that comes in an npm package; with its back/forward cache, which Playwright turns off. */
export async function chromiumOptions(): Promise<LaunchOptions> {
  return {
    executablePath: await sparticuz.executablePath(),
    args: ARGS,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  };
}
