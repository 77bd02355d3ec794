import type { Report, SummaryRow } from '../bench';
import { table } from '../tables';
import type { Rate } from './rate';
import type { RefreshRun } from './requests';

const OURS = 'rx-cognito';
const LIMIT = 'a BehaviorSubject';
/** So many tabs find the same session expired. */
export const MANY_TABS = 5;
/** So many callers ask in each of them. */
export const CALLERS_PER_TAB = 100;

/** What the bench leaves behind. */
export interface SessionResults {
  readonly rounds: number;
  readonly runs: readonly RefreshRun[];
  readonly node: readonly Rate[];
  readonly chromium: readonly Rate[];
}

const range = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least}–${most}`;
};

/** The clients that have a session to refresh. */
const clientsOf = (runs: readonly RefreshRun[]): readonly string[] => [
  ...new Set(runs.map(({ name }) => name)),
];

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
    clientsOf(runs).flatMap((name) =>
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

function faults({ runs }: SessionResults): readonly string[] {
  const ours = runs.filter(({ name }) => name === OURS);
  const isRight = ours.every((run) => run.requests === 1 && run.isSignedIn && run.served === run.callers);
  return isRight ? [] : ['Ours asked more than once, or lost a session.'];
}

function rows({ runs, chromium }: SessionResults): readonly SummaryRow[] {
  const rate = (name: string): number => rateOfClient(chromium, name);
  const peers = clientsOf(runs).filter((name) => name !== OURS);
  const [quick = ''] = [...peers].sort((one, other) => rate(other) - rate(one));
  return [
    {
      place: 7,
      what: 'Tokens of a fresh session, handed out a second (Chromium)',
      ours: perSecondText(rate(OURS)),
      peer: `${perSecondText(rate(quick))}, ${quick}`,
      limit: `${perSecondText(rate(LIMIT))}, ${LIMIT}`,
    },
  ];
}

export const report: Report<SessionResults> = {
  faults,
  rows,
  text: (results) =>
    [
      `${CALLERS_PER_TAB} callers in each tab, ${results.rounds} runs of each kind.`,
      requestTable(results.runs),
      rateTable(results),
    ].join('\n\n'),
};
