import { COMB_TEETH, TOOTH_BITS } from './group';
import { reduce } from './residue';

/** A computation that pauses after every few multiplications, so that whoever drives it may let others run. */
export type Steps<T> = Generator<undefined, T, undefined>;

const WINDOW_BITS = 5;

/**
 * Raises a residue modulo N by sliding windows of five bits: for a 512-bit exponent some 100 multiplications beside
 * the squarings, where the textbook makes 256.
 *
 * The time taken depends on the exponent, as everything does that is built on `BigInt`. The exponents here are drawn
 * afresh for every sign-in or bound to values that are, so that nobody can time the same one twice.
 */
export function* power(base: bigint, exponent: bigint): Steps<bigint> {
  const oddPowers = yield* tableOfOddPowers(base);
  let result = 1n;
  for (const window of windowsOf(exponent.toString(2))) {
    for (let squarings = window.length; squarings > 0; squarings--) result = reduce(result * result);
    const factor = oddPowers[(Number.parseInt(window, 2) - 1) / 2];
    if (factor !== undefined) result = reduce(result * factor);
    yield;
  }
  return result;
}

/**
 * Cuts bits into single zeros and windows that begin and end with a one. Not by a regular expression: `RegExp.input`
 * would keep the exponent.
 */
function* windowsOf(bits: string): Generator<string> {
  for (let at = 0, window = ''; at < bits.length; at += window.length) {
    const widest = bits.slice(at, at + WINDOW_BITS);
    window = widest.startsWith('0') ? '0' : widest.slice(0, widest.lastIndexOf('1') + 1);
    yield window;
  }
}

function* tableOfOddPowers(base: bigint): Steps<readonly bigint[]> {
  const square = reduce(base * base);
  const table = [base];
  for (let last = base; table.length < 1 << (WINDOW_BITS - 1); table.push(last)) {
    last = reduce(last * square);
    yield;
  }
  return table;
}

/** The products of every choice of the comb's five teeth, the choice being the index. */
export type Comb = readonly bigint[];

/** Multiplies the comb's teeth out; the fifth tooth is g = 2 itself and costs a shift. */
export function* combOfG(): Steps<Comb> {
  const ofLargeTeeth = [1n];
  for (const tooth of COMB_TEETH) {
    for (const product of [...ofLargeTeeth]) {
      ofLargeTeeth.push(reduce(product * tooth));
      yield;
    }
  }
  return [...ofLargeTeeth, ...ofLargeTeeth.map((product) => product << 1n)];
}

/**
 * Raises g modulo N, to an exponent of at most 260 bits, by a comb (Lim and Lee): 51 squarings, where windows over
 * the whole exponent need 256.
 */
export function* powerOfG(comb: Comb, exponent: bigint): Steps<bigint> {
  const bits = exponent.toString(2).padStart(TOOTH_BITS * 5, '0');
  let result = 1n;
  for (let column = 0; column < TOOTH_BITS; column++) {
    result = reduce(result * result);
    const choice = choiceAt(bits, column);
    if (choice !== 0) result = reduce(result * (comb[choice] ?? 1n));
    yield;
  }
  return result;
}

function choiceAt(bits: string, column: number): number {
  const bit = (tooth: number): string => bits[tooth * TOOTH_BITS + column] ?? '0';
  return Number.parseInt(bit(4) + bit(0) + bit(1) + bit(2) + bit(3), 2);
}
