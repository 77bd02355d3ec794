import type { Report, SummaryRow } from '../bench';
import { NONE } from '../statistics';
import type { Quartiles } from '../statistics';
import { ms, table, times, withSpread } from '../tables';
import { CONTESTANTS, ONE_WAY_MS, THROTTLES } from './contestants';

const OURS = 'rx-cognito';
const PREPARED = 'rx-cognito, prepared';
const AMPLIFY = 'aws-amplify';
const LONG_TASK_MS = 50;
const MAX_OF_AMPLIFY = 0.5;
/** A preflight, and two requests of which the second needs the answer to the first. */
const NEEDED_ROUND_TRIPS = 3;

interface Condition {
  readonly name: string;
  readonly throttle: number;
  readonly ms: Quartiles;
}

interface Whole {
  readonly name: string;
  /** Scripts that are loaded after the click. */
  readonly scripts: number;
  readonly preflights: number;
  readonly requests: number;
  /** Processor time of the longest task of a page that is six times slower. */
  readonly longestTaskMs: Quartiles;
  readonly longestOfAllMs: number;
}

/** What the bench leaves behind. */
export interface SignInResults {
  readonly rounds: number;
  readonly conditions: readonly Condition[];
  readonly wholes: readonly Whole[];
}

const conditionOf = ({ conditions }: SignInResults, name: string, throttle: number): Quartiles =>
  conditions.find((it) => it.name === name && it.throttle === throttle)?.ms ?? NONE;

function faults(results: SignInResults): readonly string[] {
  const slow = THROTTLES.filter((throttle) => {
    const [ours, amplify] = [OURS, AMPLIFY].map((name) => conditionOf(results, name, throttle).median);
    return (ours ?? NaN) > MAX_OF_AMPLIFY * (amplify ?? NaN);
  });
  const long = results.wholes.filter(
    ({ name, longestTaskMs }) => name.startsWith(OURS) && longestTaskMs.median > LONG_TASK_MS,
  );
  return [
    ...slow.map((throttle) => `At ${throttle} times, ours takes more than half of what Amplify takes.`),
    ...long.map(({ name, longestTaskMs }) => `${name} held a slow page for ${longestTaskMs.median} ms.`),
  ];
}

function text(results: SignInResults): string {
  return [
    `${results.rounds} first sign-ins at each speed, each on a page of its own, the clients taking turns; medians, and what half of the sign-ins lie between. ` +
      `The user pool, and the origin of the scripts, are ${ONE_WAY_MS} ms away in each direction.`,
    table(
      ['client', ...THROTTLES.flatMap((throttle) => [`${throttle} ×, ms`, 'Amplify ÷ it'])],
      CONTESTANTS.map(({ name }) => [
        name,
        ...THROTTLES.flatMap((throttle) => {
          const own = conditionOf(results, name, throttle);
          return [withSpread(own), times(conditionOf(results, AMPLIFY, throttle).median / own.median)];
        }),
      ]),
    ),
    table(
      [
        'client',
        'scripts after the click',
        'preflights',
        'requests',
        'longest task at 6 ×, ms',
        'of all, ms',
      ],
      results.wholes.map(({ name, scripts, preflights, requests, longestTaskMs, longestOfAllMs }) => [
        name,
        `${scripts}`,
        `${preflights}`,
        `${requests}`,
        withSpread(longestTaskMs),
        longestOfAllMs.toFixed(0),
      ]),
    ),
  ].join('\n\n');
}

function rows(results: SignInResults): readonly SummaryRow[] {
  const of = (name: string): number => conditionOf(results, name, 1).median;
  const peers = CONTESTANTS.map(({ name }) => name).filter((name) => !name.startsWith(OURS));
  const [peer = ''] = [...peers].sort((one, other) => of(one) - of(other));
  return [
    {
      place: 4,
      what: 'First sign-in of a page, from the click: cold, and prepared',
      ours: `${ms(of(OURS))}, ${ms(of(PREPARED))}`,
      peer: `${ms(of(peer))}, ${peer}`,
      limit: `${NEEDED_ROUND_TRIPS * 2 * ONE_WAY_MS} ms, the round trips`,
    },
  ];
}

export const report: Report<SignInResults> = {
  faults,
  text,
  rows,
  chart: (results) => ({
    title: 'First sign-in of a page: from the click to signed in',
    unit: 'ms',
    groups: [1, 6].map((throttle) => ({
      name: throttle === 1 ? 'this machine' : `processor ${throttle} times slower`,
      bars: CONTESTANTS.map(({ name }) => {
        const { median: value, lower, upper } = conditionOf(results, name, throttle);
        return { name, value, lower, upper };
      }),
    })),
  }),
};
