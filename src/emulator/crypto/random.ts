import { toBase64Url, toHex, type Bytes } from './encoding';

/** Where everything random in a pool comes from. */
export interface RandomSource {
  bytes(length: number): Bytes;
  digits(count: number): string;
  token(byteLength: number): string;
  uuid(): string;
  /**
   * Makes a source of its own for one request: requests that run at the same moment then draw the same values
   * whatever the order in which their cryptography completes.
   */
  fork(): RandomSource;
}

/** Makes a source of random values: repeatable from a seed, else cryptographically strong. */
export function createRandomSource(seed?: number | string): RandomSource {
  return seed === undefined
    ? sourceFrom(strongBytes, () => createRandomSource())
    : seededSource(String(seed));
}

function seededSource(seed: string): RandomSource {
  const next = sfc32(seed);
  let forks = 0;
  return sourceFrom(
    (length) => Uint8Array.from({ length }, () => next() & 0xff),
    () => seededSource(`${seed}/${String(forks++)}`),
  );
}

function sourceFrom(bytes: (length: number) => Bytes, fork: () => RandomSource): RandomSource {
  return {
    bytes,
    fork,
    digits: (count) => Array.from(bytes(count), (byte) => String(byte % 10)).join(''),
    token: (byteLength) => toBase64Url(bytes(byteLength)),
    uuid: () => asUuid(toHex(bytes(16))),
  };
}

function strongBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

// Chris Doty-Humphrey's small fast counter generator, its state filled from the seed by FNV-1a.
function sfc32(seed: string): () => number {
  let [a, b, c] = [0, 1, 2].map((salt) => fnv1a(`${String(salt)}:${seed}`)) as [number, number, number];
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
