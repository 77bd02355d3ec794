import type { Bench } from '../bench';
import { median } from '../statistics';
import { table } from '../tables';
import { memoryOf, ratesOf, type Memory, type Rate, type Rates } from './measure';
import { bareNodeMs, CONTESTANTS } from './servers';

const ROUNDS = 3;
const RATE_MS = 1_500;
const SIGN_INS = 10_000;
const MEMORY_WITHIN_MS = 60_000;
const QUICK = { rounds: 1, rateMs: 500, memoryWithinMs: 3_000 };
const MOST_BOOT_MS = 300;

interface Run extends Rates {
  readonly bootMs: number;
  readonly bootProcessorMs: number;
}

interface Result extends Run {
  readonly name: string;
  readonly memory: Memory;
}

const medianRate = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  processorMs: median(rates.map(({ processorMs }) => processorMs)),
});

/** What the bench leaves behind. */
export interface EmulatorResults {
  readonly rounds: number;
  /** How long Node alone takes to start and to end. */
  readonly bareMs: number;
  readonly results: readonly Result[];
}

/** Boots and rates, the emulators taking turns, each in a process of its own; then the memory of each. */
async function measure(isQuick: boolean): Promise<EmulatorResults> {
  const { rounds, rateMs, memoryWithinMs } = isQuick
    ? QUICK
    : { rounds: ROUNDS, rateMs: RATE_MS, memoryWithinMs: MEMORY_WITHIN_MS };
  const bare: number[] = [];
  const runs = CONTESTANTS.map(() => [] as Run[]);
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareNodeMs());
    for (const [index, contestant] of CONTESTANTS.entries()) {
      const server = await contestant.start();
      const { bootMs, bootProcessorMs } = server;
      runs[index]?.push({ bootMs, bootProcessorMs, ...(await ratesOf(server, rateMs)) });
      await server.close();
    }
  }
  const results: Result[] = [];
  for (const [index, contestant] of CONTESTANTS.entries()) {
    const server = await contestant.start();
    const memory = await memoryOf(server, SIGN_INS, memoryWithinMs);
    await server.close();
    const own = runs[index] ?? [];
    results.push({
      name: contestant.name,
      memory,
      bootMs: median(own.map(({ bootMs }) => bootMs)),
      bootProcessorMs: median(own.map(({ bootProcessorMs }) => bootProcessorMs)),
      signIns: medianRate(own.map(({ signIns }) => signIns)),
      getUsers: medianRate(own.map(({ getUsers }) => getUsers)),
      refreshes: medianRate(own.map(({ refreshes }) => refreshes)),
    });
  }
  return { rounds, bareMs: median(bare), results };
}

function report({ rounds, bareMs, results }: EmulatorResults): string {
  const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
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

export const bench: Bench<EmulatorResults> = {
  measure,
  report,
  faults: ({ results }) => {
    const bootMs = results[0]?.bootProcessorMs ?? NaN;
    return bootMs < MOST_BOOT_MS ? [] : [`The command takes ${bootMs.toFixed(0)} ms to boot.`];
  },
};
