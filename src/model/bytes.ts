/** Bytes over a buffer of their own, as the platform's cryptography takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

// Written out rather than left to atob, btoa, TextEncoder and TextDecoder: runtimes of React Native lack one or another,
// and no two of them the same. Without regular expressions: an engine remembers the last text that one matched.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const REPLACEMENT = 0xfffd;
/** As many arguments as a call takes everywhere. */
const CALL_LENGTH = 8_192;

function digitOf(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  if (code === 47 || code === 95) return 63;
  throw new SyntaxError('This is no base64.');
}

/** Reads base64 or base64url, padded or not; throws where it is neither. */
export function bytesOfBase64(text: string): Bytes {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - padding;
  if (length % 4 === 1) throw new SyntaxError('This is no base64.');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  for (let at = 0, bits = 0, end = 0; at < length; at += 1) {
    bits = ((bits & 0xff) << 6) | digitOf(text.charCodeAt(at));
    if (at % 4 === 0) continue;
    bytes[end] = bits >> (6 - 2 * (at % 4));
    end += 1;
  }
  return bytes;
}

/** Writes base64. */
export function base64OfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    text += ALPHABET.charAt(first >> 2) + ALPHABET.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? '=' : ALPHABET.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? '=' : ALPHABET.charAt(third & 63);
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

/** Reads UTF-8; throws where it is none. */
export function textOfUtf8(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CALL_LENGTH) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CALL_LENGTH));
  }
  if (!bytes.some((byte) => byte >= 0x80)) return binary;
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}
