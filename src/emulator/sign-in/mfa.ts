import { totpCode, totpStep } from '../crypto/totp';
import { CognitoError } from '../errors';
import type { MfaType } from '../options';
import { codeMismatch } from '../pool/messages/codes';
import { deliver, mask } from '../pool/messages/delivery';
import type { Call, Pool } from '../pool/pool';
import type { User } from '../pool/users/user';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import { ask, type SignInAnswer } from './sign-in';

/** Tells whether a user needs a second factor. */
export function isMfaDue(pool: Pool, user: User): boolean {
  const { mfaConfiguration } = pool.rules;
  return (
    mfaConfiguration === 'ON' || (mfaConfiguration === 'OPTIONAL' && usableFactors(pool, user).length > 0)
  );
}

/** Asks for the second factor: the preferred one, the only one, a choice, or to set one up. */
export function askForMfa(call: Call, signIn: SignIn): SignInAnswer {
  const { pool } = call;
  const { user } = signIn;
  const usable = usableFactors(pool, user);
  const chosen =
    usable.find((type) => type === user.mfa.preferred) ?? (usable.length === 1 ? usable[0] : undefined);
  if (chosen) return askForFactor(call, signIn, chosen);
  if (usable.length > 0) {
    return ask(
      call,
      signIn,
      { name: 'SELECT_MFA_TYPE', choices: usable },
      { MFAS_CAN_CHOOSE: JSON.stringify(usable), USER_ID_FOR_SRP: user.username },
    );
  }
  return ask(
    call,
    signIn,
    { name: 'MFA_SETUP', isProven: false },
    { MFAS_CAN_SETUP: JSON.stringify(pool.rules.enabledMfas), USER_ID_FOR_SRP: user.username },
  );
}

/** Asks for one kind of second factor, and sends its code where it has one. */
export function askForFactor(call: Call, signIn: SignIn, type: MfaType): SignInAnswer {
  const { user } = signIn;
  const parameters = { USER_ID_FOR_SRP: user.username };
  if (type === 'SOFTWARE_TOKEN_MFA') {
    const { totpDeviceName: name } = user.mfa;
    return ask(call, signIn, { name: type }, { ...parameters, ...(name && { FRIENDLY_DEVICE_NAME: name }) });
  }
  const code = call.random.digits(type === 'EMAIL_OTP' ? 8 : 6);
  const delivery = deliver(call, user, 'mfa', attributeBehind(type), code);
  return ask(
    call,
    signIn,
    type === 'EMAIL_OTP' ? { name: type, code, isFirstFactor: false } : { name: type, code },
    {
      ...parameters,
      CODE_DELIVERY_DESTINATION: mask(user.attributes.get(attributeBehind(type)) ?? ''),
      CODE_DELIVERY_DELIVERY_MEDIUM: delivery.DeliveryMedium,
    },
  );
}

/** Accepts the code of an authenticator app: of this time step or a neighbouring one, and never twice. */
export async function redeemTotp(
  call: Call,
  user: User,
  secret: string | undefined,
  code: string,
): Promise<void> {
  if (secret === undefined) {
    throw new CognitoError('SoftwareTokenMFANotFoundException', 'Software token MFA has not been set up.');
  }
  const steps = [-1, 0, 1].map((offset) => totpStep(call.now) + offset);
  const codes = await Promise.all(steps.map((step) => totpCode(secret, step * 30_000)));
  const step = steps[codes.indexOf(code)];
  if (step === undefined) throw codeMismatch('Invalid code received for user');
  if (step <= user.mfa.lastTotpStep) {
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.mfa.lastTotpStep = step;
}

/** Lists the second factors that a user has switched on, that the pool allows, and that can reach the user. */
function usableFactors({ rules }: Pool, user: User): readonly MfaType[] {
  const chosen = rules.enabledMfas.filter((type) => user.mfa.enabled.has(type) && isReachable(user, type));
  // Who must have a second factor and has set none up gets codes by SMS, where there is a number to send them to.
  const isSmsImplied =
    chosen.length === 0 && rules.mfaConfiguration === 'ON' && rules.enabledMfas.includes('SMS_MFA');
  return isSmsImplied && isReachable(user, 'SMS_MFA') ? ['SMS_MFA'] : chosen;
}

function isReachable(user: User, type: MfaType): boolean {
  return type === 'SOFTWARE_TOKEN_MFA'
    ? user.mfa.totpSecret !== undefined
    : user.attributes.has(attributeBehind(type));
}

function attributeBehind(type: MfaType): 'phone_number' | 'email' {
  return type === 'EMAIL_OTP' ? 'email' : 'phone_number';
}
