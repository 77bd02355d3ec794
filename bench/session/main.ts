import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startUserPool } from 'rx-cognito/emulator';
import { clients, contestants } from './contestants';
import { rateOf } from './rate';
import type { Rate } from './rate';
import { refreshRun } from './requests';
import type { RefreshRun } from './requests';
import { openTheatre } from './theatre';
import type { Theatre } from './theatre';

const CALLERS_PER_TAB = 100;
const ROUNDS = 3;
const RATE_MS = 500;
const USER = { username: 'alice', password: 'Passw0rd!' };
const DOCUMENT = join(import.meta.dirname, '../../docs/benchmarks.md');
const [BEGIN, END] = ['<!-- bench:session -->', '<!-- /bench:session -->'];

async function countRequests(theatre: Theatre): Promise<readonly RefreshRun[]> {
  const runs: RefreshRun[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name } of clients) {
      for (const tabs of [1, 5]) {
        for (const isRotating of [false, true]) {
          runs.push(await refreshRun(theatre, { name, tabs, isRotating }, CALLERS_PER_TAB));
        }
      }
    }
  }
  return runs;
}

async function withSession<T>(
  use: (address: Record<'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint', string>) => Promise<T>,
): Promise<T> {
  const pool = await startUserPool({ users: [USER] });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  try {
    return await use({ userPoolId, userPoolClientId, userPoolEndpoint });
  } finally {
    await pool.close();
  }
}

const ratesInNode = (): Promise<readonly Rate[]> =>
  withSession(async (address) => {
    // All of them first: the server runs in this process, and answers nobody while a rate is measured.
    for (const contestant of contestants) {
      contestant.start(address);
      await contestant.signIn(USER.username, USER.password);
    }
    const rates: Rate[] = [];
    for (const contestant of contestants) rates.push(await rateOf(contestant, RATE_MS));
    return rates;
  });

const ratesInChromium = (theatre: Theatre): Promise<readonly Rate[]> =>
  withSession(async (address) => {
    const rates: Rate[] = [];
    for (const { name } of contestants) {
      const rate = await theatre.withTabs(1, async ([tab]) =>
        tab?.evaluate(
          async ([who, where, { username, password }, forMs]) => {
            sessionPage.start(who, where);
            await sessionPage.signIn(who, username, password);
            return sessionPage.rate(who, forMs);
          },
          [name, address, USER, RATE_MS] as const,
        ),
      );
      if (rate) rates.push(rate);
    }
    return rates;
  });

const range = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least}–${most}`;
};

function requestTable(runs: readonly RefreshRun[]): string {
  const cells = (name: string, tabs: number, isRotating: boolean): string => {
    const own = runs.filter((run) => run.name === name && run.tabs === tabs && run.isRotating === isRotating);
    const kept = own.filter((run) => run.isSignedIn && run.served === run.callers).length;
    return `${range(own.map(({ requests }) => requests))} | ${kept} of ${own.length}`;
  };
  return [
    '| client | tabs | requests | all served, session kept | with rotation: requests | all served, session kept |',
    '|---|--:|--:|--:|--:|--:|',
    ...clients.flatMap(({ name }) =>
      [1, 5].map(
        (tabs) => `| ${name} | ${tabs} | ${cells(name, tabs, false)} | ${cells(name, tabs, true)} |`,
      ),
    ),
  ].join('\n');
}

function rateTable(node: readonly Rate[], chromium: readonly Rate[]): string {
  const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
  const rows = node.map(({ name, perSecond }) => {
    const inChromium = chromium.find((rate) => rate.name === name)?.perSecond ?? 0;
    return `| ${name} | ${written.format(perSecond)} | ${written.format(inChromium)} |`;
  });
  return ['| client | Node, a second | Chromium, a second |', '|---|--:|--:|', ...rows].join('\n');
}

async function replaceSection(text: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has no section ${BEGIN}.`);
  await writeFile(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}

async function main(): Promise<void> {
  const theatre = await openTheatre();
  try {
    const runs = await countRequests(theatre);
    const node = await ratesInNode();
    const chromium = await ratesInChromium(theatre);
    const report = [
      `${CALLERS_PER_TAB} callers in each tab, ${ROUNDS} runs of each kind. ${cpus()[0]?.model ?? 'Unknown processor'}, ` +
        `${cpus().length} threads, ${loadavg()[0]?.toFixed(0) ?? '?'} processes waiting for them; ` +
        `Node ${process.versions.node}, Chromium ${theatre.version}.`,
      requestTable(runs),
      rateTable(node, chromium),
    ].join('\n\n');
    process.stdout.write(`${report}\n`);
    await replaceSection(report);
    const ours = runs.filter(({ name }) => name === clients[0]?.name);
    const isRight = ours.every((run) => run.requests === 1 && run.isSignedIn && run.served === run.callers);
    if (!isRight) throw new Error('Ours asked more than once, or lost a session.');
  } finally {
    await theatre.close();
  }
}

await main();
// Amplify leaves timers behind.
process.exit();
