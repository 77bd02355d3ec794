import { startUserPool } from 'rx-cognito/emulator';
import type { Bench, SummaryRow } from '../bench';
import { table } from '../tables';
import { clients, contestants } from './contestants';
import { rateOf } from './rate';
import type { Rate } from './rate';
import { refreshRun } from './requests';
import type { RefreshRun } from './requests';
import { openTheatre } from './theatre';
import type { Theatre } from './theatre';

const CALLERS_PER_TAB = 100;
const ROUNDS = 3;
const QUICK_ROUNDS = 1;
const RATE_MS = 500;
const USER = { username: 'alice', password: 'Passw0rd!' };
const OURS = 'rx-cognito';
const LIMIT = 'a BehaviorSubject';
const MANY_TABS = 5;

/** What the bench leaves behind. */
export interface SessionResults {
  readonly rounds: number;
  readonly runs: readonly RefreshRun[];
  readonly node: readonly Rate[];
  readonly chromium: readonly Rate[];
}

async function countRequests(theatre: Theatre, rounds: number): Promise<readonly RefreshRun[]> {
  const runs: RefreshRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name } of clients) {
      for (const tabs of [1, MANY_TABS]) {
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
  const cells = (name: string, tabs: number, isRotating: boolean): readonly string[] => {
    const own = runs.filter((run) => run.name === name && run.tabs === tabs && run.isRotating === isRotating);
    const kept = own.filter((run) => run.isSignedIn && run.served === run.callers).length;
    return [range(own.map(({ requests }) => requests)), `${kept} of ${own.length}`];
  };
  return table(
    [
      'client',
      'tabs',
      'requests',
      'all served, session kept',
      'with rotation: requests',
      'all served, session kept',
    ],
    clients.flatMap(({ name }) =>
      [1, MANY_TABS].map((tabs) => [
        name,
        String(tabs),
        ...cells(name, tabs, false),
        ...cells(name, tabs, true),
      ]),
    ),
  );
}

const perSecondText = (value: number): string =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(value);

const rateOfClient = (rates: readonly Rate[], name: string): number =>
  rates.find((rate) => rate.name === name)?.perSecond ?? NaN;

const rateTable = ({ node, chromium }: SessionResults): string =>
  table(
    ['client', 'Node, a second', 'Chromium, a second'],
    node.map(({ name, perSecond }) => [
      name,
      perSecondText(perSecond),
      perSecondText(rateOfClient(chromium, name)),
    ]),
  );

async function measure(isQuick: boolean): Promise<SessionResults> {
  const theatre = await openTheatre();
  const rounds = isQuick ? QUICK_ROUNDS : ROUNDS;
  try {
    return {
      rounds,
      runs: await countRequests(theatre, rounds),
      node: await ratesInNode(),
      chromium: await ratesInChromium(theatre),
    };
  } finally {
    await theatre.close();
  }
}

function faults({ runs }: SessionResults): readonly string[] {
  const ours = runs.filter(({ name }) => name === OURS);
  const isRight = ours.every((run) => run.requests === 1 && run.isSignedIn && run.served === run.callers);
  return isRight ? [] : ['Ours asked more than once, or lost a session.'];
}

function rows({ runs, chromium }: SessionResults): readonly SummaryRow[] {
  const peers = clients.map(({ name }) => name).filter((name) => name !== OURS);
  const requestsOf = (name: string): number =>
    Math.max(...runs.filter((run) => run.name === name && run.tabs === MANY_TABS).map((run) => run.requests));
  const [frugal = ''] = [...peers].sort((one, other) => requestsOf(one) - requestsOf(other));
  const kept = runs.filter((run) => run.name === frugal && run.tabs === MANY_TABS && run.isRotating);
  const lost = kept.every(({ isSignedIn }) => isSignedIn) ? '' : '; with rotation the session is lost';
  const rate = (name: string): number => rateOfClient(chromium, name);
  const [quick = ''] = [...peers].sort((one, other) => rate(other) - rate(one));
  return [
    {
      place: 8,
      what: `Requests when ${MANY_TABS} tabs with ${CALLERS_PER_TAB} callers each find their token expired`,
      ours: String(requestsOf(OURS)),
      peer: `${requestsOf(frugal)}, ${frugal}${lost}`,
      limit: '1',
    },
    {
      place: 9,
      what: 'Tokens of a fresh session, handed out a second (Chromium)',
      ours: perSecondText(rate(OURS)),
      peer: `${perSecondText(rate(quick))}, ${quick}`,
      limit: `${perSecondText(rate(LIMIT))}, ${LIMIT}`,
    },
  ];
}

export const bench: Bench<SessionResults> = {
  measure,
  faults,
  rows,
  report: (results) =>
    [
      `${CALLERS_PER_TAB} callers in each tab, ${results.rounds} runs of each kind.`,
      requestTable(results.runs),
      rateTable(results),
    ].join('\n\n'),
};
