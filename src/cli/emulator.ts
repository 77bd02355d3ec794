import type { UserOptions, UserPoolOptions } from '../emulator/options';
import { startUserPool, type RunningUserPool, type ServerOptions } from '../emulator/start-user-pool';
import type { CliIo } from './io';
import { readOptions, reasonOf, UsageError } from './usage';

/** How the command is called. */
export const EMULATOR_USAGE = `Usage: rx-cognito emulator [--port N] [--https] [--user NAME:PASSWORD]...
                           [--allow-host NAME]... [--admin-origin ORIGIN]...

Runs an Amazon Cognito user pool on this machine until it is interrupted.

  --port N               the port to listen on (default: a free one)
  --https                speaks TLS, with a certificate that it makes and prints
  --user NAME:PASSWORD   a user to begin with; may be given several times
  --allow-host NAME      a name beside localhost by which it may be called; may
                         be given several times
  --admin-origin ORIGIN  an origin whose pages may call the administrator's
                         operations; may be given several times
`;

/** Runs a user pool until it is told to stop. */
export async function emulator(args: readonly string[], io: CliIo): Promise<number> {
  const options = readArguments(args);
  try {
    const pool = await startUserPool(options);
    io.writeOut(describe(pool));
    await stopped(io.stop);
    await pool.close();
    return 0;
  } catch (error) {
    io.writeError(`The emulator could not start: ${reasonOf(error)}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]): UserPoolOptions & ServerOptions {
  const options = readOptions(args, {
    port: { type: 'string' },
    https: { type: 'boolean' },
    user: { type: 'string', multiple: true },
    'allow-host': { type: 'string', multiple: true },
    'admin-origin': { type: 'string', multiple: true },
  });
  return {
    port: readPort(options.port ?? '0'),
    https: options.https ?? false,
    users: (options.user ?? []).map(readUser),
    allowedHosts: options['allow-host'] ?? [],
    adminOrigins: options['admin-origin'] ?? [],
  };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  return port;
}

// A password may contain colons, a name may not.
function readUser(text: string): UserOptions {
  const [, username, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (username === undefined || password === undefined) throw new UsageError('--user takes NAME:PASSWORD.');
  return { username, password };
}

function describe(pool: RunningUserPool): string {
  const { endpoint, userPoolId, userPoolClientId, identityPool, certificate } = pool;
  const ids = { userPoolEndpoint: endpoint, userPoolId, userPoolClientId };
  const members = Object.entries(ids).map(([name, value]) => `  ${name}: '${value}',\n`);
  const everything = { ...ids, identityPoolId: identityPool.identityPoolId, certificate };
  return `${JSON.stringify(everything)}\n\nconst auth = createAuth({\n${members.join('')}});\n`;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
