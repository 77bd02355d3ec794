import fc from 'fast-check';
import {
  bigintOfBytes,
  bytesOfBigint,
  concatBytes,
  padHex,
  paddedBytes,
} from '../../../src/adapters/srp/bytes';

describe('padHex', () => {
  it.each([
    [0n, '00'],
    [0x7n, '07'],
    [0x7fn, '7f'],
    [0x80n, '0080'],
    [0x8an, '008a'],
    [0xfffn, '0fff'],
    [0xf000n, '00f000'],
  ])('writes %s as %s', (value, hex) => {
    expect(padHex(value)).toBe(hex);
  });
});

describe('paddedBytes', () => {
  it('writes the padded form byte by byte', () => {
    expect([...paddedBytes(0x8001n)]).toEqual([0, 0x80, 1]);
  });
});

describe('bytesOfBigint', () => {
  it('is undone by bigintOfBytes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 600n }), (n) => bigintOfBytes(bytesOfBigint(n)) === n),
    );
  });

  it('adds no sign byte', () => {
    expect([...bytesOfBigint(0xff01n)]).toEqual([0xff, 1]);
  });
});

describe('concatBytes', () => {
  it('joins in order', () => {
    expect([...concatBytes(Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3))]).toEqual([1, 2, 3]);
  });
});
