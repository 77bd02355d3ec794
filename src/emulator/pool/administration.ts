import { userNotFound } from '../errors';
import type { UserOptions } from '../options';
import { newPassword } from './users/directory';
import { disableUser, removeUser } from './users/end-user';
import type { Pool } from './pool';
import type { User } from './users/user';

/** What an administrator does to users. Each throws where the user does not exist. */
export interface Administration {
  createUser(user: UserOptions): void;
  /** Sets a password, without asking the policy; a temporary one must be changed at the next sign-in. */
  setPassword(username: string, password: string, options?: { readonly temporary?: boolean }): void;
  /** Lets the user in no more until the password was reset by a code. */
  resetPassword(username: string): void;
  /** Keeps the user out and ends every sign-in. */
  disableUser(username: string): void;
  enableUser(username: string): void;
  deleteUser(username: string): void;
  /** Ends every sign-in of the user. */
  globalSignOut(username: string): void;
  /** The base32 secret of the user's authenticator app. */
  totpSecret(username: string): string | undefined;
}

/**
 * Makes the administrator's side of a pool.
 *
 * @param present - Returns the pool as it is now: a reset puts another in its place.
 */
export function createAdministration(present: () => Pool): Administration {
  const existing = (username: string): User => {
    const user = present().users.find(username);
    if (!user) throw userNotFound();
    return user;
  };
  return {
    createUser(user) {
      const { users, clock, random } = present();
      users.add(user, clock.now(), random.fork());
    },
    setPassword(username, password, { temporary = false } = {}) {
      const { clock, random } = present();
      const user = existing(username);
      user.password = newPassword(password, random.fork());
      user.passwordSetAt = clock.now();
      user.status = temporary ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED';
    },
    resetPassword(username) {
      existing(username).status = 'RESET_REQUIRED';
    },
    disableUser(username) {
      disableUser(present(), existing(username));
    },
    enableUser(username) {
      existing(username).enabled = true;
    },
    deleteUser(username) {
      removeUser(present(), existing(username));
    },
    globalSignOut(username) {
      present().families.endAllOf(existing(username), 'AdminUserGlobalSignOut');
    },
    totpSecret: (username) => existing(username).mfa.totpSecret,
  };
}
