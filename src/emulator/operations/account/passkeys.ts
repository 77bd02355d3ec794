import { CognitoError, invalidParameter, resourceNotFound } from '../../errors';
import { MOST_PASSKEYS, type Passkey } from '../../pool/authenticators/passkeys';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { needsUserVerification, relyingPartyOf } from '../../sign-in/passkey';
import { readCredential, verifyRegistration } from '../../webauthn/ceremony';
import { COSE_ALGORITHMS } from '../../webauthn/public-key';
import { toBase64Url, utf8 } from '../../crypto/encoding';
import { anything, integer, optional, text } from '../../wire/constraint';
import { authenticate } from '../access-token';
import { token } from '../members';
import { operation } from '../operation';
import { pageOf } from '../page';

const REGISTRATION_VALIDITY_MS = 300_000;
const LONGEST_PAGE = 20;
// None of these operations has a name for a user who is gone.
const SILENT = { tellsDeletion: false };

/** Begins the registration of a passkey. */
export const startWebAuthnRegistration = operation({ AccessToken: token }, ({ AccessToken }, call) => {
  const { user, client } = authenticate(call, AccessToken, SILENT);
  const id = relyingPartyOf(call.pool);
  const expiresAt = call.now + REGISTRATION_VALIDITY_MS;
  const challenge = call.pool.passkeyRegistrations.open({ user, client }, expiresAt, call.random);
  return {
    CredentialCreationOptions: {
      rp: { id, name: id },
      user: { id: toBase64Url(utf8(user.sub)), name: user.username, displayName: user.username },
      challenge,
      pubKeyCredParams: COSE_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: 60_000,
      excludeCredentials: user.passkeys.map(({ credentialId, transports }) => ({
        type: 'public-key',
        id: credentialId,
        transports,
      })),
      authenticatorSelection: {
        requireResidentKey: true,
        residentKey: 'required',
        userVerification: needsUserVerification(call.pool, user) ? 'required' : 'preferred',
      },
    },
  };
});

/** Verifies a registration and keeps the passkey. */
export const completeWebAuthnRegistration = operation(
  { AccessToken: token, Credential: anything() },
  async ({ AccessToken, Credential }, call) => {
    const { user, client } = authenticate(call, AccessToken, SILENT);
    const relyingPartyId = relyingPartyOf(call.pool);
    const credential = readCredential(Credential);
    const begun = takeRegistration(call, credential.clientData.challenge);
    if (begun.user !== user) throw challengeNotFound();
    if (begun.client !== client) {
      throw new CognitoError(
        'WebAuthnClientMismatchException',
        'The registration began at another app client.',
      );
    }
    const expected = { relyingPartyId, needsUserVerification: needsUserVerification(call.pool, user) };
    const passkey = await verifyRegistration(credential, expected, call.now);
    if (ownersOf(call, passkey).length > 0) throw invalidParameter('The passkey is registered already.');
    if (user.passkeys.length >= MOST_PASSKEYS) {
      throw new CognitoError('LimitExceededException', 'The user has as many passkeys as are allowed.');
    }
    user.passkeys.push(passkey);
    return {};
  },
);

/** Lists a user's passkeys, in pages. */
export const listWebAuthnCredentials = operation(
  {
    AccessToken: token,
    NextToken: optional(text({ min: 1, max: 131_072 })),
    MaxResults: optional(integer(0, LONGEST_PAGE)),
  },
  ({ AccessToken, NextToken, MaxResults }, call) => {
    const { passkeys } = authenticate(call, AccessToken, SILENT).user;
    const { page, next } = pageOf(passkeys, ({ credentialId }) => credentialId, {
      from: NextToken,
      length: MaxResults ?? LONGEST_PAGE,
    });
    return { Credentials: page.map(describePasskey), ...(next !== undefined && { NextToken: next }) };
  },
);

/** Removes a passkey. */
export const deleteWebAuthnCredential = operation(
  { AccessToken: token, CredentialId: text({ min: 1 }) },
  ({ AccessToken, CredentialId }, call) => {
    const { passkeys } = authenticate(call, AccessToken, SILENT).user;
    const index = passkeys.findIndex(({ credentialId }) => credentialId === CredentialId);
    if (index < 0) throw resourceNotFound('The WebAuthn credential does not exist.');
    passkeys.splice(index, 1);
    return {};
  },
);

function describePasskey({
  credentialId,
  relyingPartyId,
  attachment,
  transports,
  createdAt,
}: Passkey): object {
  return {
    CredentialId: credentialId,
    FriendlyCredentialName: 'Passkey',
    RelyingPartyId: relyingPartyId,
    ...(attachment !== undefined && { AuthenticatorAttachment: attachment }),
    AuthenticatorTransports: transports,
    CreatedAt: createdAt / 1000,
  };
}

function takeRegistration({ pool, now }: Call, challenge: string) {
  try {
    return pool.passkeyRegistrations.take(challenge, now).challenge;
  } catch {
    throw challengeNotFound();
  }
}

function ownersOf({ pool }: Call, { credentialId }: Passkey): readonly User[] {
  return pool.users.all.filter(({ passkeys }) =>
    passkeys.some((other) => other.credentialId === credentialId),
  );
}

function challengeNotFound(): CognitoError {
  return new CognitoError(
    'WebAuthnChallengeNotFoundException',
    'The challenge does not exist, or has expired.',
  );
}
