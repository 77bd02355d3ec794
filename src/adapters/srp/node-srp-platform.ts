import { defer, of } from 'rxjs';
import type { Bytes } from '../../model/decode';
import { bigintOfBytes, bytesOfBigint } from './bytes';
import { G, N } from './group';
import { power } from './power';
import type { Steps } from './power';
import { SRP_KEY_BYTES } from './srp-platform';
import type { SrpPlatform, SrpSigning } from './srp-platform';

/** What is used of `node:crypto`; named here, so that the core needs no types of Node's. */
export interface NodeCrypto {
  createDiffieHellman(prime: Uint8Array, generator: number): NodeDiffieHellman;
  createHash(algorithm: 'sha256'): { update(bytes: Uint8Array): { digest(): Uint8Array } };
  createHmac(algorithm: 'sha256', key: Uint8Array): { update(bytes: Uint8Array): { digest(): Uint8Array } };
  hkdfSync(digest: 'sha256', ikm: Bytes, salt: Bytes, info: Bytes, length: number): ArrayBuffer;
  randomBytes(length: number): Uint8Array;
}

interface NodeDiffieHellman {
  setPrivateKey(exponent: Uint8Array): void;
  generateKeys(): Uint8Array;
  computeSecret(base: Uint8Array): Uint8Array;
}

/**
 * Computes with OpenSSL, four times as fast as `BigInt` and in constant time. A Diffie-Hellman object is OpenSSL's
 * modular exponentiation under another name: its public key is g^e, its shared secret base^e.
 */
export function createNodeSrpPlatform(crypto: NodeCrypto): SrpPlatform {
  const prime = bytesOfBigint(N);
  // Made anew for each power: an object that stays would keep the exponent.
  const raising = (exponent: bigint): NodeDiffieHellman => {
    const exchange = crypto.createDiffieHellman(prime, Number(G));
    exchange.setPrivateKey(bytesOfBigint(exponent));
    return exchange;
  };
  return {
    randomBytes: (length) => Uint8Array.from(crypto.randomBytes(length)),
    powerOfG$: (exponent) => defer(() => of(bigintOfBytes(raising(exponent).generateKeys()))),
    power$: (base, exponent) =>
      defer(() =>
        of(
          isRefusedByOpenSsl(base)
            ? runToEnd(power(base, exponent))
            : bigintOfBytes(raising(exponent).computeSecret(bytesOfBigint(base))),
        ),
      ),
    sha256$: (bytes) => defer(() => of(Uint8Array.from(crypto.createHash('sha256').update(bytes).digest()))),
    signature$: (signing) => defer(() => of(sign(crypto, signing))),
  };
}

/** OpenSSL takes these, as public keys of a key exchange, for an attack; as residues they are sound. */
function isRefusedByOpenSsl(base: bigint): boolean {
  return base <= 1n || base === N - 1n;
}

function runToEnd<T>(steps: Steps<T>): T {
  let result = steps.next();
  while (!result.done) result = steps.next();
  return result.value;
}

function sign(crypto: NodeCrypto, { secret, salt, info, message }: SrpSigning): Bytes {
  const key = new Uint8Array(crypto.hkdfSync('sha256', secret, salt, info, SRP_KEY_BYTES));
  return Uint8Array.from(crypto.createHmac('sha256', key).update(message).digest());
}
