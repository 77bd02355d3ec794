import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromiumOptions } from '../chromium';
import { traced } from '../page/trace';
import { inTurns } from '../statistics';
import { bundleNodeRunner } from './bundle';
import { throttle, withPage, withThreadTime } from './chromium';
import { contestants, parts } from './contestants';
import { MARKS } from './measure';
import type { Sample } from './measure';

/** How often each is sampled. */
export interface SrpScale {
  readonly warm: number;
  readonly cold: number;
  readonly throttled: number;
}

/** The samples of one platform; each cold one is the first sign-in of a page, or of a process. */
export interface Samples {
  readonly warm: readonly Sample[];
  readonly cold: readonly (Sample & { readonly cpuMs?: number })[];
}

/** What one sign-in did to the responsiveness of a throttled page. */
export interface TaskSample extends Sample {
  readonly isFirst: boolean;
  /** Processor time of the longest task, in milliseconds. */
  readonly longestTaskMs: number;
}

const PHONE = 6;

/** Samples every client in Node. */
export async function sampleNode({ warm, cold }: SrpScale): Promise<Samples> {
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
    const coldSamples: Sample[] = [];
    for (let round = 0; round < cold; round += 1) {
      for (const name of inTurns(names, round)) coldSamples.push(...(await run<Sample[]>('cold', name)));
    }
    return { warm: await run<Sample[]>('warm', String(warm)), cold: coldSamples };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function sampleCold(browser: Browser, script: string, rounds: number): Promise<Samples['cold']> {
  const samples: (Sample & { cpuMs: number })[] = [];
  const names = [...contestants, ...parts].map(({ name }) => name);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurns(names, round)) {
      const { result, cpuMs } = await withPage(browser, script, (page) =>
        withThreadTime(page, () => page.evaluate((which) => srpPage.sample(which), name)),
      );
      samples.push({ ...result, cpuMs });
    }
  }
  return samples;
}

/** Signs in twice on a page that is slowed down. */
async function sampleTasks(
  browser: Browser,
  script: string,
  names: readonly string[],
  rounds: number,
): Promise<readonly TaskSample[]> {
  const samples: TaskSample[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurns(names, round)) {
      await withPage(browser, script, async (page) => {
        await throttle(page, PHONE);
        for (const isFirst of [true, false]) {
          const { result, tasks, at } = await traced(page, MARKS.end, () =>
            page.evaluate((which) => srpPage.marked(which), name),
          );
          const during = tasks.filter(
            ({ beginsAt, endsAt }) => endsAt > at(MARKS.begin) && beginsAt < at(MARKS.end),
          );
          samples.push({ ...result, isFirst, longestTaskMs: Math.max(...during.map(({ cpuMs }) => cpuMs)) });
        }
      });
    }
  }
  return samples;
}

/** Samples every client, and what parts of ours are worth, in Chromium. */
export async function sampleChromium(
  script: string,
  { warm, cold, throttled }: SrpScale,
  watched: readonly string[],
): Promise<Samples & { readonly tasks: readonly TaskSample[] }> {
  const browser = await chromium.launch(await chromiumOptions());
  try {
    return {
      warm: await withPage(browser, script, (page) => page.evaluate((rounds) => srpPage.warm(rounds), warm)),
      cold: await sampleCold(browser, script, cold),
      tasks: await sampleTasks(browser, script, watched, throttled),
    };
  } finally {
    await browser.close();
  }
}
