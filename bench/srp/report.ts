import type { Report, SummaryRow } from '../bench';
import type { Quartiles } from '../statistics';
import { ms, table, times, withSpread } from '../tables';
import type { SrpScale } from './sample';

const MAX_OVER_OPENSSL = 1.5;
const MIN_BEFORE_AMPLIFY = 17;
/** A task that is felt. */
export const LONG_TASK_MS = 50;
/** Our client on each platform. */
export const OURS = { browser: 'rx-cognito, BigInt', node: 'rx-cognito, OpenSSL' };
/** What no client beats, or should not. */
export const LIMITS = {
  browser: 'BigInt, windows, 256-bit a',
  node: 'OpenSSL, the three exponentiations alone',
};
/** The peer to be measured by. */
export const AMPLIFY = 'aws-amplify';

/** One client on one platform. */
export interface Timing {
  readonly name: string;
  readonly warm: Quartiles;
  readonly cold: Quartiles;
  /** Of the cold ones, the main thread's processor time; in browsers. */
  readonly coldCpu?: Quartiles;
}

/** What one client did to a page of a slow processor. */
export interface Responsiveness {
  readonly name: string;
  readonly first: Quartiles;
  readonly second: Quartiles;
  readonly mostMs: number;
  readonly long: number;
  readonly signIns: number;
}

/** What the bench leaves behind. */
export interface SrpResults {
  readonly rounds: SrpScale;
  readonly node: readonly Timing[];
  readonly chromium: readonly Timing[];
  readonly tasks: readonly Responsiveness[];
  /** Clients whose signature the server's half of the exchange does not accept. */
  readonly wrong: readonly string[];
}

const timingOf = (timings: readonly Timing[], name: string): Timing => {
  const found = timings.find((timing) => timing.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};

function faults({ node, chromium, tasks, wrong }: SrpResults): readonly string[] {
  const ratio = (timings: readonly Timing[], name: string, other: string): number =>
    timingOf(timings, name).warm.median / timingOf(timings, other).warm.median;
  const overOpenSsl = ratio(node, OURS.node, LIMITS.node);
  const beforeAmplify = ratio(chromium, AMPLIFY, OURS.browser);
  const cpuOf = (name: string): number => timingOf(chromium, name).coldCpu?.median ?? NaN;
  const coldOverWindows = cpuOf(OURS.browser) / cpuOf(LIMITS.browser);
  const longest = (name: string): number => tasks.find((it) => it.name === name)?.mostMs ?? NaN;
  return [
    ...wrong.map((name) => `The signature of ${name} is wrong.`),
    ...(overOpenSsl > MAX_OVER_OPENSSL
      ? [`In Node it takes ${overOpenSsl.toFixed(2)} times the bare figure.`]
      : []),
    ...(beforeAmplify < MIN_BEFORE_AMPLIFY
      ? [`Warm, it is ${beforeAmplify.toFixed(1)} times as fast as Amplify.`]
      : []),
    ...(coldOverWindows > 1
      ? [`Cold, it takes ${coldOverWindows.toFixed(2)} times the windowed figure.`]
      : []),
    ...(longest(OURS.browser) > LONG_TASK_MS
      ? [`It held a slow page for ${longest(OURS.browser).toFixed(0)} ms.`]
      : []),
    ...(longest(AMPLIFY) > LONG_TASK_MS
      ? []
      : ['No long task was seen where there must be one: the trace is blind.']),
  ];
}

function timingTable(timings: readonly Timing[]): string {
  const amplify = timingOf(timings, AMPLIFY);
  const hasCpu = timings.some(({ coldCpu }) => coldCpu);
  return table(
    [
      'client',
      'warm, ms',
      'Amplify ÷ it',
      'cold, ms',
      'Amplify ÷ it',
      ...(hasCpu ? ['cold, main thread, ms'] : []),
    ],
    timings.map(({ name, warm, cold, coldCpu }) => [
      name,
      withSpread(warm),
      times(amplify.warm.median / warm.median),
      withSpread(cold),
      times(amplify.cold.median / cold.median),
      ...(coldCpu ? [withSpread(coldCpu)] : []),
    ]),
  );
}

function text({ rounds, node, chromium, tasks }: SrpResults): string {
  return [
    `${rounds.warm} rounds warm and ${rounds.cold} cold, each the first sign-in of a process, or of a page, the clients taking turns; medians, and what half lie between.`,
    '### Node',
    timingTable(node),
    '### Chromium',
    timingTable(chromium),
    '### Chromium, processor six times slower',
    `The longest task that one sign-in puts on the main thread, in ms of processor time; ${rounds.throttled} pages for each client, two sign-ins in each.`,
    table(
      ['client', 'first sign-in', 'second', 'longest of all', `sign-ins with a task over ${LONG_TASK_MS} ms`],
      tasks.map(({ name, first, second, mostMs, long, signIns }) => [
        name,
        withSpread(first),
        withSpread(second),
        mostMs.toFixed(0),
        `${long} of ${signIns}`,
      ]),
    ),
  ].join('\n\n');
}

function rows({ chromium }: SrpResults): readonly SummaryRow[] {
  const cold = (name: string): number => timingOf(chromium, name).cold.median;
  const peers = [AMPLIFY, 'amazon-cognito-identity-js', 'cognito-srp-helper'];
  const [peer = AMPLIFY] = [...peers].sort((one, other) => cold(one) - cold(other));
  return [
    {
      place: 6,
      what: 'SRP, the first of a page (Chromium)',
      ours: ms(cold(OURS.browser)),
      peer: `${ms(cold(peer))}, ${peer}`,
      limit: `${ms(cold(LIMITS.browser))}, plain windows that hold the page`,
    },
  ];
}

export const report: Report<SrpResults> = { faults, text, rows };
