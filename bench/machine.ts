import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import type { Machine } from './bench';
import { chromiumOptions } from './chromium';

/** Says on which machine a run is made. */
export async function thisMachine(): Promise<Machine> {
  const browser = await chromium.launch(await chromiumOptions());
  const version = browser.version();
  await browser.close();
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    threads: cpus().length,
    load: Math.round(loadavg()[0] ?? 0),
    node: process.versions.node,
    chromium: version,
    day: new Date().toISOString().slice(0, 10),
  };
}
