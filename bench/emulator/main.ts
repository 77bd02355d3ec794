import { median } from '../statistics';
import { memoryOf, ratesOf, type Rate } from './measure';
import type { EmulatorResult, EmulatorResults } from './report';
import { bareNodeMs, CONTESTANTS } from './servers';

const ROUNDS = 3;
const RATE_MS = 1_500;
const SIGN_INS = 10_000;
const MEMORY_WITHIN_MS = 20_000;
const QUICK = { rounds: 1, rateMs: 500, memoryWithinMs: 3_000 };

type Run = Omit<EmulatorResult, 'name' | 'memory'>;

const medianRate = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  processorMs: median(rates.map(({ processorMs }) => processorMs)),
});

/** Boots and rates, the emulators taking turns, each in a process of its own; then the memory of each. */
export async function measure(isQuick: boolean): Promise<EmulatorResults> {
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
  const results: EmulatorResult[] = [];
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
