import type { Pool } from '../pool';
import { tracksSessions } from '../pool-settings';
import type { TokenFamily } from '../tokens/token-families';
import type { User } from '../users/user';

/** Lists the sign-ins of a user that live, the one that was used least recently first. */
export function activeFamiliesOf({ families }: Pool, user: User, now: number): readonly TokenFamily[] {
  return families.all
    .filter((family) => family.user === user && family.endedBy === undefined && now < family.expiresAt)
    .sort((one, other) => one.lastActiveAt - other.lastActiveAt);
}

/** Makes room for one sign-in more, where the pool tracks sessions: those used least recently end. */
export function makeRoom(pool: Pool, user: User, now: number): void {
  if (!tracksSessions(pool)) return;
  const active = activeFamiliesOf(pool, user, now);
  const surplus = active.length + 1 - pool.described.sessionConfiguration.TokenSession.MaxPerUser;
  for (const family of active.slice(0, Math.max(0, surplus))) family.endedBy = 'MaxPerUser';
}
