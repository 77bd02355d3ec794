import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memoryOf, ratesOf, type Memory, type Rate, type Rates } from './measure';
import { bareNodeMs, CONTESTANTS } from './servers';

const ROUNDS = 3;
const RATE_MS = 1_500;
const SIGN_INS = 10_000;
const MEMORY_WITHIN_MS = 300_000;
const MOST_BOOT_MS = 300;
const DOCUMENT = join(import.meta.dirname, '../../docs/benchmarks.md');
const [BEGIN, END] = ['<!-- bench:emulator -->', '<!-- /bench:emulator -->'];

interface Run extends Rates {
  readonly bootMs: number;
  readonly bootProcessorMs: number;
}

interface Result extends Run {
  readonly name: string;
  readonly memory: Memory;
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const medianRate = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  processorMs: median(rates.map(({ processorMs }) => processorMs)),
});

/** Boots and rates, the emulators taking turns, each in a process of its own; then the memory of each. */
async function measure(): Promise<{ readonly bareMs: number; readonly results: readonly Result[] }> {
  const bare: number[] = [];
  const runs = CONTESTANTS.map(() => [] as Run[]);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareNodeMs());
    for (const [index, contestant] of CONTESTANTS.entries()) {
      const server = await contestant.start();
      const { bootMs, bootProcessorMs } = server;
      runs[index]?.push({ bootMs, bootProcessorMs, ...(await ratesOf(server, RATE_MS)) });
      await server.close();
    }
  }
  const results: Result[] = [];
  for (const [index, contestant] of CONTESTANTS.entries()) {
    const server = await contestant.start();
    const memory = await memoryOf(server, SIGN_INS, MEMORY_WITHIN_MS);
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
  return { bareMs: median(bare), results };
}

function table(results: readonly Result[]): string {
  const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
  const rows = results.map(({ name, memory, bootMs, bootProcessorMs, signIns, getUsers, refreshes }) => {
    const boot = `${bootMs.toFixed(0)} (${bootProcessorMs.toFixed(0)})`;
    const rates = [signIns, getUsers, refreshes].map(
      ({ perSecond, processorMs }) => `${written.format(perSecond)} (${written.format(processorMs)})`,
    );
    const held = `${memory.beforeMiB.toFixed(0)} → ${memory.afterMiB.toFixed(0)}`;
    return `| ${[name, boot, ...rates, held, written.format(memory.signIns)].join(' | ')} |`;
  });
  return [
    '| emulator | boot, ms | sign-ins a second | `GetUser` a second | refreshes a second | memory, MiB | after sign-ins |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

async function replaceSection(text: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has no section ${BEGIN}.`);
  await writeFile(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const { bareMs, results } = await measure();
const machine = {
  processor: cpus()[0]?.model ?? 'Unknown processor',
  threads: cpus().length,
  waiting: Math.round(loadavg()[0] ?? 0),
  node: process.versions.node,
};
const report = [
  `Medians of ${ROUNDS} rounds, the emulators taking turns, 8 requests in flight; in brackets the milliseconds of processor time. ${machine.processor}, ` +
    `${machine.threads} threads, ${machine.waiting} processes waiting for them; Node ${machine.node}, which alone ` +
    `takes ${bareMs.toFixed(0)} ms to start and to end.`,
  table(results),
].join('\n\n');
process.stdout.write(`${report}\n`);
await replaceSection(report);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ machine, bareNodeMs: bareMs, results }, null, 2)}\n`);
}
const bootMs = results[0]?.bootProcessorMs ?? NaN;
if (!(bootMs < MOST_BOOT_MS)) throw new Error(`The command takes ${bootMs.toFixed(0)} ms to boot.`);
