import type { Bytes } from '../../model/decode';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const REPLACEMENT = 0xfffd;

/** Writes base64. */
export function base64OfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    text += DIGITS.charAt(first >> 2) + DIGITS.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? '=' : DIGITS.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? '=' : DIGITS.charAt(third & 63);
  }
  return text;
}

/** Appends the UTF-8 of one code point; half of a surrogate pair becomes U+FFFD, as the platform's encoder does it. */
export function pushUtf8(bytes: number[], codePoint: number): void {
  const point = codePoint >= 0xd800 && codePoint <= 0xdfff ? REPLACEMENT : codePoint;
  if (point < 0x80) {
    bytes.push(point);
    return;
  }
  const following = point < 0x800 ? 1 : point < 0x1_0000 ? 2 : 3;
  const mark = [0, 0xc0, 0xe0, 0xf0][following] ?? 0;
  bytes.push(mark | (point >> (6 * following)));
  for (let left = following - 1; left >= 0; left -= 1) bytes.push(0x80 | ((point >> (6 * left)) & 0x3f));
}

/** Writes a text as UTF-8. */
export function utf8(text: string): Bytes {
  const bytes: number[] = [];
  for (const character of text) pushUtf8(bytes, character.codePointAt(0) ?? REPLACEMENT);
  return Uint8Array.from(bytes);
}
