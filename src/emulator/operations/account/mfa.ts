import { createTotpSecret } from '../../crypto/totp';
import { CognitoError, invalidParameter, notAuthorized } from '../../errors';
import type { MfaType } from '../../options';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { redeemTotp } from '../../sign-in/mfa';
import type { SignIn } from '../../pool/sessions/pending-sign-in';
import { flag, optional, structure, text, type InputOf } from '../../wire/constraint';
import { authenticate } from '../access-token';
import { session, token } from '../members';
import { operation } from '../operation';

/** Who sets up an authenticator app: a user who is signed in, or one whose sign-in waits for it. */
interface Owner {
  readonly user: User;
  readonly signIn?: SignIn;
}

/** Hands out the secret for an authenticator app. */
export const associateSoftwareToken = operation(
  { AccessToken: optional(token), Session: optional(session) },
  ({ AccessToken, Session }, call) => {
    requireTotp(call);
    const owner = findOwner(call, AccessToken, Session);
    owner.user.mfa.pendingTotpSecret = createTotpSecret(call.random);
    return { SecretCode: owner.user.mfa.pendingTotpSecret, ...continueSetup(call, owner, false) };
  },
);

/** Accepts an authenticator app that shows the right code. */
export const verifySoftwareToken = operation(
  {
    AccessToken: optional(token),
    Session: optional(session),
    UserCode: text({ min: 6, max: 6, pattern: /^\d+$/ }),
    FriendlyDeviceName: optional(text({ max: 256 })),
  },
  async ({ AccessToken, Session, UserCode, FriendlyDeviceName }, call) => {
    requireTotp(call);
    const owner = findOwner(call, AccessToken, Session, { keep: true });
    const { mfa } = owner.user;
    try {
      await redeemTotp(call, owner.user, mfa.pendingTotpSecret, UserCode);
    } catch (error) {
      throw error instanceof CognitoError && error.type === 'CodeMismatchException' ? enableFailed() : error;
    }
    mfa.totpSecret = mfa.pendingTotpSecret;
    mfa.totpDeviceName = FriendlyDeviceName;
    mfa.pendingTotpSecret = undefined;
    if (Session !== undefined) call.pool.sessions.take(Session, call.now);
    return { Status: 'SUCCESS', ...continueSetup(call, owner, true) };
  },
);

const settings = optional(structure({ Enabled: optional(flag()), PreferredMfa: optional(flag()) }));

/** What is wished of second factors. */
export const mfaSettings = {
  SMSMfaSettings: settings,
  SoftwareTokenMfaSettings: settings,
  EmailMfaSettings: settings,
  WebAuthnMfaSettings: optional(structure({ Enabled: optional(flag()) })),
};

/** Switches second factors on and off, and prefers one. */
export const setUserMfaPreference = operation(
  {
    AccessToken: token,
    ...mfaSettings,
  },
  (input, call) => {
    applyPreference(call, authenticate(call, input.AccessToken).user, input);
    return {};
  },
);

/** Switches a user's second factors on and off, by whichever operation. */
export function applyPreference(call: Call, user: User, input: InputOf<typeof mfaSettings>): void {
  const wishes = [
    ['SMS_MFA', input.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', input.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', input.EmailMfaSettings],
  ] as const;
  if (wishes.filter(([, wish]) => wish?.PreferredMfa).length > 1) {
    throw invalidParameter('Only one MFA method can be preferred.');
  }
  for (const [type, wish] of wishes) if (wish?.Enabled) requirePossible(call, user, type);
  const passkey = input.WebAuthnMfaSettings?.Enabled;
  if (passkey) requirePasskeyMfa(call);
  for (const [type, wish] of wishes) if (wish) applyWish(user, type, wish);
  if (passkey !== undefined) user.mfa.isPasskeyEnough = passkey;
}

function applyWish(
  { mfa }: User,
  type: MfaType,
  wish: { readonly Enabled: boolean | undefined; readonly PreferredMfa: boolean | undefined },
): void {
  if (wish.Enabled === true) mfa.enabled.add(type);
  if (wish.Enabled === false) mfa.enabled.delete(type);
  if (wish.PreferredMfa && mfa.enabled.has(type)) mfa.preferred = type;
  else if (mfa.preferred === type) mfa.preferred = undefined;
}

function requirePossible({ pool }: Call, { mfa, attributes }: User, type: MfaType): void {
  if (pool.rules.mfaConfiguration === 'OFF' || !pool.rules.enabledMfas.includes(type)) {
    throw invalidParameter(`${type} is not enabled for the user pool.`);
  }
  if (type === 'SOFTWARE_TOKEN_MFA') {
    if (mfa.totpSecret === undefined) throw invalidParameter('User has not verified software token mfa');
    return;
  }
  if (!attributes.has(type === 'SMS_MFA' ? 'phone_number' : 'email')) {
    throw invalidParameter(`User does not have delivery config set to turn on ${type}`);
  }
}

function requirePasskeyMfa({ pool }: Call): void {
  if (pool.rules.webAuthn?.factorConfiguration !== 'MULTI_FACTOR_WITH_USER_VERIFICATION') {
    throw invalidParameter('WEB_AUTHN is not enabled as a second factor for the user pool.');
  }
}

function findOwner(
  call: Call,
  accessToken: string | undefined,
  handle: string | undefined,
  { keep = false } = {},
): Owner {
  if ((accessToken === undefined) === (handle === undefined)) {
    throw invalidParameter('Either an access token or a session is required.');
  }
  if (accessToken !== undefined) return { user: authenticate(call, accessToken).user };
  const waiting = call.pool.sessions.take(handle, call.now);
  const { awaited, signIn } = waiting.challenge;
  if (awaited.name !== 'MFA_SETUP' || signIn.place !== 'api')
    throw notAuthorized('Invalid session for the user.');
  if (keep && handle !== undefined) call.pool.sessions.restore(handle, waiting);
  return { user: signIn.user, signIn };
}

function continueSetup(call: Call, { signIn }: Owner, isProven: boolean): { readonly Session?: string } {
  if (!signIn) return {};
  const expiresAt = call.now + signIn.client.authSessionValidityMs;
  const challenge = { signIn, awaited: { name: 'MFA_SETUP' as const, isProven } };
  return { Session: call.pool.sessions.open(challenge, expiresAt, call.random) };
}

function requireTotp({ pool }: Call): void {
  const { mfaConfiguration, enabledMfas } = pool.rules;
  if (mfaConfiguration === 'OFF' || !enabledMfas.includes('SOFTWARE_TOKEN_MFA')) {
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software token MFA is not enabled for the user pool.',
    );
  }
}

function enableFailed(): CognitoError {
  return new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
}
