import { invalidParameter } from '../errors';
import { deliver, mask } from '../pool/messages/delivery';
import type { Call } from '../pool/pool';
import type { User } from '../pool/users/user';
import { signInByPassword, signInBySrp } from './first-factor';
import { required } from './parameters';
import { askForPasskey, usablePasskeys } from './passkey';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import { ask, type SignInAnswer } from './sign-in';

/** A first factor among which `USER_AUTH` lets the user choose. */
type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** Begins a sign-in of the user's choice: at once where the client brings one that is possible. */
export function signInByChoice(
  call: Call,
  signIn: SignIn,
  preferred: string | undefined,
  parameters: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const factor = availableFactors(call, signIn.user).find((candidate) => candidate === preferred);
  if (factor) return beginFactor(call, signIn, factor, parameters);
  return {
    ...ask(call, signIn, { name: 'SELECT_CHALLENGE' }, { USERNAME: signIn.user.username }),
    AvailableChallenges: availableFactors(call, signIn.user),
  };
}

/** Goes on with the factor that the user chose. */
export function beginChosenFactor(
  call: Call,
  signIn: SignIn,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const answer = required(responses, 'ANSWER');
  const factor = availableFactors(call, signIn.user).find((candidate) => candidate === answer);
  if (!factor) throw invalidParameter(`Challenge ${answer} is not available for the user.`);
  return beginFactor(call, signIn, factor, responses);
}

// A factor whose secret did not come along is asked for in a challenge of its own name.
function beginFactor(
  call: Call,
  signIn: SignIn,
  factor: FirstFactor,
  parameters: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const password = parameters.get('PASSWORD');
  const srpA = parameters.get('SRP_A');
  switch (factor) {
    case 'PASSWORD':
      return password === undefined
        ? ask(call, signIn, { name: factor })
        : signInByPassword(call, signIn, password);
    case 'PASSWORD_SRP':
      return srpA === undefined ? ask(call, signIn, { name: factor }) : signInBySrp(call, signIn, srpA);
    case 'EMAIL_OTP':
      return askForCode(call, signIn, 'email', (code) => ({ name: factor, code, isFirstFactor: true }));
    case 'SMS_OTP':
      return askForCode(call, signIn, 'phone_number', (code) => ({ name: factor, code }));
    case 'WEB_AUTHN':
      return askForPasskey(call, signIn);
  }
}

function askForCode(
  call: Call,
  signIn: SignIn,
  attribute: 'email' | 'phone_number',
  awaited: (code: string) => Parameters<typeof ask>[2],
): SignInAnswer {
  const code = call.random.digits(8);
  const { DeliveryMedium } = deliver(call, signIn.user, 'signIn', attribute, code);
  return ask(call, signIn, awaited(code), {
    CODE_DELIVERY_DESTINATION: mask(signIn.user.attributes.get(attribute) ?? ''),
    CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
  });
}

function availableFactors({ pool }: Call, user: User): readonly FirstFactor[] {
  const { allowedFirstAuthFactors: allowed, mfaConfiguration } = pool.rules;
  const hasPasskey = usablePasskeys(pool, user).length > 0;
  const password =
    user.password && allowed.includes('PASSWORD') ? (['PASSWORD', 'PASSWORD_SRP'] as const) : [];
  // Where a second factor is a must, a code alone is none, and a passkey only where it counts as both.
  if (mfaConfiguration === 'ON') {
    return [...password, ...(hasPasskey && user.mfa.isPasskeyEnough ? (['WEB_AUTHN'] as const) : [])];
  }
  const canReceive = (factor: 'EMAIL_OTP' | 'SMS_OTP', attribute: string) => {
    const isVerified =
      user.attributes.has(attribute) && user.attributes.get(`${attribute}_verified`) === 'true';
    return isVerified && allowed.includes(factor) ? [factor] : [];
  };
  return [
    ...password,
    ...canReceive('EMAIL_OTP', 'email'),
    ...canReceive('SMS_OTP', 'phone_number'),
    ...(hasPasskey ? (['WEB_AUTHN'] as const) : []),
  ];
}
