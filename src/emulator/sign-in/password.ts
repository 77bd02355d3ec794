import { createRandomSource } from '../crypto/random';
import { CognitoError, notAuthorized, userNotFound } from '../errors';
import type { AppClient } from '../pool/clients/app-clients';
import { Directory } from '../pool/users/directory';
import type { Call } from '../pool/pool';
import type { User } from '../pool/users/user';

const FREE_ATTEMPTS = 5;
const LONGEST_LOCKOUT_MS = 15 * 60_000;

/**
 * Finds the user who wants to sign in. Where the client protects its users' existence, an unknown name gets a user
 * who is in no directory and whose password nobody knows: every flow then goes on, and fails, as it would for a real one.
 */
export function findSignInUser(call: Call, client: AppClient, username: string): User {
  const user = call.pool.users.find(username);
  if (user) return user;
  if (!client.preventUserExistenceErrors) throw userNotFound();
  const steady = createRandomSource(`${call.pool.id} ${username}`);
  const pretended = { username: steady.uuid(), password: call.random.token(32) };
  return new Directory({}).add(pretended, call.now, steady);
}

/** Judges a password that the client sent in the open. */
export function checkPassword(call: Call, user: User, password: string): void {
  requireUnlocked(call, user);
  judgePassword(call, user, user.password?.text === password);
}

/** Refuses while too many wrong passwords lie behind. */
export function requireUnlocked(call: Call, user: User): void {
  if (user.lockedUntil > call.now) throw notAuthorized('Password attempts exceeded');
}

/** Counts a wrong password, or forgives the earlier ones. */
export function judgePassword(call: Call, user: User, isRight: boolean): void {
  if (!isRight) {
    user.failedPasswords += 1;
    user.lockedUntil = call.now + lockoutMs(user.failedPasswords);
    throw notAuthorized('Incorrect username or password.');
  }
  user.failedPasswords = 0;
  user.lockedUntil = 0;
}

/** Refuses a user whose password was right but who may not come in. */
export function requireAdmissible(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
}

// One second after the fifth wrong password, twice as long after each further one.
function lockoutMs(failures: number): number {
  return failures < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (failures - FREE_ATTEMPTS), LONGEST_LOCKOUT_MS);
}
