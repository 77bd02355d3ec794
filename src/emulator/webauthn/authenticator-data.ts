import type { Bytes } from '../crypto/encoding';
import { readCborMap, type CborMap } from './cbor';

/** What an authenticator says about itself and about the person before it (WebAuthn §6.1). */
export interface AuthenticatorData {
  readonly rpIdHash: Bytes;
  readonly isUserPresent: boolean;
  readonly isUserVerified: boolean;
  readonly signCount: number;
  /** The new credential, in a registration. */
  readonly credential: { readonly id: Bytes; readonly publicKey: CborMap } | undefined;
}

const FLAG = { userPresent: 0x01, userVerified: 0x04, attestedCredential: 0x40 } as const;

// 32 bytes of hash, one of flags, four of counter; then 16 of AAGUID and two of the id's length.
const FLAGS_AT = 32;
const COUNT_AT = 33;
const ID_LENGTH_AT = 53;
const ID_AT = 55;

/** Reads authenticator data; throws where the bytes are none. */
export function readAuthenticatorData(bytes: Bytes): AuthenticatorData {
  if (bytes.length < COUNT_AT + 4) throw new RangeError('The authenticator data are cut short.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(FLAGS_AT);
  return {
    rpIdHash: bytes.slice(0, FLAGS_AT),
    isUserPresent: (flags & FLAG.userPresent) !== 0,
    isUserVerified: (flags & FLAG.userVerified) !== 0,
    signCount: view.getUint32(COUNT_AT),
    credential: (flags & FLAG.attestedCredential) === 0 ? undefined : readCredential(bytes, view),
  };
}

function readCredential(bytes: Bytes, view: DataView): NonNullable<AuthenticatorData['credential']> {
  const end = ID_AT + view.getUint16(ID_LENGTH_AT);
  const { map } = readCborMap(bytes.slice(end));
  return { id: bytes.slice(ID_AT, end), publicKey: map };
}
