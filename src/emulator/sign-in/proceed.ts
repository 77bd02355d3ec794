import { notAuthorized } from '../errors';
import type { Call } from '../pool/pool';
import { beginFamily, issueTokens } from '../pool/tokens/tokens';
import { createDevice, knownDevice } from './device';
import { askForMfa, isMfaDue } from './mfa';
import { requireAdmissible } from './password';
import type { User } from '../pool/users/user';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import { ask, type SignInAnswer } from './sign-in';

const DAY_MS = 86_400_000;

/** Goes on after the first factor: to the next challenge that this user has to answer, or to the tokens. */
export async function proceedAfterFirstFactor(call: Call, signIn: SignIn): Promise<SignInAnswer> {
  const { user } = signIn;
  requireAdmissible(user);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    requireFreshTemporaryPassword(call, user);
    return askForNewPassword(call, signIn);
  }
  return proceedAfterPassword(call, signIn);
}

/** Goes on once the password is a lasting one. */
export async function proceedAfterPassword(call: Call, signIn: SignIn): Promise<SignInAnswer> {
  if (knownDevice(call, signIn)) {
    return ask(call, signIn, { name: 'DEVICE_SRP_AUTH' }, { USERNAME: signIn.user.username });
  }
  return isMfaDue(call.pool, signIn.user) ? askForMfa(call, signIn) : completeSignIn(call, signIn);
}

/** Hands out the tokens. */
export async function completeSignIn(call: Call, signIn: SignIn): Promise<SignInAnswer> {
  const { user, client } = signIn;
  // A name that was only pretended to exist comes no further than this, whatever its challenges said.
  if (call.pool.users.bySub(user.sub) !== user) throw notAuthorized('Incorrect username or password.');
  requireAdmissible(user);
  if (signIn.place === 'managedLogin') return { signedInUser: user };
  const known = knownDevice(call, signIn);
  if (known) known.authenticatedAt = call.now;
  const created = known || !call.pool.rules.deviceTracking ? undefined : createDevice(call, user);
  const family = beginFamily(call, {
    user,
    client,
    deviceKey: (known ?? created)?.deviceKey,
    authenticatedAt: call.now,
  });
  const tokens = await issueTokens(call.pool, family, call.random, {
    withRefreshToken: true,
    occasion: 'Authentication',
  });
  const newDevice = created && { DeviceKey: created.deviceKey, DeviceGroupKey: created.deviceGroupKey };
  return {
    AuthenticationResult: { ...tokens, ...(newDevice && { NewDeviceMetadata: newDevice }) },
    ChallengeParameters: {},
  };
}

function requireFreshTemporaryPassword({ pool, now }: Call, { passwordSetAt }: User): void {
  const livesMs = pool.rules.passwordPolicy.temporaryPasswordValidityDays * DAY_MS;
  if (now >= passwordSetAt + livesMs) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

function askForNewPassword(call: Call, signIn: SignIn): SignInAnswer {
  const { user } = signIn;
  const missing = call.pool.rules.requiredAttributes.filter((name) => !user.attributes.has(name));
  return ask(
    call,
    signIn,
    { name: 'NEW_PASSWORD_REQUIRED' },
    {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(Object.fromEntries(user.attributes)),
    },
  );
}
