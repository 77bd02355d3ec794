import { CognitoError, notAuthorized } from '../errors';
import type { AppClient } from '../pool/clients/app-clients';
import type { Call } from '../pool/pool';
import { proceedAfterCustomPassword } from './custom';
import { knownDevice, replacesMfa } from './device';
import { askForMfa, isMfaDue } from './mfa';
import { judgePassword, requireUnlocked } from './password';
import { completeSignIn, proceedAfterFirstFactor } from './proceed';
import type { SignInAnswer } from './sign-in';
import { takeProof } from './srp-proof';

/** Judges the proof of a password, and goes on. */
export async function judgePasswordProof(
  call: Call,
  client: AppClient,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> {
  const proof = await takeProof(call, 'PASSWORD_VERIFIER', responses);
  const { signIn: begun, isRight } = proof;
  if (begun.client !== client) throw notAuthorized('Incorrect username or password.');
  requireUnlocked(call, begun.user);
  judgePassword(call, begun.user, isRight);
  // Some clients name their device only here.
  const signIn = { ...begun, deviceKey: responses.get('DEVICE_KEY') ?? begun.deviceKey };
  try {
    return await (signIn.customSteps
      ? proceedAfterCustomPassword(call, signIn)
      : proceedAfterFirstFactor(call, signIn));
  } catch (error) {
    // A client that learns here that its device is gone sends the same proof once more.
    if (error instanceof CognitoError && error.type === 'ResourceNotFoundException') {
      proof.allowAgainWithoutDevice();
    }
    throw error;
  }
}

/** Judges the proof of a device's secret, and goes on. */
export async function judgeDeviceProof(
  call: Call,
  client: AppClient,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> {
  const { signIn, isRight } = await takeProof(call, 'DEVICE_PASSWORD_VERIFIER', responses);
  if (signIn.client !== client || !isRight) throw notAuthorized('Incorrect username or password.');
  const device = knownDevice(call, signIn);
  const needsMfa = isMfaDue(call.pool, signIn.user) && !(device && replacesMfa(call, device));
  return needsMfa ? askForMfa(call, signIn) : completeSignIn(call, signIn);
}
