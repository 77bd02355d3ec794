import type { UserOptions } from '../emulator/options';
import { startUserPool, type RunningUserPool } from '../emulator/start-user-pool';
import type { CliIo } from './io';
import { readOptions, reasonOf, UsageError } from './usage';

/** How the command is called. */
export const EMULATOR_USAGE = `Usage: rx-cognito emulator [--port N] [--user NAME:PASSWORD]...

Runs an Amazon Cognito user pool on this machine until it is interrupted.

  --port N               the port to listen on (default: a free one)
  --user NAME:PASSWORD   a user to begin with; may be given several times
`;

/** Runs a user pool until it is told to stop. */
export async function emulator(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args, { port: { type: 'string' }, user: { type: 'string', multiple: true } });
  const port = readPort(options.port ?? '0');
  const users = (options.user ?? []).map(readUser);
  try {
    const pool = await startUserPool({ users, port });
    io.writeOut(describe(pool));
    await stopped(io.stop);
    await pool.close();
    return 0;
  } catch (error) {
    io.writeError(`The emulator could not start: ${reasonOf(error)}\n`);
    return 1;
  }
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

function describe({ endpoint, userPoolId, userPoolClientId, identityPool }: RunningUserPool): string {
  const ids = { userPoolEndpoint: endpoint, userPoolId, userPoolClientId };
  const members = Object.entries(ids).map(([name, value]) => `  ${name}: '${value}',\n`);
  const everyId = { ...ids, identityPoolId: identityPool.identityPoolId };
  return `${JSON.stringify(everyId)}\n\nconst auth = createAuth({\n${members.join('')}});\n`;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
