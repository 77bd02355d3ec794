import fc from 'fast-check';
import { createHash, getDiffieHellman } from 'node:crypto';
import { paddedBytes } from '../../../src/adapters/srp/bytes';
import { COMB_TEETH, G, K, N, TOOTH_BITS } from '../../../src/adapters/srp/group';
import { combOfG, power, powerOfG } from '../../../src/adapters/srp/power';
import type { Steps } from '../../../src/adapters/srp/power';
import { reduce, residue } from '../../../src/adapters/srp/residue';

const bigintBelow = (bits: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const anyResidue = fc.bigInt({ min: 0n, max: N - 1n });

describe('N', () => {
  it("is OpenSSL's group 15", () => {
    expect(N.toString(16)).toBe(getDiffieHellman('modp15').getPrime('hex'));
  });
});

describe('K', () => {
  it('is the hash of the padded N and g', () => {
    const hash = createHash('sha256').update(paddedBytes(N)).update(paddedBytes(G)).digest('hex');

    expect(K.toString(16)).toBe(hash);
  });
});

describe('COMB_TEETH', () => {
  it('are g squared 52, 104, 156 and 208 times', () => {
    const squaredTimes = (times: number): bigint => textbookPower(G, 1n << BigInt(times));

    expect(COMB_TEETH).toEqual([1, 2, 3, 4].map((tooth) => squaredTimes(tooth * TOOTH_BITS)));
  });
});

describe('reduce', () => {
  it('agrees with the remainder for every product of residues', () => {
    fc.assert(fc.property(anyResidue, anyResidue, (a, b) => reduce(a * b) === (a * b) % N));
  });

  it.each([0n, 1n, N, N - 1n, N * N - 1n, (N - 1n) ** 2n * 2n])(
    'agrees with the remainder at an edge (%#)',
    (edge) => {
      expect(reduce(edge)).toBe(edge % N);
    },
  );
});

describe('residue', () => {
  it('takes negative integers to their residue', () => {
    expect(residue(-1n)).toBe(N - 1n);
    expect(residue(-N)).toBe(0n);
    expect(residue(N + 5n)).toBe(5n);
  });
});

describe('power', () => {
  it('agrees with the textbook', () => {
    fc.assert(
      fc.property(anyResidue, bigintBelow(512), (base, exponent) => {
        expect(toEnd(power(base, exponent))).toBe(textbookPower(base, exponent));
      }),
      { numRuns: 20 },
    );
  });

  it.each([0n, 1n, 2n, 31n, 32n, 33n, (1n << 200n) - 1n, 1n << 200n])(
    'agrees at the exponent %s',
    (exponent) => {
      expect(toEnd(power(3n, exponent))).toBe(textbookPower(3n, exponent));
    },
  );
});

describe('combOfG', () => {
  it('holds the product of every choice of teeth', () => {
    const teeth = [...COMB_TEETH, G];
    const productOf = (choice: number): bigint =>
      teeth.reduce((product, tooth, bit) => ((choice >> bit) & 1 ? (product * tooth) % N : product), 1n);

    expect(toEnd(combOfG()).map(residue)).toEqual(
      Array.from({ length: 32 }, (_, choice) => productOf(choice)),
    );
  });
});

const fullComb = toEnd(combOfG());

describe.each([
  ['combOfG', combOfG],
  ['power', () => power(3n, (1n << 512n) - 1n)],
  ['powerOfG', () => powerOfG(fullComb, (1n << 256n) - 1n)],
])('%s', (_name, begin: () => Steps<unknown>) => {
  it('pauses often enough for a slice to end in time', () => {
    const multiply = jest.spyOn(BigInt, 'asUintN');
    const perStep: number[] = [];
    const steps = begin();
    for (let done: boolean | undefined = false; !done; multiply.mockClear()) {
      ({ done } = steps.next());
      perStep.push(multiply.mock.calls.length);
    }
    multiply.mockRestore();

    expect(Math.max(...perStep)).toBeLessThanOrEqual(6);
  });
});

describe('powerOfG', () => {
  it('agrees with the textbook', () => {
    fc.assert(
      fc.property(bigintBelow(256), (exponent) => {
        expect(toEnd(powerOfG(fullComb, exponent))).toBe(textbookPower(G, exponent));
      }),
      { numRuns: 30 },
    );
  });

  it.each([0n, 1n, 1n << 51n, 1n << 52n, (1n << 256n) - 1n])('agrees at the exponent %s', (exponent) => {
    expect(toEnd(powerOfG(fullComb, exponent))).toBe(textbookPower(G, exponent));
  });
});

function toEnd<T>(steps: Steps<T>): T {
  let result = steps.next();
  while (!result.done) result = steps.next();
  return result.value;
}

function textbookPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N;
  }
  return result;
}
