import { toBase64Url } from '../crypto/encoding';
import { CognitoError, notAuthorized } from '../errors';
import type { Passkey } from '../pool/authenticators/passkeys';
import type { Awaited, SignIn } from '../pool/sessions/pending-sign-in';
import type { Call, Pool } from '../pool/pool';
import type { User } from '../pool/users/user';
import { readCredential, verifyAssertion } from '../webauthn/ceremony';
import { required } from './parameters';
import { completeSignIn, proceedAfterFirstFactor } from './proceed';
import { requireAdmissible } from './password';
import { ask, type SignInAnswer } from './sign-in';

type PasskeyAwaited = Extract<Awaited, { name: 'WEB_AUTHN' }>;

/** Returns the id to which the pool's passkeys belong, or refuses the call where the pool has none. */
export function relyingPartyOf({ rules }: Pool): string {
  if (!rules.allowedFirstAuthFactors.includes('WEB_AUTHN')) {
    throw new CognitoError('WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.');
  }
  if (!rules.webAuthn) {
    throw new CognitoError('WebAuthnConfigurationMissingException', 'The user pool has no relying party id.');
  }
  return rules.webAuthn.relyingPartyId;
}

/** Tells whether a passkey must verify the person: where the pool says so, or where it counts as a second factor too. */
export function needsUserVerification({ rules }: Pool, { mfa }: User): boolean {
  return rules.webAuthn?.userVerification === 'required' || mfa.isPasskeyEnough;
}

/** Lists the passkeys with which a user may sign in. */
export function usablePasskeys({ rules }: Pool, { passkeys }: User): readonly Passkey[] {
  const { webAuthn, allowedFirstAuthFactors } = rules;
  if (!webAuthn || !allowedFirstAuthFactors.includes('WEB_AUTHN')) return [];
  // A relying party that was changed strands the passkeys of the former one.
  return passkeys.filter(({ relyingPartyId }) => relyingPartyId === webAuthn.relyingPartyId);
}

/** Asks for a signature by one of the user's passkeys. */
export function askForPasskey(call: Call, signIn: SignIn): SignInAnswer {
  const { pool, random } = call;
  const challenge = toBase64Url(random.bytes(32));
  const options = {
    challenge,
    timeout: 180_000,
    rpId: relyingPartyOf(pool),
    allowCredentials: usablePasskeys(pool, signIn.user).map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports,
    })),
    userVerification: needsUserVerification(pool, signIn.user) ? 'required' : 'preferred',
  };
  return ask(
    call,
    signIn,
    { name: 'WEB_AUTHN', challenge },
    {
      USERNAME: signIn.user.username,
      CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options),
    },
  );
}

/** Judges the signature of a passkey, and goes on. */
export async function answerPasskey(
  call: Call,
  signIn: SignIn,
  { challenge }: PasskeyAwaited,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> {
  const { user } = signIn;
  const credential = readCredential(parse(required(responses, 'CREDENTIAL')));
  const passkey = usablePasskeys(call.pool, user).find(({ credentialId }) => credentialId === credential.id);
  const verified =
    passkey &&
    (await verifyAssertion(passkey, credential, {
      challenge,
      relyingPartyId: relyingPartyOf(call.pool),
      needsUserVerification: needsUserVerification(call.pool, user),
      userHandle: user.sub,
    }));
  if (!verified) throw notAuthorized('Incorrect username or password.');
  passkey.signCount = verified.signCount;
  const isEnough = user.mfa.isPasskeyEnough && verified.isUserVerified;
  if (!isEnough || user.status === 'FORCE_CHANGE_PASSWORD') return proceedAfterFirstFactor(call, signIn);
  requireAdmissible(user);
  return completeSignIn(call, signIn);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
