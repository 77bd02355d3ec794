import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** The kinds of key that the authenticator can make. */
export type KeyKind = 'ES256' | 'RS256' | 'EdDSA' | 'ES384';

/** What the authenticator and the browser before it do otherwise than they should. */
export interface Misbehaviour {
  readonly origin?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly rpId?: string;
  readonly isAbsent?: boolean;
  readonly isUnverified?: boolean;
  readonly userHandle?: string;
  /** Another count than the next one. */
  readonly signCount?: number;
  /** Spoils the signature. */
  readonly isForged?: boolean;
}

/** The options of a registration, as `StartWebAuthnRegistration` hands them out. */
export interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
}

/** The options of an assertion, as `CREDENTIAL_REQUEST_OPTIONS` holds them. */
export interface RequestOptions {
  readonly rpId: string;
  readonly challenge: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

interface Credential {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly kind: KeyKind;
  readonly userHandle: string;
}

const COSE = { ES256: -7, RS256: -257, EdDSA: -8, ES384: -35 } as const;

/** An authenticator with the browser before it: it makes registrations and assertions that verify, from node:crypto alone. */
export class ScriptedAuthenticator {
  readonly #credentials: Credential[] = [];
  #count = 0;

  constructor(
    readonly origin: string,
    readonly kind: KeyKind = 'ES256',
    /** Many passkeys are synchronised between devices, and count nothing. */
    readonly counts = true,
  ) {}

  /** Makes a passkey, as `navigator.credentials.create()` with `toJSON()` does. */
  create({ rp, user, challenge }: CreationOptions, misbehaviour: Misbehaviour = {}) {
    const { publicKey, privateKey } = generatePair(this.kind);
    const credential = { id: randomBytes(32), privateKey, kind: this.kind, userHandle: user.id };
    this.#credentials.push(credential);
    const { id } = credential;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const authData = Buffer.concat([
      this.#head(rp.id, 0x40, misbehaviour),
      Buffer.alloc(16),
      length,
      id,
      coseKey(this.kind, publicKey),
    ]);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(authData)],
    ]);
    return {
      id: url(id),
      rawId: url(id),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: url(this.#clientData('webauthn.create', challenge, misbehaviour)),
        attestationObject: url(attestationObject),
        authenticatorData: url(authData),
        publicKey: url(publicKey.export({ format: 'der', type: 'spki' })),
        publicKeyAlgorithm: COSE[this.kind],
        transports: ['internal', 'hybrid'],
      },
    };
  }

  /** Signs in by a passkey, as `navigator.credentials.get()` with `toJSON()` does. */
  get({ rpId, challenge, allowCredentials }: RequestOptions, misbehaviour: Misbehaviour = {}) {
    const allowed = allowCredentials.map(({ id }) => id);
    const credential = this.#credentials.find(({ id }) => allowed.includes(url(id)));
    if (!credential) throw new Error('NotAllowedError: none of the passkeys is known here');
    const authenticatorData = this.#head(rpId, 0, misbehaviour);
    const clientData = this.#clientData('webauthn.get', challenge, misbehaviour);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const signature = sign(digestOf(credential.kind), signed, credential.privateKey);
    if (misbehaviour.isForged)
      signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1);
    return {
      id: url(credential.id),
      rawId: url(credential.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: url(clientData),
        authenticatorData: url(authenticatorData),
        signature: url(signature),
        userHandle: misbehaviour.userHandle ?? credential.userHandle,
      },
    };
  }

  #head(rpId: string, flags: number, misbehaviour: Misbehaviour): Buffer {
    if (this.counts) this.#count += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(misbehaviour.signCount ?? this.#count);
    const present = misbehaviour.isAbsent ? 0 : 0x01;
    const verified = misbehaviour.isUnverified ? 0 : 0x04;
    return Buffer.concat([sha256(misbehaviour.rpId ?? rpId), Buffer.of(flags | present | verified), count]);
  }

  #clientData(type: string, challenge: string, misbehaviour: Misbehaviour): Buffer {
    const own = { type, challenge, origin: this.origin, crossOrigin: false };
    const { origin = own.origin, type: kind = type, challenge: asked = challenge } = misbehaviour;
    return Buffer.from(JSON.stringify({ ...own, origin, type: kind, challenge: asked }));
  }
}

function generatePair(kind: KeyKind) {
  switch (kind) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
  }
}

function digestOf(kind: KeyKind): string | null {
  return kind === 'EdDSA' ? null : kind === 'ES384' ? 'sha384' : 'sha256';
}

// RFC 9052: 1 the type of the key, 3 its algorithm, the rest as the type has it.
function coseKey(kind: KeyKind, key: KeyObject): Buffer {
  const { x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' });
  const bytes = (text: string) => cborBytes(Buffer.from(text, 'base64url'));
  const algorithm: [Buffer, Buffer] = [cborInteger(3), cborInteger(COSE[kind])];
  switch (kind) {
    case 'ES256':
    case 'ES384':
      return cborMap([
        [cborInteger(1), cborInteger(2)],
        algorithm,
        [cborInteger(-1), cborInteger(kind === 'ES256' ? 1 : 2)],
        [cborInteger(-2), bytes(x)],
        [cborInteger(-3), bytes(y)],
      ]);
    case 'RS256':
      return cborMap([
        [cborInteger(1), cborInteger(3)],
        algorithm,
        [cborInteger(-1), bytes(n)],
        [cborInteger(-2), bytes(e)],
      ]);
    case 'EdDSA':
      return cborMap([
        [cborInteger(1), cborInteger(1)],
        algorithm,
        [cborInteger(-1), cborInteger(6)],
        [cborInteger(-2), bytes(x)],
      ]);
  }
}

function cborHead(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.of((major << 5) | argument);
  if (argument < 256) return Buffer.of((major << 5) | 24, argument);
  return Buffer.of((major << 5) | 25, argument >> 8, argument & 0xff);
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}

function sha256(message: Buffer | string): Buffer {
  return createHash('sha256').update(message).digest();
}

function url(bytes: Buffer): string {
  return bytes.toString('base64url');
}
