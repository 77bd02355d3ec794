import { sha256 } from '../crypto/digest';
import { concatenate, fromBase64Url, toHex, utf8, type Bytes } from '../crypto/encoding';
import { CognitoError, invalidParameter, type CognitoErrorType } from '../errors';
import type { Passkey } from '../pool/authenticators/passkeys';
import { readAuthenticatorData, type AuthenticatorData } from './authenticator-data';
import { readCborMap } from './cbor';
import { isOriginOf, readClientData, type ClientData } from './client-data';
import { readPublicKey } from './public-key';

/** What an answer must fit to. */
export interface Expected {
  readonly relyingPartyId: string;
  readonly needsUserVerification: boolean;
}

/** The credential of a registration or an assertion, in the JSON form of WebAuthn. */
export interface CredentialJson {
  readonly id: string;
  readonly type: string;
  readonly attachment: string | undefined;
  /** The binary members of `response`. */
  readonly response: ReadonlyMap<string, Bytes>;
  readonly transports: readonly string[];
  readonly clientData: ClientData;
}

/** Reads a credential; what is none is refused as a wrong parameter. */
export function readCredential(value: unknown): CredentialJson {
  try {
    const { id, rawId, type, response, authenticatorAttachment } = value as Record<string, unknown>;
    const members = response as Record<string, unknown>;
    const binary = Object.entries(members).flatMap(([name, text]) => {
      const bytes = typeof text === 'string' ? fromBase64Url(text) : undefined;
      return bytes ? [[name, bytes] as const] : [];
    });
    const { transports } = members;
    if (typeof id !== 'string' || type !== 'public-key' || (rawId !== undefined && rawId !== id))
      throw new TypeError();
    const read = new Map(binary);
    return {
      id,
      type,
      attachment: typeof authenticatorAttachment === 'string' ? authenticatorAttachment : undefined,
      response: read,
      transports: Array.isArray(transports) ? transports.map(String) : [],
      clientData: readClientData(bytesOf(read, 'clientDataJSON')),
    };
  } catch {
    throw invalidParameter('The credential is malformed.');
  }
}

/** Verifies a registration and returns the passkey that it makes. */
export async function verifyRegistration(
  credential: CredentialJson,
  expected: Expected,
  now: number,
): Promise<Passkey> {
  const { data, id, publicKey } = readAttestation(credential);
  if (credential.clientData.type !== 'webauthn.create')
    throw invalidParameter('The credential is malformed.');
  await requireFitting(credential, data, expected);
  const key = await readPublicKey(publicKey);
  if (!key) throw refusal('WebAuthnCredentialNotSupportedException', 'The passkey is not supported.');
  if (
    fromBase64Url(credential.id) === undefined ||
    toHex(fromBase64Url(credential.id) ?? new Uint8Array()) !== id
  ) {
    throw invalidParameter('The credential is malformed.');
  }
  return {
    credentialId: credential.id,
    relyingPartyId: expected.relyingPartyId,
    key,
    signCount: data.signCount,
    transports: credential.transports,
    attachment: credential.attachment,
    createdAt: now,
  };
}

/** Verifies an assertion; returns whether it verified the person, and the counter to expect more than from now on. */
export async function verifyAssertion(
  passkey: Passkey,
  credential: CredentialJson,
  expected: Expected & { readonly challenge: string; readonly userHandle: string },
): Promise<{ readonly isUserVerified: boolean; readonly signCount: number } | undefined> {
  const { clientData, response } = credential;
  const signed = response.get('authenticatorData');
  const signature = response.get('signature');
  const clientDataJson = response.get('clientDataJSON');
  const userHandle = response.get('userHandle');
  if (!signed || !signature || !clientDataJson) return undefined;
  if (clientData.type !== 'webauthn.get' || clientData.challenge !== expected.challenge) return undefined;
  if (userHandle && toHex(userHandle) !== toHex(utf8(expected.userHandle))) return undefined;
  const data = dataOf(signed);
  if (!data || (await misfitOf(credential, data, expected))) return undefined;
  if (!(await passkey.key.verify(signature, concatenate(signed, await sha256(clientDataJson)))))
    return undefined;
  // A counter that does not move on is the mark of a copy; one that is always zero says nothing (WebAuthn §6.1.1).
  const isCopy = (data.signCount > 0 || passkey.signCount > 0) && data.signCount <= passkey.signCount;
  return isCopy ? undefined : { isUserVerified: data.isUserVerified, signCount: data.signCount };
}

async function requireFitting(
  credential: CredentialJson,
  data: AuthenticatorData,
  expected: Expected,
): Promise<void> {
  const misfit = await misfitOf(credential, data, expected);
  if (misfit === 'origin') {
    throw refusal('WebAuthnOriginNotAllowedException', 'The origin does not belong to the relying party.');
  }
  if (misfit === 'relyingParty') {
    throw refusal('WebAuthnRelyingPartyMismatchException', 'The passkey is of another relying party.');
  }
  if (misfit) throw invalidParameter(`The passkey lacks ${misfit}.`);
}

async function misfitOf(
  { clientData }: CredentialJson,
  data: AuthenticatorData,
  { relyingPartyId, needsUserVerification }: Expected,
): Promise<'origin' | 'relyingParty' | 'user presence' | 'user verification' | undefined> {
  if (!isOriginOf(relyingPartyId, clientData.origin)) return 'origin';
  if (toHex(data.rpIdHash) !== toHex(await sha256(utf8(relyingPartyId)))) return 'relyingParty';
  if (!data.isUserPresent) return 'user presence';
  return needsUserVerification && !data.isUserVerified ? 'user verification' : undefined;
}

// The statement that vouches for the make of the authenticator is not asked for, and not judged.
function readAttestation({ response }: CredentialJson) {
  try {
    const { map } = readCborMap(bytesOf(response, 'attestationObject'));
    const authData = map.get('authData');
    if (!(authData instanceof Uint8Array)) throw new TypeError();
    const data = readAuthenticatorData(authData);
    if (!data.credential) throw new TypeError();
    return { data, id: toHex(data.credential.id), publicKey: data.credential.publicKey };
  } catch {
    throw invalidParameter('The credential is malformed.');
  }
}

function dataOf(bytes: Bytes): AuthenticatorData | undefined {
  try {
    return readAuthenticatorData(bytes);
  } catch {
    return undefined;
  }
}

function bytesOf(response: ReadonlyMap<string, Bytes>, name: string): Bytes {
  const bytes = response.get(name);
  if (!bytes) throw new TypeError(`The credential lacks ${name}.`);
  return bytes;
}

function refusal(type: CognitoErrorType, message: string): CognitoError {
  return new CognitoError(type, message);
}
