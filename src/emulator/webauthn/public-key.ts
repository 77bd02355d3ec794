import { concatenate, toBase64Url, type Bytes } from '../crypto/encoding';
import type { CborMap } from './cbor';

/** The algorithms that passkeys may have, by their COSE numbers, best first. */
export const COSE_ALGORITHMS = [-7, -257, -8] as const;

/** The public half of a passkey, ready to verify. */
export interface PasskeyPublicKey {
  readonly algorithm: (typeof COSE_ALGORITHMS)[number];
  verify(signature: Bytes, signed: Bytes): Promise<boolean>;
}

// RFC 9053: 1 key type, 3 algorithm, -1 and below what the type needs.
const KEY_TYPE = 1;
const ALGORITHM = 3;

/** Reads the COSE key of a credential, or returns nothing for a kind that is not supported. */
export async function readPublicKey(cose: CborMap): Promise<PasskeyPublicKey | undefined> {
  const at = (label: number): string => {
    const value = cose.get(label);
    return value instanceof Uint8Array ? toBase64Url(value) : '';
  };
  const algorithm = COSE_ALGORITHMS.find((candidate) => candidate === cose.get(ALGORITHM));
  try {
    switch (algorithm) {
      case -7:
        if (cose.get(KEY_TYPE) !== 2 || cose.get(-1) !== 1) return undefined;
        return await ellipticKey({ kty: 'EC', crv: 'P-256', x: at(-2), y: at(-3) });
      case -257:
        if (cose.get(KEY_TYPE) !== 3) return undefined;
        return await rsaKey({ kty: 'RSA', n: at(-1), e: at(-2) });
      case -8:
        if (cose.get(KEY_TYPE) !== 1 || cose.get(-1) !== 6) return undefined;
        return await edwardsKey({ kty: 'OKP', crv: 'Ed25519', x: at(-2) });
      case undefined:
        return undefined;
    }
  } catch {
    // What WebCrypto does not take for a key is none.
    return undefined;
  }
}

async function ellipticKey(jwk: JsonWebKey): Promise<PasskeyPublicKey> {
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  return {
    algorithm: -7,
    async verify(signature, signed) {
      const raw = fromDer(signature);
      return raw !== undefined && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, signed);
    },
  };
}

async function rsaKey(jwk: JsonWebKey): Promise<PasskeyPublicKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  return {
    algorithm: -257,
    verify: (signature, signed) => crypto.subtle.verify(algorithm.name, key, signature, signed),
  };
}

async function edwardsKey(jwk: JsonWebKey): Promise<PasskeyPublicKey> {
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify']);
  return {
    algorithm: -8,
    verify: (signature, signed) => crypto.subtle.verify('Ed25519', key, signature, signed),
  };
}

// WebAuthn signs as X.509 does, SEQUENCE { r INTEGER, s INTEGER }; WebCrypto wants r and s in 32 bytes each.
function fromDer(signature: Bytes): Bytes | undefined {
  const [tag, length] = signature;
  if (tag !== 0x30 || length !== signature.length - 2) return undefined;
  const r = integerAt(signature, 2);
  const s = r && integerAt(signature, r.end);
  return r && s?.end === signature.length ? concatenate(r.value, s.value) : undefined;
}

function integerAt(
  bytes: Bytes,
  offset: number,
): { readonly value: Bytes; readonly end: number } | undefined {
  const length = bytes[offset + 1];
  if (bytes[offset] !== 0x02 || length === undefined) return undefined;
  const end = offset + 2 + length;
  const digits = bytes.slice(offset + 2, end);
  const significant = digits.slice(digits.findIndex((byte) => byte !== 0));
  if (digits.length !== length || significant.length > 32) return undefined;
  const value = new Uint8Array(32);
  value.set(significant, 32 - significant.length);
  return { value, end };
}
