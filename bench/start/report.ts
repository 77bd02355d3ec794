import type { ChartBar, Report, SummaryRow } from '../bench';
import { NONE } from '../statistics';
import type { Quartiles } from '../statistics';
import { kB, ms, table, times, withSpread } from '../tables';
import { CONTESTANTS, THROTTLES } from './contestants';
import type { StartContestant } from './contestants';

const OURS = 'rx-cognito';
const LIMIT = 'rxjs-and-one-read';
const AMPLIFY = 'aws-amplify';
const MAX_OVER_LIMIT = 1.2;
const MIN_BEFORE_AMPLIFY = 2.5;

/** The starts of one contestant under one condition. */
interface Condition {
  readonly name: string;
  readonly throttle: number;
  readonly cache: string;
  readonly ms: Quartiles;
}

interface Whole {
  readonly name: string;
  readonly bytes: number;
  readonly cpuMs: number;
  readonly isSameTask: boolean;
  /** Whether every start found the session. */
  readonly isRight: boolean;
}

/** What the bench leaves behind. */
export interface StartResults {
  readonly rounds: number;
  readonly conditions: readonly Condition[];
  readonly wholes: readonly Whole[];
}

const conditionOf = (
  { conditions }: StartResults,
  name: string,
  throttle: number,
  cache: string,
): Quartiles =>
  conditions.find((it) => it.name === name && it.throttle === throttle && it.cache === cache)?.ms ?? NONE;

const wholeOf = ({ wholes }: StartResults, name: string): Whole | undefined =>
  wholes.find((whole) => whole.name === name);

/** Clients of our kind: without a framework, and none that does nothing. */
const PEERS = CONTESTANTS.filter(({ name, limit }) => limit === LIMIT && name !== LIMIT && name !== OURS);

/** How far it is to what is aimed at, on a page with nothing cached and a processor as it is. */
interface Aims {
  readonly overLimit: number;
  readonly beforeAmplify: number;
  /** As far before Amplify as the limit is: what no client over RxJS passes. */
  readonly most: number;
}

function aimsOf(results: StartResults): Aims {
  const of = (name: string): number => conditionOf(results, name, 1, 'cold').median;
  return {
    overLimit: of(OURS) / of(LIMIT),
    beforeAmplify: of(AMPLIFY) / of(OURS),
    most: of(AMPLIFY) / of(LIMIT),
  };
}

function faults(results: StartResults): readonly string[] {
  const { overLimit, beforeAmplify, most } = aimsOf(results);
  // What arithmetic forbids is said in the document, and is no fault.
  const isWithinReach = most >= MIN_BEFORE_AMPLIFY;
  return [
    ...results.wholes
      .filter(({ isRight }) => !isRight)
      .map(({ name }) => `${name} did not find its session.`),
    ...(wholeOf(results, OURS)?.isSameTask === true ? [] : ['Ours has no state in the task of createAuth.']),
    ...(overLimit > MAX_OVER_LIMIT ? [`Ours takes ${overLimit.toFixed(2)} times the limit.`] : []),
    ...(isWithinReach && beforeAmplify < MIN_BEFORE_AMPLIFY
      ? [`Ours is ${beforeAmplify.toFixed(2)} times as fast as Amplify.`]
      : []),
  ];
}

function aimsText(results: StartResults): string {
  const { overLimit, beforeAmplify, most } = aimsOf(results);
  const aimed =
    `Aimed at, with nothing cached, at 1 ×: at most ${MAX_OVER_LIMIT} times the limit (it is ${overLimit.toFixed(1)}), ` +
    `and ${MIN_BEFORE_AMPLIFY} times as fast as Amplify (it is ${beforeAmplify.toFixed(1)}).`;
  return most >= MIN_BEFORE_AMPLIFY
    ? aimed
    : `${aimed} The latter cannot be on this machine: the limit itself, which knows nothing of tokens, is ${most.toFixed(1)} times as fast as Amplify.`;
}

function timesTable(results: StartResults, cache: string): string {
  return table(
    ['application', ...THROTTLES.flatMap((throttle) => [`${throttle} ×, ms`, '÷ limit'])],
    CONTESTANTS.map(({ name, limit }) => [
      name,
      ...THROTTLES.flatMap((throttle) => {
        const own = conditionOf(results, name, throttle, cache);
        const ratio = own.median / conditionOf(results, limit, throttle, cache).median;
        return [withSpread(own), times(ratio)];
      }),
    ]),
  );
}

function text(results: StartResults): string {
  return [
    `${results.rounds} starts under each condition, the applications taking turns; medians, and what half of the starts lie between.`,
    aimsText(results),
    '### Nothing cached',
    timesTable(results, 'cold'),
    '### Everything cached',
    timesTable(results, 'warm'),
    '### What it takes',
    table(
      ['application', 'main thread until then, ms', 'loaded', 'in the task that creates the client'],
      results.wholes.map(({ name, cpuMs, bytes, isSameTask }) => [
        name,
        cpuMs.toFixed(1),
        kB(bytes),
        isSameTask ? 'yes' : 'no',
      ]),
    ),
  ].join('\n\n');
}

function best(of: (contestant: StartContestant) => number): readonly [string, number] {
  const [first] = [...PEERS].sort((one, other) => of(one) - of(other));
  return first ? [first.name, of(first)] : ['', NaN];
}

function rows(results: StartResults): readonly SummaryRow[] {
  const timeRow = (place: number, throttle: number): SummaryRow => {
    const of = (name: string): number => conditionOf(results, name, throttle, 'cold').median;
    const [peer, value] = best(({ name }) => of(name));
    const slower = throttle === 1 ? '' : `, processor ${throttle} times slower`;
    return {
      place,
      what: `Start with a stored session, to the first state${slower}`,
      ours: ms(of(OURS)),
      peer: `${ms(value)}, ${peer}`,
      limit: `${ms(of(LIMIT))}, rxjs and one storage read`,
    };
  };
  const bytesOf = (name: string): number => wholeOf(results, name)?.bytes ?? NaN;
  const [peer, bytes] = best(({ name }) => bytesOf(name));
  return [
    timeRow(1, 1),
    timeRow(2, 6),
    {
      place: 3,
      what: 'Loaded until then (gzip, rxjs included)',
      ours: kB(bytesOf(OURS)),
      peer: `${kB(bytes)}, ${peer}`,
      limit: `${kB(bytesOf(LIMIT))}, rxjs`,
    },
  ];
}

export const report: Report<StartResults> = {
  faults,
  text,
  rows,
  chart: (results) => ({
    title: 'Start with a stored session: from the last byte of the code to the first state',
    unit: 'ms',
    groups: [1, 6].map((throttle) => ({
      name: throttle === 1 ? 'this machine' : `processor ${throttle} times slower`,
      bars: CONTESTANTS.map(({ name, limit }): ChartBar => {
        const { median: value, lower, upper } = conditionOf(results, name, throttle, 'cold');
        return { name: name === limit ? `limit: ${name}` : name, value, lower, upper };
      }),
    })),
  }),
};
