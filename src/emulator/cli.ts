import { parseArgs } from 'node:util';
import type { UserOptions } from './options';
import { startUserPool, type RunningUserPool } from './start-user-pool';

/** Where the command writes, and how it learns that it shall stop. */
export interface CliIo {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Ends the command when it aborts. */
  readonly stop: AbortSignal;
}

const USAGE = `Usage: rx-cognito emulator [--port N] [--user NAME:PASSWORD]... [--allow-host NAME]... [--admin-origin ORIGIN]...

Runs an Amazon Cognito user pool on this machine until it is interrupted.

  --port N               the port to listen on (default: a free one)
  --user NAME:PASSWORD   a user to begin with; may be given several times
  --allow-host NAME      a name beside localhost by which it may be called; may be given several times
  --admin-origin ORIGIN  an origin whose pages may call the administrator's operations; may be given several times
`;

class UsageError extends Error {}

/**
 * Runs the `rx-cognito` command.
 *
 * @param argv - The arguments after the command's own name.
 * @returns The exit code, once the emulator has stopped.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const { command, isHelp, ...options } = readArguments(argv);
    if (isHelp) {
      io.writeOut(USAGE);
      return 0;
    }
    if (command !== 'emulator') throw new UsageError(`There is no command ${JSON.stringify(command ?? '')}.`);
    const pool = await startUserPool(options);
    io.writeOut(describe(pool));
    await stopped(io.stop);
    await pool.close();
    return 0;
  } catch (error) {
    if (error instanceof UsageError) io.writeError(`${error.message}\n\n${USAGE}`);
    else io.writeError(`The emulator could not start: ${reasonOf(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parse(argv);
  return {
    command: positionals[0],
    isHelp: values.help === true,
    port: readPort(values.port ?? '0'),
    users: (values.user ?? []).map(readUser),
    allowedHosts: values['allow-host'] ?? [],
    adminOrigins: values['admin-origin'] ?? [],
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        'admin-origin': { type: 'string', multiple: true },
        user: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(reasonOf(error));
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

function describe({ endpoint, userPoolId, userPoolClientId }: RunningUserPool): string {
  const ids = { userPoolEndpoint: endpoint, userPoolId, userPoolClientId };
  const members = Object.entries(ids).map(([name, value]) => `  ${name}: '${value}',\n`);
  return `${JSON.stringify(ids)}\n\nconst auth = createAuth({\n${members.join('')}});\n`;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
