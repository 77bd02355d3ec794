import { CognitoError } from '../../errors';
import type { PasswordPolicy } from '../../options';
import { newPassword } from './directory';
import type { Call } from '../pool';
import type { User } from './user';

/** Refuses a password that the policy does not allow. */
export function requireStrongPassword(
  { passwordPolicy: policy }: { passwordPolicy: PasswordPolicy },
  text: string,
): void {
  const fault =
    (text.length < policy.minimumLength && 'Password not long enough') ||
    (policy.requireLowercase && !/\p{Ll}/u.test(text) && 'Password must have lowercase characters') ||
    (policy.requireUppercase && !/\p{Lu}/u.test(text) && 'Password must have uppercase characters') ||
    (policy.requireNumbers && !/\d/.test(text) && 'Password must have numeric characters') ||
    (policy.requireSymbols && !/[^\p{L}\p{N}]/u.test(text) && 'Password must have symbol characters');
  if (fault)
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${fault}`);
}

/** Gives a user a new password, if policy and history allow it. */
export function changePassword(call: Call, user: User, text: string): void {
  const { passwordPolicy } = call.pool.rules;
  requireStrongPassword({ passwordPolicy }, text);
  const former = [...user.formerPasswords, ...(user.password ? [user.password.text] : [])];
  const remembered = passwordPolicy.historySize > 0 ? former.slice(-passwordPolicy.historySize) : [];
  if (remembered.includes(text)) {
    throw new CognitoError('PasswordHistoryPolicyViolationException', 'Password has previously been used.');
  }
  user.formerPasswords.splice(0, Infinity, ...former);
  user.password = newPassword(text, call.random);
  user.passwordSetAt = call.now;
  user.failedPasswords = 0;
  user.lockedUntil = 0;
  user.modifiedAt = call.now;
}
