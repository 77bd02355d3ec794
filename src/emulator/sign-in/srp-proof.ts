import { fromBase64, toBase64, toHex, toNumber } from '../crypto/encoding';
import {
  computeServerPublic,
  deriveServerKey,
  readPublicValue,
  signClaim,
  type SrpIdentity,
} from '../crypto/srp';
import { invalidParameter, notAuthorized } from '../errors';
import type { Call } from '../pool/pool';
import { required } from './parameters';
import type { SignIn, SrpChallenge } from '../pool/sessions/pending-sign-in';
import type { SignInAnswer } from './sign-in';

/** What a proof is made against. */
interface Secret {
  readonly salt: bigint;
  readonly verifier: bigint;
}

/** Opens the challenge in which a client proves a password without sending it. */
export async function askForProof(
  call: Call,
  signIn: SignIn,
  name: SrpChallenge['name'],
  identity: SrpIdentity,
  secret: Secret,
  srpA: string,
): Promise<SignInAnswer> {
  const clientPublic = readPublicValue(srpA);
  if (clientPublic === undefined) throw invalidParameter('SRP_A is not a valid public value.');
  const serverPrivate = toNumber(call.random.bytes(32));
  const serverPublic = await computeServerPublic(secret.verifier, serverPrivate);
  const exchange = { clientPublic, serverPublic, serverPrivate, verifier: secret.verifier };
  const expiresAt = call.now + signIn.client.authSessionValidityMs;
  const handle = call.pool.proofs.open({ name, signIn, identity, exchange }, expiresAt, call.random);
  const isDevice = name === 'DEVICE_PASSWORD_VERIFIER';
  return {
    ChallengeName: name,
    ChallengeParameters: {
      SALT: secret.salt.toString(16),
      SECRET_BLOCK: base64Of(handle),
      SRP_B: serverPublic.toString(16),
      USERNAME: signIn.user.username,
      ...(isDevice ? { DEVICE_KEY: identity.id } : { USER_ID_FOR_SRP: identity.id }),
    },
  };
}

/** What became of a proof. */
interface JudgedProof {
  readonly signIn: SignIn;
  readonly isRight: boolean;
  /** Lets the same proof be presented again, without the device that came with it. */
  readonly allowAgainWithoutDevice: () => void;
}

/** Judges the client's signature. The challenge is over either way. */
export async function takeProof(
  call: Call,
  name: SrpChallenge['name'],
  responses: ReadonlyMap<string, string>,
): Promise<JudgedProof> {
  const secretBlock = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const timestamp = required(responses, 'TIMESTAMP');
  const signature = required(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const bytes = fromBase64(secretBlock);
  if (!bytes) throw notAuthorized('Incorrect username or password.');
  const handle = handleOf(secretBlock);
  const { challenge, expiresAt } = call.pool.proofs.take(handle, call.now);
  const { signIn } = challenge;
  if (challenge.name !== name) throw notAuthorized('Incorrect username or password.');
  const key = await deriveServerKey(challenge.exchange);
  const expected = await signClaim(key, challenge.identity, bytes, timestamp);
  return {
    signIn,
    isRight: expected === signature,
    allowAgainWithoutDevice: () => {
      const withoutDevice = { ...challenge, signIn: { ...signIn, deviceKey: undefined } };
      call.pool.proofs.restore(handle, { challenge: withoutDevice, expiresAt });
    },
  };
}

/** Reads the verifier of a device, which comes as base64. */
export function verifierFromBase64(text: string): bigint | undefined {
  const bytes = fromBase64(text);
  return bytes && readPublicValue(toHex(bytes));
}

/** Reads the salt of a device, which comes as base64. */
export function saltFromBase64(text: string): bigint | undefined {
  const bytes = fromBase64(text);
  return bytes && bytes.length > 0 ? toNumber(bytes) : undefined;
}

// The handle's alphabet is base64url, the block's is base64; both stand for the same bytes.
function base64Of(handle: string): string {
  return toBase64(fromBase64(handle.replace(/-/g, '+').replace(/_/g, '/')) ?? new Uint8Array());
}

function handleOf(secretBlock: string): string {
  return secretBlock.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
