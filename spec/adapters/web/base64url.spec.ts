import { base64UrlOfBytes, bytesOfBase64Url } from '../../../src/adapters/web/base64url';

describe('base64url', () => {
  it.each([
    ['', []],
    ['AA', [0]],
    ['-_8', [0xfb, 0xff]],
    ['-__-', [0xfb, 0xff, 0xfe]],
    ['AAECAwQ', [0, 1, 2, 3, 4]],
  ])('is read and written: %p', (text, bytes) => {
    expect(bytesOfBase64Url(text)).toEqual(Uint8Array.from(bytes));
    expect(base64UrlOfBytes(Uint8Array.from(bytes))).toBe(text);
  });

  it('is read with padding as well', () => {
    expect(bytesOfBase64Url('-_8=')).toEqual(Uint8Array.of(0xfb, 0xff));
  });

  it('agrees with Node.js about a hundred thousand bytes', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
    const text = Buffer.from(bytes).toString('base64url');
    expect(base64UrlOfBytes(bytes)).toBe(text);
    expect(bytesOfBase64Url(text)).toEqual(bytes);
  });

  it.each(['+/+/', 'a b', 'Ä', 'A', 'AAAAA', 7, null, undefined, {}])('is not %p', (text) => {
    expect(bytesOfBase64Url(text)).toBeUndefined();
  });
});
