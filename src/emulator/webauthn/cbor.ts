import type { Bytes } from '../crypto/encoding';

/** What CBOR holds, as far as WebAuthn writes it (RFC 8949, without tags and floats). */
export type Cbor = number | string | boolean | null | Bytes | readonly Cbor[] | CborMap;

/** A map of CBOR, whose keys may be numbers. */
export type CborMap = ReadonlyMap<Cbor, Cbor>;

const DEEPEST = 16;

/** Reads one value of CBOR, and tells how many bytes it took; throws where the bytes are none. */
export function readCbor(bytes: Bytes): { readonly value: Cbor; readonly length: number } {
  const reader = new CborReader(bytes);
  const value = reader.next(0);
  return { value, length: reader.offset };
}

/** Reads a map of CBOR. */
export function readCborMap(bytes: Bytes): { readonly map: CborMap; readonly length: number } {
  const { value, length } = readCbor(bytes);
  if (!(value instanceof Map)) throw new TypeError('There is no CBOR map.');
  return { map: value, length };
}

class CborReader {
  offset = 0;

  constructor(readonly bytes: Bytes) {}

  next(depth: number): Cbor {
    if (depth > DEEPEST) throw new RangeError('The CBOR is nested too deeply.');
    const head = this.#take(1)[0] ?? 0;
    const major = head >> 5;
    const argument = this.#argument(head & 0x1f);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.#take(argument);
      case 3:
        return new TextDecoder('utf-8', { fatal: true }).decode(this.#take(argument));
      case 4:
        return this.#many(argument, () => this.next(depth + 1));
      case 5:
        return new Map(
          this.#many(argument, (): [Cbor, Cbor] => [this.next(depth + 1), this.next(depth + 1)]),
        );
      case 7:
        return simple(argument);
      default:
        throw new RangeError('The CBOR has a tag.');
    }
  }

  #argument(short: number): number {
    if (short < 24) return short;
    const size = { 24: 1, 25: 2, 26: 4 }[short];
    if (size === undefined) throw new RangeError('The CBOR is too large, or of indefinite length.');
    return this.#take(size).reduce((number, byte) => number * 256 + byte, 0);
  }

  // Each member takes a byte at least: a count beyond the end is refused before anything is made of it.
  #many<T>(count: number, read: () => T): readonly T[] {
    if (count > this.bytes.length - this.offset) throw new RangeError('The CBOR is cut short.');
    return Array.from({ length: count }, read);
  }

  #take(length: number): Bytes {
    const end = this.offset + length;
    if (end > this.bytes.length) throw new RangeError('The CBOR is cut short.');
    const taken = this.bytes.slice(this.offset, end);
    this.offset = end;
    return taken;
  }
}

function simple(value: number): boolean | null {
  switch (value) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    default:
      throw new RangeError('The CBOR has a value that WebAuthn does not know.');
  }
}
