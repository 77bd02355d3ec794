import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { chromiumOptions } from '../chromium';
import { buildApp } from '../page/build';
import type { BuiltApp } from '../page/build';
import { startSite } from '../page/site';
import type { Site } from '../page/site';
import { mainThreadMs } from '../page/trace';
import { inTurns } from '../statistics';
import { CACHES, CONTESTANTS, THROTTLES } from './contestants';
import { FIRST_STATE } from './first-state';
import type { Start } from './first-state';
import { storeSession } from './stored-session';

/** Loads of a page until the browser has compiled its scripts ahead. */
const VISITS = 3;

/** One start. */
export interface StartSample extends Start {
  readonly name: string;
  readonly throttle: number;
  readonly cache: (typeof CACHES)[number];
}

/** The main thread's processor time of one start, traced. */
export interface WorkSample {
  readonly name: string;
  readonly cpuMs: number;
}

/** How much is measured. */
export interface StartScale {
  readonly rounds: number;
  readonly traced: number;
}

interface Stage {
  readonly site: Site;
  /** With the session in its storage, and nothing in its caches. */
  readonly openCold: () => Promise<Page>;
  /** In a profile that has visited every application. */
  readonly openWarm: () => Promise<Page>;
}

async function seed(page: Page, site: Site, entries: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`${site.url}/`);
  await page.evaluate((given) => {
    for (const [key, value] of Object.entries(given)) localStorage.setItem(key, value);
  }, entries);
}

async function start(page: Page, site: Site, name: string): Promise<Start> {
  const told = site.told();
  await Promise.all([told, page.goto(`${site.url}/${name}/`, { waitUntil: 'commit' })]);
  return (await told) as Start;
}

async function throttled(page: Page, times: number): Promise<Page> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
  return page;
}

async function withStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const built = await Promise.all(
    CONTESTANTS.map(async ({ name, app }): Promise<[string, BuiltApp]> => [
      name,
      await buildApp(join(import.meta.dirname, 'apps', app)),
    ]),
  );
  const { config, entries } = await storeSession();
  const site = await startSite(new Map(built), config);
  const options = await chromiumOptions();
  const profile = await mkdtemp(join(tmpdir(), 'bench-start-'));
  const browser = await chromium.launch(options);
  const regular = await chromium.launchPersistentContext(profile, options);
  try {
    const visitor = await regular.newPage();
    await seed(visitor, site, entries);
    for (let visit = 0; visit < VISITS; visit += 1) {
      for (const { name } of CONTESTANTS) await start(visitor, site, name);
    }
    await visitor.close();
    return await use({
      site,
      openCold: async () => {
        const page = await (await browser.newContext()).newPage();
        await seed(page, site, entries);
        return page;
      },
      openWarm: async () => {
        const page = await regular.newPage();
        await page.goto(`${site.url}/`);
        return page;
      },
    });
  } finally {
    await regular.close();
    await browser.close();
    site.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function closed(page: Page, cache: (typeof CACHES)[number]): Promise<void> {
  const context: BrowserContext = page.context();
  await page.close();
  if (cache === 'cold') await context.close();
}

/** Starts every application again and again, all in turns. */
export function measureStarts({
  rounds,
  traced,
}: StartScale): Promise<{ readonly starts: readonly StartSample[]; readonly work: readonly WorkSample[] }> {
  return withStage(async ({ site, openCold, openWarm }) => {
    const starts: StartSample[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const { name } of inTurns(CONTESTANTS, round)) {
        for (const cache of CACHES) {
          for (const throttle of THROTTLES) {
            const page = await throttled(await (cache === 'cold' ? openCold() : openWarm()), throttle);
            starts.push({ name, throttle, cache, ...(await start(page, site, name)) });
            await closed(page, cache);
          }
        }
      }
    }
    const work: WorkSample[] = [];
    for (let round = 0; round < traced; round += 1) {
      for (const { name } of inTurns(CONTESTANTS, round)) {
        const page = await openCold();
        const cpuMs = await mainThreadMs(page, FIRST_STATE, () => start(page, site, name));
        work.push({ name, cpuMs });
        await closed(page, 'cold');
      }
    }
    return { starts, work };
  });
}
