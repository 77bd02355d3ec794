import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Machine, Run } from './bench';
import { chromiumOptions } from './chromium';

const KEPT = join(import.meta.dirname, 'results');
/** Where a try goes, which nobody keeps. */
const TRIED = join(import.meta.dirname, '../reports/bench');

/** Returns the folder of the results. */
export const resultsFolder = (isQuick: boolean): string => (isQuick ? TRIED : KEPT);

const fileOf = (name: string, isQuick: boolean): string => join(resultsFolder(isQuick), `${name}.json`);

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

/** Writes what a run has measured. */
export function keepResults(name: string, run: Run<unknown>): void {
  mkdirSync(resultsFolder(run.isQuick), { recursive: true });
  writeFileSync(fileOf(name, run.isQuick), `${JSON.stringify(run, undefined, 2)}\n`);
}

/** Reads what the last run has measured. */
export function resultsOf(name: string, isQuick: boolean): Run<unknown> | undefined {
  const file = fileOf(name, isQuick);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Run<unknown>) : undefined;
}
