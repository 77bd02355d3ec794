import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleNodeRunner, bundlePage, gzippedChunkBytes } from './bundle';
import { throttle, withPage } from './chromium';
import { median } from './measure';
import type { Sample } from './measure';
import { LONG_TASK_MS, responsivenessTable, timingTable } from './report';
import type { Responsiveness, Timings } from './report';
import { isRight, isSound } from './server';
import { traceTasks } from './task-trace';

const WARM_ROUNDS = 30;
const COLD_ROUNDS = 10;
const THROTTLED_ROUNDS = 10;
const PHONE = 6;
const MAX_OVER_OPENSSL = 1.5;
const OURS = { browser: 'rx-cognito, BigInt', node: 'rx-cognito, OpenSSL' };
const LIMITS = { browser: 'BigInt, windows, 256-bit a', node: 'OpenSSL, the three exponentiations alone' };
const DOCUMENT = join(import.meta.dirname, '../../docs/benchmarks.md');

async function timeNode(): Promise<Timings> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-srp-'));
  try {
    const runner = join(folder, 'runner.cjs');
    await bundleNodeRunner(runner);
    const run = async <T>(...args: readonly string[]): Promise<T> => {
      const { stdout } = await promisify(execFile)(process.execPath, [runner, ...args], {
        maxBuffer: 1 << 26,
      });
      return JSON.parse(stdout) as T;
    };
    const names = await run<string[]>('names');
    const warm = await run<Sample[]>('warm', String(WARM_ROUNDS));
    const cold: Sample[] = [];
    for (let round = 0; round < COLD_ROUNDS; round++) {
      for (const name of names) cold.push(...(await run<Sample[]>('cold', name)));
    }
    return { warm, cold };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timeChromium(script: string): Promise<Timings & { readonly version: string }> {
  const { names, warm, version } = await withPage(script, async (page, browser) => ({
    version: browser.version(),
    names: await page.evaluate(() => srpPage.names()),
    warm: await page.evaluate((rounds) => srpPage.warm(rounds), WARM_ROUNDS),
  }));
  const cold: Sample[] = [];
  for (let round = 0; round < COLD_ROUNDS; round++) {
    for (const name of names) {
      cold.push(await withPage(script, (page) => page.evaluate((which) => srpPage.cold(which), name)));
    }
  }
  return { warm, cold, version };
}

/** Signs in twice on a page that is slowed down; the first time in each page is a cold one. */
async function watchResponsiveness(script: string): Promise<readonly Responsiveness[]> {
  const names = ['aws-amplify', LIMITS.browser, OURS.browser];
  const samples: Responsiveness[] = [];
  for (let round = 0; round < THROTTLED_ROUNDS; round++) {
    for (const name of names) {
      const pair = await withPage(script, async (page, browser) => {
        await throttle(page, PHONE);
        const signIn = async (cold: boolean): Promise<Responsiveness> => {
          const { result, taskMs } = await traceTasks(page, browser, () =>
            page.evaluate((which) => srpPage.marked(which), name),
          );
          return { ...result, cold, longestTaskMs: Math.max(...taskMs) };
        };
        return [await signIn(true), await signIn(false)];
      });
      samples.push(...pair);
    }
  }
  return samples;
}

function ratio(samples: readonly Sample[], name: string, limit: string): number {
  const of = (which: string) => median(samples.filter((taken) => taken.name === which).map(({ ms }) => ms));
  return of(name) / of(limit);
}

async function replaceSection(text: string): Promise<void> {
  const [begin, end] = ['<!-- bench:srp -->', '<!-- /bench:srp -->'];
  const document = await readFile(DOCUMENT, 'utf8');
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has no section ${begin}.`);
  await writeFile(DOCUMENT, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

function faults(node: Timings, chromium: Timings, throttled: readonly Responsiveness[]): readonly string[] {
  const all = [...node.warm, ...node.cold, ...chromium.warm, ...chromium.cold, ...throttled];
  const wrong = new Set(all.filter(({ proof }) => !isRight(proof)).map(({ name }) => name));
  const overOpenSsl = ratio(node.warm, OURS.node, LIMITS.node);
  const overWindows = ratio(chromium.warm, OURS.browser, LIMITS.browser);
  const longest = (name: string): number =>
    Math.max(...throttled.filter((taken) => taken.name === name).map(({ longestTaskMs }) => longestTaskMs));
  return [
    ...(isSound() ? [] : ["The vector's values do not fit together."]),
    ...[...wrong].map((name) => `The signature of ${name} is wrong.`),
    ...(overOpenSsl > MAX_OVER_OPENSSL
      ? [`In Node it takes ${overOpenSsl.toFixed(2)} times the bare figure.`]
      : []),
    ...(overWindows > 1 ? [`In Chromium it takes ${overWindows.toFixed(2)} times the windowed figure.`] : []),
    ...(longest(OURS.browser) > LONG_TASK_MS
      ? [`It held a slow page for ${longest(OURS.browser).toFixed(0)} ms.`]
      : []),
    ...(longest(LIMITS.browser) > LONG_TASK_MS
      ? []
      : ['No long task was seen where there must be one: the trace is blind.']),
  ];
}

async function main(): Promise<void> {
  const [loadBefore = 0] = loadavg();
  const node = await timeNode();
  const script = await bundlePage();
  const chromium = await timeChromium(script);
  const throttled = await watchResponsiveness(script);
  const chunk = await gzippedChunkBytes();
  const report = [
    `${String(WARM_ROUNDS)} rounds warm and ${String(COLD_ROUNDS)} cold (each in a fresh process or browser), ` +
      `the contestants taking turns; medians. ${cpus()[0]?.model ?? 'Unknown processor'}, ` +
      `${String(cpus().length)} threads, ${String(Math.round(loadBefore))} processes running or waiting at the ` +
      'start: on a busy machine the ratios say more than the times.',
    `### Node ${process.versions.node} (OpenSSL ${process.versions.openssl})`,
    timingTable(node),
    `### Chromium ${chromium.version}`,
    timingTable(chromium),
    `### Chromium, processor throttled ${String(PHONE)} times`,
    'The longest task that one sign-in puts on the main thread, in ms of processor time, which other work on the ' +
      `machine hardly lengthens; ${String(THROTTLED_ROUNDS)} pages for each client, two sign-ins in each.`,
    responsivenessTable(throttled),
    `The chunk that a sign-in by SRP loads: ${String(chunk)} bytes, minified and gzipped, without rxjs.`,
  ].join('\n\n');
  process.stdout.write(`${report}\n`);
  const found = faults(node, chromium, throttled);
  if (found.length > 0) throw new Error(found.join('\n'));
  await replaceSection(report);
}

await main();
