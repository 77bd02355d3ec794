import type { UserOptions, UserPoolOptions } from '../options';
import type { ServerOptions } from '../start-user-pool';
import { CONFIG_SCHEMA } from '../schema/pool-config';
import { faultOf } from '../schema/schema';

/** What a configuration holds: the options of a pool that are data. */
export type PoolConfig = Omit<UserPoolOptions, 'clock' | 'customAuth' | 'triggers'> &
  Pick<ServerOptions, 'allowedHosts'>;

/** A configuration that is none; its message says what to mend. */
class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}

// Ids that stay the same from one start to the next, so that they can stand in an application's own configuration.
const STEADY_POOL_ID = 'eu-west-1_Emulator1';
const STEADY_CLIENT_ID = '1emulator0client0000000000';
const STEADY_IDENTITY_ID = '00000000-0000-4000-8000-000000000000';

/**
 * Reads a configuration.
 *
 * @param json - The text of the file.
 * @throws ConfigFault where it is not JSON, or not as the schema has it
 */
export function readConfig(json: string): PoolConfig {
  const parsed = parse(json);
  const fault = faultOf(CONFIG_SCHEMA, parsed);
  if (fault !== undefined) throw new ConfigFault(fault.replace(/^It /, 'The configuration '));
  const { $schema: _schema, ...config } = parsed as PoolConfig & { readonly $schema?: string };
  return config;
}

/** Completes a configuration with what the command itself was told, and with ids that stay the same. */
export function withDefaults(config: PoolConfig, users: readonly UserOptions[]): PoolConfig {
  const [first, ...others] = config.clients ?? [];
  const userPoolId = config.userPoolId ?? STEADY_POOL_ID;
  const region = config.region ?? userPoolId.split('_')[0] ?? '';
  return {
    ...config,
    userPoolId,
    clients: [{ ...first, clientId: first?.clientId ?? STEADY_CLIENT_ID }, ...others],
    identityPool: { identityPoolId: `${region}:${STEADY_IDENTITY_ID}`, ...config.identityPool },
    users: [...(config.users ?? []), ...users],
  };
}

/** Reads `NAME:PASSWORD`: a password may contain colons, a name may not. The user gets an e-mail address that is verified. */
export function readUser(argument: string): UserOptions | undefined {
  const [, username, password] = /^([^:]+):(.+)$/s.exec(argument) ?? [];
  if (username === undefined || password === undefined) return undefined;
  const email = username.includes('@') ? username : `${username}@example.com`;
  return { username, password, attributes: { email, email_verified: 'true' } };
}

function parse(json: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(json.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw new ConfigFault(
      `The configuration is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
