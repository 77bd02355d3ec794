import type { Browser, Page } from 'playwright-core';

const ORIGIN = 'https://bench.example/';
const SETTLED_MS = 50;

/** Opens a page with the contestants in a process of its own, as a user does who comes to the site; uses it, and closes it. */
export async function withPage<T>(
  browser: Browser,
  script: string,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // An https address, without which there is no WebCrypto; nothing is fetched.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(ORIGIN);
    await page.addScriptTag({ content: script });
    await page.waitForTimeout(SETTLED_MS);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Makes the page's processor slower, as a phone's is. */
export async function throttle(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** Runs something, and tells how long it had the main thread's processor, in milliseconds: other work on the machine hardly lengthens that. */
export async function withThreadTime<T>(
  page: Page,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly cpuMs: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const before = await taken();
  const result = await run();
  return { result, cpuMs: (await taken()) - before };
}
