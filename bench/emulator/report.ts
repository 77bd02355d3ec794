import type { Report, SummaryRow } from '../bench';
import { table } from '../tables';
import type { Memory, Rates } from './measure';

const OURS = 'rx-cognito emulator';
const MOST_BOOT_MS = 300;

/** What one emulator does, and at what price. */
export interface EmulatorResult extends Rates {
  readonly name: string;
  readonly bootMs: number;
  readonly bootProcessorMs: number;
  readonly memory: Memory;
}

/** What the bench leaves behind. */
export interface EmulatorResults {
  readonly rounds: number;
  /** How long Node alone takes to start and to end. */
  readonly bareMs: number;
  readonly results: readonly EmulatorResult[];
}

const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

function text({ rounds, bareMs, results }: EmulatorResults): string {
  const rows = results.map(({ name, memory, bootMs, bootProcessorMs, signIns, getUsers, refreshes }) => [
    name,
    `${bootMs.toFixed(0)} (${bootProcessorMs.toFixed(0)})`,
    ...[signIns, getUsers, refreshes].map(
      ({ perSecond, processorMs }) => `${written.format(perSecond)} (${written.format(processorMs)})`,
    ),
    `${memory.beforeMiB.toFixed(0)} → ${memory.afterMiB.toFixed(0)}`,
    written.format(memory.signIns),
  ]);
  return [
    `Medians of ${rounds} rounds, the emulators taking turns, 8 requests in flight; in brackets the milliseconds of processor time. Node alone takes ${bareMs.toFixed(0)} ms to start and to end.`,
    table(
      [
        'emulator',
        'boot, ms',
        'sign-ins a second',
        '`GetUser` a second',
        'refreshes a second',
        'memory, MiB',
        'after sign-ins',
      ],
      rows,
    ),
  ].join('\n\n');
}

function rows({ results }: EmulatorResults): readonly SummaryRow[] {
  const rate = ({ signIns }: EmulatorResult): string => written.format(signIns.perSecond);
  const ours = results.find(({ name }) => name === OURS);
  const [peer] = results
    .filter(({ name }) => name !== OURS)
    .sort((one, other) => other.signIns.perSecond - one.signIns.perSecond);
  if (!ours || !peer) return [];
  return [
    {
      place: 10,
      what: 'Sign-ins that the emulator answers a second',
      ours: rate(ours),
      peer: `${rate(peer)}, ${peer.name}`,
    },
  ];
}

export const report: Report<EmulatorResults> = {
  text,
  rows,
  faults: ({ results }) => {
    const bootMs = results.find(({ name }) => name === OURS)?.bootProcessorMs ?? NaN;
    return bootMs < MOST_BOOT_MS ? [] : [`The command takes ${bootMs.toFixed(0)} ms to boot.`];
  },
};
