import { createDiffieHellman, createHash, randomBytes } from 'node:crypto';
import { bigintOfBytes, bytesOfBigint, concatBytes, paddedBytes } from '../../src/adapters/srp/bytes';
import { K, N } from '../../src/adapters/srp/group';
import { residue } from '../../src/adapters/srp/residue';
import { utf8 } from '../../src/adapters/text/encode';
import { CHALLENGE } from './contestant';
import type { Proof } from './contestant';

/** An exchange of which everything but the three exponentiations is done. */
export interface BareExchange {
  /** What is timed: g^a, g^x and S, and nothing else. */
  exponentiate(): void;
  proof(): Proof;
}

/** Prepares the limit that OpenSSL sets: no hashing, no conversion, no signature. */
export function createBareExchange(): BareExchange {
  const prime = bytesOfBigint(N);
  const powerOf = (exponent: Uint8Array) => {
    const exchange = createDiffieHellman(prime, 2);
    exchange.setPrivateKey(exponent);
    return exchange;
  };
  const [serverPublic, salt] = [CHALLENGE.srpB, CHALLENGE.salt].map((hex) => BigInt(`0x${hex}`)) as [
    bigint,
    bigint,
  ];
  const a = randomBytes(32);
  const identity = sha256(utf8(`${CHALLENGE.poolName}${CHALLENGE.userIdForSrp}:${CHALLENGE.password}`));
  const x = sha256(concatBytes(paddedBytes(salt), identity));
  const clientPublic = bigintOfBytes(powerOf(a).generateKeys());
  const verifier = bigintOfBytes(powerOf(x).generateKeys());
  const u = bigintOfBytes(sha256(concatBytes(paddedBytes(clientPublic), paddedBytes(serverPublic))));
  const base = bytesOfBigint(residue(serverPublic - K * verifier));
  const exponent = bytesOfBigint(bigintOfBytes(a) + u * bigintOfBytes(x));
  let made = { srpA: '', sharedSecret: '' };
  return {
    exponentiate: () => {
      const power = powerOf(a).generateKeys('hex');
      powerOf(x).generateKeys();
      made = { srpA: power, sharedSecret: powerOf(exponent).computeSecret(base).toString('hex') };
    },
    proof: () => made,
  };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
