import nodeCrypto from 'node:crypto';
import { lastValueFrom, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import vectors from '../../srp-vectors.json';
import type { SrpChallenge } from '../../../src/ports/srp';
import { createNodeSrpPlatform } from '../../../src/adapters/srp/node-srp-platform';
import type { SrpPair } from '../../../src/adapters/srp/srp-claim';
import type { SrpPlatform } from '../../../src/adapters/srp/srp-platform';
import { createWebSrpPlatform } from '../../../src/adapters/srp/web-srp-platform';

/** One of the golden vectors, which were made with other clients. */
export interface SrpVector {
  readonly name: string;
  readonly pool: string;
  readonly username: string;
  readonly password: string;
  readonly salt: string;
  readonly a: string;
  readonly A: string;
  readonly B: string;
  readonly secretBlock: string;
  readonly timestamp: string;
  readonly signature: string;
}

export const VECTORS: readonly SrpVector[] = vectors;

export const PLATFORMS: readonly (readonly [name: string, create: () => SrpPlatform])[] = [
  ['OpenSSL', () => createNodeSrpPlatform(nodeCrypto)],
  ['BigInt and WebCrypto', () => createWebSrpPlatform()],
];

export function vectorNamed(name: string): SrpVector {
  const vector = VECTORS.find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`There is no vector named ${name}.`);
  return vector;
}

export function challengeOf(vector: SrpVector): SrpChallenge {
  return {
    poolName: vector.pool,
    userIdForSrp: vector.username,
    password: vector.password,
    salt: vector.salt,
    srpB: vector.B,
    secretBlock: vector.secretBlock,
    timestampAt: Date.parse(vector.timestamp),
  };
}

export function pairOf(vector: SrpVector): SrpPair {
  return { secret: BigInt(`0x${vector.a}`), public: BigInt(`0x${vector.A}`) };
}

/** Waits for the one value that an Observable of the port emits; fails where it emits none or several. */
export async function onlyValueOf<T>(source$: Observable<T>): Promise<T> {
  const values = await lastValueFrom(source$.pipe(toArray()), { defaultValue: [] });
  const [value] = values;
  if (values.length !== 1 || value === undefined) throw new Error(`Emitted ${String(values.length)} values.`);
  return value;
}
