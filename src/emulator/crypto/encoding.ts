/** Bytes that own their buffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Encodes text as UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Joins byte sequences. */
export function concatenate(...parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Writes bytes as standard base64, padded. */
export function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Writes bytes as base64url, unpadded (RFC 7515). */
export function toBase64Url(bytes: Bytes): string {
  return toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Reads standard base64, or returns `undefined` where the text is none. */
export function fromBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Reads base64url, padded or not, or returns `undefined` where the text is none. */
export function fromBase64Url(text: string): Bytes | undefined {
  return /^[A-Za-z0-9_-]*={0,2}$/.test(text)
    ? fromBase64(text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''))
    : undefined;
}

/** Writes bytes as lower-case hex. */
export function toHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Reads big-endian bytes as a number; no bytes are 0. */
export function toNumber(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes) || '0'}`);
}

/** Reads hex of even length. */
export function fromHex(hex: string): Bytes {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
