import type { Pool } from '../pool';
import type { User } from './user';

/** Removes a user with every sign-in, of applications and of browsers. */
export function removeUser(pool: Pool, user: User): void {
  pool.users.remove(user);
  pool.families.endAllOf(user, 'UserDeleted');
  pool.ssoSessions.endAllOf(user, 'UserDeleted');
}

/** Keeps a user out, and ends every sign-in, of applications and of browsers. */
export function disableUser(pool: Pool, user: User): void {
  user.enabled = false;
  pool.families.endAllOf(user, 'UserDisabled');
  pool.ssoSessions.endAllOf(user, 'UserDisabled');
}
