import type { Contestant } from './contestant';

/** How often a second a contestant hands out the tokens of a fresh session. */
export interface Rate {
  readonly name: string;
  readonly perSecond: number;
}

const BATCH = 500;

/** Measures in batches for a while, after as long a while of warming up; the best of three such whiles. */
export async function rateOf(contestant: Contestant, forMs: number): Promise<Rate> {
  const rates = [];
  for (let round = 0; round < 4; round += 1) rates.push(await rateDuring(contestant, forMs));
  return { name: contestant.name, perSecond: Math.round(Math.max(...rates.slice(1))) };
}

async function rateDuring(contestant: Contestant, forMs: number): Promise<number> {
  const startedAt = performance.now();
  let asked = 0;
  let elapsed = 0;
  do {
    await askBatch(contestant);
    asked += BATCH;
    elapsed = performance.now() - startedAt;
  } while (elapsed < forMs);
  return (asked / elapsed) * 1000;
}

async function askBatch(contestant: Contestant): Promise<void> {
  for (let index = 0; index < BATCH; index += 1) {
    if (contestant.askSynchronously) contestant.askSynchronously();
    else await contestant.ask();
  }
}
