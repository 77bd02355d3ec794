import { defer, lastValueFrom, of } from 'rxjs';
import { G, N } from '../../src/adapters/srp/group';
import { createPlatformSrp } from '../../src/adapters/srp/platform-srp';
import { power } from '../../src/adapters/srp/power';
import { reduce } from '../../src/adapters/srp/residue';
import { browserPace, inSlices$ } from '../../src/adapters/srp/slices';
import { createSrp } from '../../src/adapters/srp/srp-client';
import { createWebSrpPlatform } from '../../src/adapters/srp/web-srp-platform';
import type { Srp } from '../../src/ports/srp';
import { CHALLENGE } from './contestant';
import type { Contestant } from './contestant';
import { amplify, identityJs, srpHelper } from './peers.mjs';

/** Everybody who can run in a browser and in Node. */
export const contestants: readonly Contestant[] = [
  amplify,
  identityJs,
  srpHelper,
  ofSrp('BigInt by the textbook, 1 024-bit a', srpOverArithmetic(textbookPower, 128)),
  ofSrp(
    'BigInt, windows, 256-bit a',
    srpOverArithmetic(
      windowedBy((product) => product % N),
      32,
    ),
  ),
  ofSrp('rx-cognito, BigInt', createPlatformSrp({ crypto: globalThis.crypto })),
];

/** What each part of ours is worth: plain windows with one of them, and ours without one. */
export const parts: readonly Contestant[] = [
  ofSrp('windows, with products folded', srpOverArithmetic(windowedBy(reduce), 32)),
  ofSrp(
    'rx-cognito, without the comb',
    createSrp(() => ({
      ...createWebSrpPlatform(),
      powerOfG$: (exponent) => inSlices$(() => power(G, exponent), browserPace),
    })),
  ),
  ofSrp(
    'rx-cognito, without slices',
    createSrp(() => createWebSrpPlatform(globalThis.crypto, { now: () => 0, nextTask$: of(undefined) })),
  ),
];

export function ofSrp(name: string, srp: Srp): Contestant {
  return {
    name,
    signIn: async () => {
      const ephemeral = await lastValueFrom(srp.ephemeral$(), { defaultValue: undefined });
      if (ephemeral === undefined) throw new Error(`${name} made no pair.`);
      const claim = await lastValueFrom(ephemeral.claim$(CHALLENGE), { defaultValue: undefined });
      if (claim === undefined) throw new Error(`${name} made no claim.`);
      return { srpA: ephemeral.srpA, ...claim };
    },
  };
}

/** Our client around another arithmetic, so that nothing but the arithmetic differs. */
function srpOverArithmetic(power: (base: bigint, exponent: bigint) => bigint, secretBytes: number): Srp {
  return createSrp(() => ({
    ...createWebSrpPlatform(),
    randomBytes: () => globalThis.crypto.getRandomValues(new Uint8Array(secretBytes)),
    powerOfG$: (exponent) => defer(() => of(power(2n, exponent))),
    power$: (base, exponent) => defer(() => of(power(base, exponent))),
  }));
}

function textbookPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N;
  }
  return result;
}

function windowedBy(reduced: (product: bigint) => bigint): (base: bigint, exponent: bigint) => bigint {
  return (base, exponent) => {
    const powers = [1n];
    for (let last = 1n; powers.length < 32; powers.push(last)) last = reduced(last * base);
    const digits = exponent.toString(32);
    let result = 1n;
    for (const digit of digits) {
      for (let squarings = 5; squarings > 0; squarings--) result = reduced(result * result);
      if (digit !== '0') result = reduced(result * (powers[Number.parseInt(digit, 32)] ?? 1n));
    }
    return result;
  };
}
