import { invalidParameter } from '../errors';
import type { Call } from '../pool/pool';
import { checkPassword, requireUnlocked } from './password';
import { proceedAfterFirstFactor } from './proceed';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import type { SignInAnswer } from './sign-in';
import { askForProof } from './srp-proof';

/** Takes a password in the open. */
export function signInByPassword(call: Call, signIn: SignIn, password: string): Promise<SignInAnswer> {
  checkPassword(call, signIn.user, password);
  return proceedAfterFirstFactor(call, signIn);
}

/** Opens the proof of a password by SRP. */
export async function signInBySrp(call: Call, signIn: SignIn, srpA: string): Promise<SignInAnswer> {
  const { user } = signIn;
  requireUnlocked(call, user);
  if (!user.password) throw invalidParameter('The user has no password.');
  const identity = { groupName: call.pool.name, id: user.username };
  const secret = { salt: user.password.salt, verifier: await user.password.verifier(identity) };
  return askForProof(call, signIn, 'PASSWORD_VERIFIER', identity, secret, srpA);
}
