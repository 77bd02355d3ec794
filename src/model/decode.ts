/** Bytes over a buffer of their own, as the platform's cryptography takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

// Written out rather than left to atob, btoa, TextEncoder and TextDecoder: runtimes of React Native lack one or another,
// and no two of them the same. Without regular expressions: an engine remembers the last text that one matched.

/** The digits of base64, and those that stand for the last two of them in base64url. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';
const BASE = 64;
const PERCENT = 0x25;

function digitAt(text: string, at: number): number {
  const digit = DIGITS.indexOf(text.charAt(at));
  if (digit < 0) throw new SyntaxError('This is no base64.');
  return digit < BASE ? digit : digit - 2;
}

/** Reads base64 or base64url, padded or not; throws where it is neither. */
export function bytesOfBase64(text: string): Bytes {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - padding;
  if (length % 4 === 1) throw new SyntaxError('This is no base64.');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  for (let at = 0, bits = 0, end = 0; at < length; at += 1) {
    bits = ((bits & 0xff) << 6) | digitAt(text, at);
    if (at % 4 === 0) continue;
    bytes[end] = bits >> (6 - 2 * (at % 4));
    end += 1;
  }
  return bytes;
}

/** Reads UTF-8; throws where it is none. */
export function textOfUtf8(bytes: Uint8Array): string {
  const charOf = String.fromCharCode;
  let escaped = '';
  for (const byte of bytes)
    escaped += byte < 0x80 && byte !== PERCENT ? charOf(byte) : `%${byte.toString(16)}`;
  return decodeURIComponent(escaped);
}
