import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumOptions } from '../chromium';

const ORIGIN = 'https://bench.example/';

/** Opens a page with the contestants in a browser of its own, uses it, and closes both. */
export async function withPage<T>(
  script: string,
  use: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch(await chromiumOptions());
  try {
    const page = await browser.newPage();
    // An https address, without which there is no WebCrypto; nothing is fetched.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(ORIGIN);
    await page.addScriptTag({ content: script });
    return await use(page, browser);
  } finally {
    await browser.close();
  }
}

/** Makes the page's processor slower, as a phone's is. */
export async function throttle(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}
