import { toBase64Url, utf8, type Bytes } from './encoding';

/** Cognito signs id tokens and access tokens with different keys. */
type TokenUse = 'access' | 'id';

/** A key pair and its published half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JsonWebKey;
}

/** The two keys of a pool. */
export type SigningKeys = Readonly<Record<TokenUse, SigningKey>>;

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/**
 * Returns the keys that sign the tokens of every pool in this process.
 *
 * Making an RSA key costs a tenth of a second, and no test learns anything from a second pair: they are made when
 * first needed, once.
 */
export const signingKeys: () => Promise<SigningKeys> = once(async () => {
  const [access, id] = await Promise.all([generateKey(), generateKey()]);
  return { access, id };
});

/** Signs claims as a JWT (RS256). */
export async function signJwt(key: SigningKey, claims: object): Promise<string> {
  const head = encodePart({ kid: key.keyId, alg: 'RS256' });
  const signed = `${head}.${encodePart(claims)}`;
  const signature = await crypto.subtle.sign(ALGORITHM.name, key.privateKey, utf8(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

async function generateKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey(
    { ...ALGORITHM, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
  const { e = '', n = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const keyId = toBase64Url(await thumbprint(e, n));
  return {
    keyId,
    privateKey: pair.privateKey,
    jwk: { alg: 'RS256', e, kid: keyId, kty: 'RSA', n, use: 'sig' } as JsonWebKey,
  };
}

// RFC 7638: the members that matter, in lexicographic order, without white space.
async function thumbprint(e: string, n: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`{"e":"${e}","kty":"RSA","n":"${n}"}`)));
}

function encodePart(part: object): string {
  return toBase64Url(utf8(JSON.stringify(part)));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
