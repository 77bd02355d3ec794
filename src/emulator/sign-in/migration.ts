import type { AppClient } from '../pool/clients/app-clients';
import type { Call } from '../pool/pool';
import { awaitTrigger } from '../pool/triggers/triggers';

/** Lets the pool's trigger bring a user of another directory over, where nobody here has the name. */
export async function migrateUser(
  call: Call,
  client: AppClient,
  username: string,
  occasion: { readonly password: string } | 'ForgotPassword',
): Promise<void> {
  const { pool } = call;
  const { triggers } = pool.rules;
  if (!triggers?.userMigration || pool.users.find(username)) return;
  const password = occasion === 'ForgotPassword' ? undefined : occasion.password;
  const found = await awaitTrigger('UserMigration', () =>
    triggers.userMigration?.({
      triggerSource: `UserMigration_${password === undefined ? 'ForgotPassword' : 'Authentication'}`,
      userPoolId: pool.id,
      clientId: client.clientId,
      userName: username,
      userAttributes: {},
      clientMetadata: {},
      ...(password !== undefined && { password }),
    }),
  );
  if (!found) return;
  pool.users.add(
    {
      username,
      attributes: found.userAttributes,
      status: found.finalUserStatus ?? 'RESET_REQUIRED',
      ...(password !== undefined && { password }),
    },
    call.now,
    call.random,
  );
}
