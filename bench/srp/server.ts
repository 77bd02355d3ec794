import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { bigintOfBytes, concatBytes, paddedBytes } from '../../src/adapters/srp/bytes';
import { bytesOfBase64 } from '../../src/model/decode';
import { base64OfBytes, utf8 } from '../../src/adapters/text/encode';
import { K, N } from '../../src/adapters/srp/group';
import vectors from '../../spec/srp-vectors.json';
import type { Proof } from './contestant';

const [vector] = vectors;
if (vector === undefined) throw new Error('There is no vector to sign in with.');
const { pool, username, secretBlock } = vector;
const [b, verifier, serverPublic] = [vector.b, vector.v, vector.B].map((hex) => BigInt(`0x${hex}`)) as [
  bigint,
  bigint,
  bigint,
];

/**
 * Judges a contestant as Cognito would, from the server's own half of the exchange: S = (A·v^u)^b.
 */
export function isRight(proof: Proof): boolean {
  const clientPublic = BigInt(`0x${proof.srpA}`);
  const u = bigintOfBytes(sha256(paddedBytes(clientPublic), paddedBytes(serverPublic)));
  const secret = power(clientPublic * power(verifier, u), b);
  if ('sharedSecret' in proof) return BigInt(`0x${proof.sharedSecret}`) === secret;
  const key = hkdfSync('sha256', paddedBytes(secret), paddedBytes(u), utf8('Caldera Derived Key'), 16);
  const message = concatBytes(utf8(pool), utf8(username), bytesOfBase64(secretBlock), utf8(proof.timestamp));
  const signature = createHmac('sha256', new Uint8Array(key)).update(message).digest();
  return base64OfBytes(signature) === proof.signature;
}

/** Whether the vector's values fit together, without which nothing below would mean anything. */
export function isSound(): boolean {
  return (K * verifier + power(2n, b)) % N === serverPublic;
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return createHash('sha256')
    .update(concatBytes(...parts))
    .digest();
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N;
  }
  return result;
}
