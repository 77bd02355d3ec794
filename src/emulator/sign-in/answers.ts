import { CognitoError, invalidParameter } from '../errors';
import type { MfaType } from '../options';
import type { AppClient } from '../pool/clients/app-clients';
import { codeMismatch } from '../pool/messages/codes';
import type { Call } from '../pool/pool';
import { requireSettable, requireWritable, setAttributes } from '../pool/users/attributes';
import { changePassword } from '../pool/users/password-policy';
import { beginChosenFactor } from './choice';
import { answerCustomChallenge } from './custom';
import { askForDeviceProof } from './device';
import { signInByPassword, signInBySrp } from './first-factor';
import { askForFactor, redeemTotp } from './mfa';
import { required } from './parameters';
import { answerPasskey } from './passkey';
import { completeSignIn, proceedAfterFirstFactor, proceedAfterPassword } from './proceed';
import type { Awaited, SignIn } from '../pool/sessions/pending-sign-in';
import type { SignInAnswer } from './sign-in';

/** What a client answers to a challenge that has a session. */
export interface ChallengeAnswer {
  readonly client: AppClient;
  readonly name: string;
  readonly responses: ReadonlyMap<string, string>;
  readonly clientMetadata: ReadonlyMap<string, string> | undefined;
}

/** Judges the answer to a challenge, and goes on. */
export async function answerChallenge(
  call: Call,
  begun: SignIn,
  awaited: Awaited,
  { responses, clientMetadata }: ChallengeAnswer,
): Promise<SignInAnswer> {
  const signIn = {
    ...begun,
    deviceKey: responses.get('DEVICE_KEY') ?? begun.deviceKey,
    clientMetadata: clientMetadata ? Object.fromEntries(clientMetadata) : begun.clientMetadata,
  };
  switch (awaited.name) {
    case 'NEW_PASSWORD_REQUIRED':
      return answerNewPassword(call, signIn, responses);
    case 'SMS_MFA':
      requireCode(awaited.code, required(responses, 'SMS_MFA_CODE'));
      return completeSignIn(call, signIn);
    case 'SMS_OTP':
      requireCode(awaited.code, required(responses, 'SMS_OTP_CODE'));
      return proceedAfterFirstFactor(call, signIn);
    case 'EMAIL_OTP':
      requireCode(awaited.code, required(responses, 'EMAIL_OTP_CODE'));
      return awaited.isFirstFactor ? proceedAfterFirstFactor(call, signIn) : completeSignIn(call, signIn);
    case 'SOFTWARE_TOKEN_MFA': {
      const code = required(responses, 'SOFTWARE_TOKEN_MFA_CODE');
      await redeemTotp(call, signIn.user, signIn.user.mfa.totpSecret, code);
      return completeSignIn(call, signIn);
    }
    case 'SELECT_MFA_TYPE':
      return askForFactor(call, signIn, chosenFactor(awaited.choices, required(responses, 'ANSWER')));
    case 'MFA_SETUP':
      return answerMfaSetup(call, signIn, awaited.isProven, responses);
    case 'SELECT_CHALLENGE':
      return beginChosenFactor(call, signIn, responses);
    case 'PASSWORD':
      return signInByPassword(call, signIn, required(responses, 'PASSWORD'));
    case 'PASSWORD_SRP':
      return signInBySrp(call, signIn, required(responses, 'SRP_A'));
    case 'WEB_AUTHN':
      return answerPasskey(call, signIn, awaited, responses);
    case 'CUSTOM_CHALLENGE':
      return answerCustomChallenge(call, signIn, awaited, responses);
    case 'DEVICE_SRP_AUTH':
      return askForDeviceProof(call, signIn, required(responses, 'SRP_A'));
  }
}

async function answerNewPassword(
  call: Call,
  signIn: SignIn,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> {
  const { user } = signIn;
  const attributes = [...responses]
    .filter(([key]) => key.startsWith('userAttributes.'))
    .map(([key, value]) => [key.slice('userAttributes.'.length), value] as const);
  requireWritable(
    call.pool,
    signIn.client,
    attributes.map(([name]) => name),
  );
  const given = new Set([...user.attributes.keys(), ...attributes.map(([name]) => name)]);
  const missing = call.pool.rules.requiredAttributes.find((name) => !given.has(name));
  if (missing !== undefined) throw invalidParameter(`Invalid attributes given, ${missing} is missing`);
  // All that can be refused is looked at before anything is changed.
  requireSettable(call, user, attributes);
  changePassword(call, user, required(responses, 'NEW_PASSWORD'));
  setAttributes(call, user, attributes);
  user.status = 'CONFIRMED';
  return proceedAfterPassword(call, signIn);
}

// An authenticator app has been proven by VerifySoftwareToken; an e-mail address is proven by the code sent to it.
function answerMfaSetup(
  call: Call,
  signIn: SignIn,
  isProven: boolean,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const { user } = signIn;
  if (isProven) {
    user.mfa.enabled.add('SOFTWARE_TOKEN_MFA');
    return completeSignIn(call, signIn);
  }
  const email = responses.get('EMAIL');
  if (email === undefined) throw invalidParameter('No second factor has been set up.');
  setAttributes(call, user, [['email', email]]);
  user.mfa.enabled.add('EMAIL_OTP');
  return askForFactor(call, signIn, 'EMAIL_OTP');
}

function chosenFactor(choices: readonly MfaType[], answer: string): MfaType {
  const chosen = choices.find((type) => type === answer);
  if (!chosen) throw new CognitoError('MFAMethodNotFoundException', `${answer} is not set up for the user.`);
  return chosen;
}

function requireCode(expected: string, given: string): void {
  if (given !== expected) throw codeMismatch('Invalid code or auth state for the user.');
}
