/** Bytes that the platform's cryptography takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

const DIGIT_8 = 56;

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
  return bytesOfHex(padHex(value));
}

/** Writes a number as big-endian bytes, as few as it takes. */
export function bytesOfBigint(value: bigint): Bytes {
  const digits = value.toString(16);
  return bytesOfHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}

/** Reads big-endian bytes as a number. */
export function bigintOfBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
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

/** Writes a text as UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Reads base64; throws where it is none. */
export function bytesOfBase64(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Writes base64. */
export function base64OfBytes(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOfHex(hex: string): Bytes {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
