/**
 * `npm run fuzz:emulator -- [--runs N] [--seed N]`: that many requests, most nearly right, to one emulated pool. It fails
 * where one is not answered, is answered by 500, or where memory grows with their number.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { Fuzzer } from './fuzzer';
import { anyRecipe } from './recipes';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const ROUNDS = 10;
const MOST_GROWTH = 1.25;

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const fuzzer = new Fuzzer();
const heaps: number[] = [];
const startedAt = performance.now();
print(`${String(runs)} requests, seed ${String(seed)}`);
for (let round = 0; round < ROUNDS; round += 1) {
  const numRuns = Math.ceil(runs / ROUNDS);
  // Few at a time: the recipes themselves are not what is measured.
  for (let done = 0; done < numRuns; done += 500) {
    const recipes = fc.sample(anyRecipe, {
      numRuns: Math.min(500, numRuns - done),
      seed: seed + round * numRuns + done,
    });
    for (const recipe of recipes) await fuzzer.send(recipe);
  }
  fuzzer.pool.reset();
  collectGarbage();
  heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
  print(`${String((round + 1) * numRuns)}: ${heaps.at(-1)?.toFixed(1) ?? ''} MiB`);
}
const seconds = (performance.now() - startedAt) / 1000;
const answers = [...fuzzer.statuses].sort(([one], [other]) => one - other);
print(
  `${seconds.toFixed(0)} s; ${answers.map(([status, count]) => `${String(status)}: ${String(count)}`).join(', ')}`,
);
print(`${String(fuzzer.succeeded.size)} operations and endpoints did what they were asked.`);
const [first = 0, last = 0] = [heaps[1], heaps.at(-1)];
if (last > first * MOST_GROWTH)
  throw new Error(`Memory grew from ${first.toFixed(1)} to ${last.toFixed(1)} MiB.`);
