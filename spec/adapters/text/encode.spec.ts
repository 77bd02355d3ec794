import fc from 'fast-check';
import { base64OfBytes, utf8 } from '../../../src/adapters/text/encode';

describe('base64OfBytes', () => {
  it('writes what the platform writes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64OfBytes(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});

describe('utf8', () => {
  it('writes what the platform writes, halves of surrogate pairs included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800', '\udc00'), (text, half) => {
        expect([...utf8(text + half)]).toEqual([...new TextEncoder().encode(text + half)]);
      }),
    );
  });
});
