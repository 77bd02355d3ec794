import * as fc from 'fast-check';
import { readCbor } from '../../../src/emulator/webauthn/cbor';

const read = (hex: string) => readCbor(new Uint8Array(Buffer.from(hex, 'hex')));

describe('readCbor', () => {
  // Appendix A of RFC 8949.
  it.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['20', -1],
    ['3863', -100],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['4401020304', new Uint8Array([1, 2, 3, 4])],
    ['62c3bc', 'ü'],
    ['6449455446', 'IETF'],
    ['83010203', [1, 2, 3]],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
  ])('reads %s (#14)', (hex, value) => {
    expect(read(hex)).toEqual({ value, length: hex.length / 2 });
  });

  it.each(['', '18', '5f', 'c0', 'fb', '9bffffffffffffffff', '9affffffff', 'f7', '81'.repeat(40) + '00'])(
    'refuses %s (#14)',
    (hex) => {
      expect(() => read(hex)).toThrow(RangeError);
    },
  );

  it('ends for any bytes with a value or an error (#14)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          return readCbor(new Uint8Array(bytes)).length <= bytes.length;
        } catch (error) {
          return ['RangeError', 'TypeError'].includes((error as Error).name);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
