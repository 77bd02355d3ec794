import { parseArgs } from 'node:util';
import type { SignInInput } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import { ask } from './terminal';

/** The user pool that the demo runs against. */
export interface Target {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The endpoint of the emulator; a real pool is where its id says. */
  readonly userPoolEndpoint?: string;
  readonly user: SignInInput & { readonly password: string };
  /** Whether the user is the demo's own, so that signing out every device does no harm. */
  readonly isOwn: boolean;
  close(): Promise<void>;
}

async function startOwnPool(): Promise<Target> {
  const user = { username: 'alice', password: 'correct horse battery staple' };
  const attributes = { email: 'alice@example.com', given_name: 'Alice' };
  const pool = await startUserPool({ users: [{ ...user, attributes }] });
  return {
    userPoolId: pool.userPoolId,
    userPoolClientId: pool.userPoolClientId,
    userPoolEndpoint: pool.endpoint,
    user,
    isOwn: true,
    close: () => pool.close(),
  };
}

/** Takes the pool that the command line names, or starts one of its own. */
export async function findTarget(args: readonly string[]): Promise<Target> {
  const text = { type: 'string' } as const;
  const options = { 'user-pool-id': text, 'user-pool-client-id': text, username: text };
  const { values } = parseArgs({ args: [...args], options });
  const { username, 'user-pool-id': userPoolId, 'user-pool-client-id': userPoolClientId } = values;
  if (userPoolId === undefined && userPoolClientId === undefined && username === undefined)
    return startOwnPool();
  if (userPoolId === undefined || userPoolClientId === undefined || username === undefined) {
    throw new TypeError('A real pool takes all of --user-pool-id, --user-pool-client-id and --username.');
  }
  const password =
    process.env['RX_COGNITO_PASSWORD'] ?? (await ask(`Password of ${username}: `, { isSecret: true }));
  return {
    userPoolId,
    userPoolClientId,
    user: { username, password },
    isOwn: false,
    close: () => Promise.resolve(),
  };
}
