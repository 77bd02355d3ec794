import type { Bytes } from '../../model/decode';

const DIGIT_8 = 56;
const WORD_BYTES = 8;
const WORD_BITS = 64n;

/**
 * Writes a number in hex as Cognito hashes it: an even number of digits, and `00` before a first byte that would
 * read as negative in two's complement.
 */
export function padHex(value: bigint): string {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return even.charCodeAt(0) >= DIGIT_8 ? `00${even}` : even;
}

/** Writes a number as the bytes of its {@link padHex} form. */
export function paddedBytes(value: bigint): Bytes {
  return bigEndian(value, padHex(value).length / 2);
}

/** Writes a number as big-endian bytes, as few as it takes, but at least one. */
export function bytesOfBigint(value: bigint): Bytes {
  return bigEndian(value, Math.ceil(value.toString(16).length / 2));
}

/** Reads big-endian bytes as a number. */
export function bigintOfBytes(bytes: Uint8Array): bigint {
  const words = new DataView(new ArrayBuffer(wholeWords(bytes.length)));
  new Uint8Array(words.buffer).set(bytes, words.byteLength - bytes.length);
  let value = 0n;
  for (let at = 0; at < words.byteLength; at += WORD_BYTES) {
    value = (value << WORD_BITS) | words.getBigUint64(at);
  }
  return value;
}

/** Joins byte arrays. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => {
    joined.set(part, at);
    return at + part.length;
  }, 0);
  return joined;
}

/** By words of 64 bits: several times as fast as by way of hex, which counts where OpenSSL does all the rest. */
function bigEndian(value: bigint, length: number): Bytes {
  const words = new DataView(new ArrayBuffer(wholeWords(length)));
  for (let at = words.byteLength - WORD_BYTES, rest = value; at >= 0; at -= WORD_BYTES, rest >>= WORD_BITS) {
    words.setBigUint64(at, rest);
  }
  return new Uint8Array(words.buffer, words.byteLength - length);
}

function wholeWords(length: number): number {
  return Math.ceil(length / WORD_BYTES) * WORD_BYTES;
}
