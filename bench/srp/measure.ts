import type { Contestant, Proof } from './contestant';

/** One sign-in. */
export interface Sample {
  readonly name: string;
  readonly ms: number;
  readonly proof: Proof;
}

/** Marks in the page's timeline between which a traced sign-in runs. */
export const MARKS = { begin: 'sign-in begins', end: 'sign-in ends' } as const;

const WARM_UPS = 3;

/** Times one sign-in. */
export async function sample(contestant: Contestant): Promise<Sample> {
  const startedAt = performance.now();
  const proof = await contestant.signIn();
  return { name: contestant.name, ms: performance.now() - startedAt, proof };
}

/**
 * Times all contestants in turn, round by round, so that whatever slows the machine for a while slows all of them;
 * each round begins with another one.
 */
export async function sampleInterleaved(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = -WARM_UPS; round < rounds; round++) {
    const first = (round + WARM_UPS) % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const taken = await sample(contestant);
      if (round >= 0) samples.push(taken);
    }
  }
  return samples;
}
