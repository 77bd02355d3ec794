import vectors from '../../spec/srp-vectors.json';
import type { SrpChallenge } from '../../src/ports/srp';

/** What a contestant shows for itself: the whole answer, or the secret from which the answer would be made. */
export type Proof =
  | { readonly srpA: string; readonly signature: string; readonly timestamp: string }
  | { readonly srpA: string; readonly sharedSecret: string };

/** One implementation of the client's half: from nothing to `SRP_A`, and on to the signature. */
export interface Contestant {
  readonly name: string;
  signIn(): Promise<Proof>;
}

const [vector] = vectors;
if (vector === undefined) throw new Error('There is no vector to sign in with.');

/** The exchange that all contestants are put through. */
export const CHALLENGE: SrpChallenge = {
  poolName: vector.pool,
  userIdForSrp: vector.username,
  password: vector.password,
  salt: vector.salt,
  srpB: vector.B,
  secretBlock: vector.secretBlock,
  timestampAt: Date.UTC(2026, 0, 2, 3, 4, 5),
};

export const POOL_ID = `eu-west-1_${CHALLENGE.poolName}`;

/** The challenge as Cognito sends it. */
export const CHALLENGE_PARAMETERS = {
  SALT: CHALLENGE.salt,
  SRP_B: CHALLENGE.srpB,
  SECRET_BLOCK: CHALLENGE.secretBlock,
  USER_ID_FOR_SRP: CHALLENGE.userIdForSrp,
  USERNAME: CHALLENGE.userIdForSrp,
} as const;
