import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumOptions } from '../chromium';
import { buildApp } from '../page/build';
import type { BuiltApp } from '../page/build';
import { startSite } from '../page/site';
import type { Site } from '../page/site';
import { startSlowPool } from '../page/slow-pool';
import type { SlowPool } from '../page/slow-pool';
import { traced } from '../page/trace';
import { inTurns } from '../statistics';
import type { SignInConfig } from './config';
import { CONTESTANTS, ONE_WAY_MS, THROTTLES } from './contestants';
import { MARKS } from './on-click';
import type { Clicked } from './on-click';

const SLOWEST = 6;
const USER = { username: 'ada', password: 'Passw0rd!' };

/** One sign-in, the first of its page. */
export interface SignInSample extends Clicked {
  readonly name: string;
  readonly throttle: number;
  readonly scripts: number;
  readonly preflights: number;
  readonly requests: number;
}

/** What a sign-in did to the responsiveness of a slow page. */
export interface TaskSample {
  readonly name: string;
  readonly longestTaskMs: number;
}

/** How much is measured. */
export interface SignInScale {
  readonly rounds: number;
  readonly traced: number;
}

interface Stage {
  readonly browser: Browser;
  readonly site: Site;
  readonly pool: SlowPool;
}

const isClicked = (told: unknown): told is Clicked =>
  typeof told === 'object' && told !== null && 'ms' in told;

/** Opens an application and waits until it has nothing more to do; only then it is far away and slow. */
async function opened({ browser, site }: Stage, app: string, throttle: number): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  site.latencyMs = 0;
  const ready = site.told();
  await Promise.all([ready, page.goto(`${site.url}/${app}/`)]);
  site.latencyMs = 2 * ONE_WAY_MS;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  return page;
}

async function click(page: Page, site: Site): Promise<Clicked> {
  const told = site.told();
  await Promise.all([told, page.locator('button').click()]);
  const clicked = await told;
  if (!isClicked(clicked)) throw new Error(`Nobody was signed in: ${JSON.stringify(clicked)}`);
  return clicked;
}

async function signIn(
  stage: Stage,
  { name, app }: (typeof CONTESTANTS)[number],
  throttle: number,
): Promise<SignInSample> {
  const page = await opened(stage, app, throttle);
  stage.pool.taken();
  const scriptsBefore = stage.site.scriptsServed;
  const clicked = await click(page, stage.site);
  const scripts = stage.site.scriptsServed - scriptsBefore;
  const methods = stage.pool.taken();
  await page.context().close();
  const preflights = methods.filter((method) => method === 'OPTIONS').length;
  return { name, throttle, ...clicked, scripts, preflights, requests: methods.length - preflights };
}

async function longestTask(stage: Stage, { name, app }: (typeof CONTESTANTS)[number]): Promise<TaskSample> {
  const page = await opened(stage, app, SLOWEST);
  const { tasks, at } = await traced(page, MARKS.end, () => click(page, stage.site));
  await page.context().close();
  const [from, until] = [at(MARKS.begin), at(MARKS.end)];
  const during = tasks.filter(({ beginsAt, endsAt }) => endsAt > from && beginsAt < until);
  return { name, longestTaskMs: Math.max(...during.map(({ cpuMs }) => cpuMs)) };
}

async function withStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const built = await Promise.all(
    CONTESTANTS.map(async ({ app }): Promise<[string, BuiltApp]> => [
      app,
      await buildApp(join(import.meta.dirname, 'apps', app)),
    ]),
  );
  const pool = await startSlowPool(ONE_WAY_MS, { users: [USER] });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const config: SignInConfig = { userPoolId, userPoolClientId, userPoolEndpoint, ...USER };
  const site = await startSite(new Map(built), config);
  const browser = await chromium.launch(await chromiumOptions());
  try {
    return await use({ browser, site, pool });
  } finally {
    await browser.close();
    site.close();
    await pool.close();
  }
}

/** Signs in on page after page, all contestants in turns. */
export function measureSignIns(
  scale: SignInScale,
): Promise<{ readonly signIns: readonly SignInSample[]; readonly tasks: readonly TaskSample[] }> {
  return withStage(async (stage) => {
    const signIns: SignInSample[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const throttle of THROTTLES) {
        for (const contestant of inTurns(CONTESTANTS, round)) {
          signIns.push(await signIn(stage, contestant, throttle));
        }
      }
    }
    const tasks: TaskSample[] = [];
    for (let round = 0; round < scale.traced; round += 1) {
      for (const contestant of inTurns(CONTESTANTS, round)) tasks.push(await longestTask(stage, contestant));
    }
    return { signIns, tasks };
  });
}
