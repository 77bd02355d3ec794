import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, readUser, withDefaults, type PoolConfig } from './command/config';
import { describeMessage, describePool, describeRequest } from './command/report';
import type { UserOptions } from './options';
import { startUserPool, type RunningUserPool } from './start-user-pool';

/** Where the command writes, and how it learns that it shall stop. */
export interface CliIo {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Ends the command when it aborts. */
  readonly stop: AbortSignal;
}

const USAGE = `Usage: rx-cognito emulator [--config FILE] [--host ADDRESS] [--port N] [--https] [--verbose]
                           [--user NAME:PASSWORD]... [--allow-host NAME]... [--admin-origin ORIGIN]...

Runs an Amazon Cognito user pool on this machine until it is interrupted, and prints the codes that it would send.

  --config FILE          the pool, its clients and users, as JSON (schema: rx-cognito/bin/emulator.schema.json)
  --host ADDRESS         the address to listen on (default: 127.0.0.1)
  --port N               the port to listen on (default: a free one)
  --https                speaks TLS, with a certificate that is made at the start
  --verbose              prints every request and how it was answered
  --user NAME:PASSWORD   a user to begin with, who has an e-mail address; may be given several times
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
    const { command, isHelp, isVerbose, ...options } = await readArguments(argv);
    if (isHelp) {
      io.writeOut(USAGE);
      return 0;
    }
    if (command !== 'emulator') throw new UsageError(`There is no command ${JSON.stringify(command ?? '')}.`);
    const pool = await startUserPool(options);
    io.writeOut(describePool(pool, await storeCertificate(pool)));
    pool.outbox.subscribe((sent) => {
      io.writeOut(describeMessage(sent));
    });
    if (isVerbose) {
      pool.requests.subscribe((request) => {
        io.writeOut(describeRequest(request));
      });
    }
    await stopped(io.stop);
    await pool.close();
    return 0;
  } catch (error) {
    if (error instanceof UsageError) io.writeError(`${error.message}\n\n${USAGE}`);
    else io.writeError(`The emulator could not start: ${reasonOf(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function readArguments(argv: readonly string[]) {
  const { values, positionals } = parse(argv);
  const config = values.config === undefined ? {} : await loadConfig(values.config);
  const { host } = values;
  return {
    ...withDefaults(config, (values.user ?? []).map(requireUser)),
    command: positionals[0],
    isHelp: values.help === true,
    isVerbose: values.verbose === true,
    port: readPort(values.port ?? '0'),
    https: values.https === true,
    ...(host !== undefined && { host }),
    allowedHosts: [...(config.allowedHosts ?? []), ...(values['allow-host'] ?? [])],
    adminOrigins: [...(config.adminOrigins ?? []), ...(values['admin-origin'] ?? [])],
  };
}

async function loadConfig(file: string): Promise<PoolConfig> {
  try {
    return readConfig(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--config ${file}: ${reasonOf(error)}`);
  }
}

// Clients take the certificate from a file.
async function storeCertificate({ certificate }: RunningUserPool): Promise<string | undefined> {
  if (certificate === undefined) return undefined;
  const file = join(await mkdtemp(join(tmpdir(), 'rx-cognito-')), 'emulator.pem');
  await writeFile(file, certificate);
  return file;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        config: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        https: { type: 'boolean' },
        verbose: { type: 'boolean' },
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

function requireUser(text: string): UserOptions {
  const user = readUser(text);
  if (!user) throw new UsageError('--user takes NAME:PASSWORD.');
  return user;
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
