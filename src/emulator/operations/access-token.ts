import { notAuthorized, userNotFound } from '../errors';
import type { Call } from '../pool/pool';
import { ADMIN_SCOPE, type TokenFamily } from '../pool/tokens/token-families';
import { requireAdmissible } from '../sign-in/password';

/**
 * Finds the family of a live access token, or refuses the call.
 *
 * @param options - Whether the operation is one of those that say that the user is gone.
 */
export function authenticate(
  { pool, now }: Call,
  accessToken: string,
  { tellsDeletion = true }: { readonly tellsDeletion?: boolean } = {},
): TokenFamily {
  const issued = pool.families.find(accessToken);
  if (issued?.use !== 'access') throw notAuthorized('Invalid Access Token');
  const { family } = issued;
  if (tellsDeletion && family.endedBy === 'UserDeleted') throw userNotFound();
  if (family.endedBy !== undefined) throw notAuthorized('Access Token has been revoked');
  if (issued.expiresAt <= now) throw notAuthorized('Access Token has expired');
  if (!family.scopes.includes(ADMIN_SCOPE)) throw notAuthorized('Access Token does not have required scopes');
  requireAdmissible(family.user);
  return family;
}
