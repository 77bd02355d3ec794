import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, readUser, withDefaults, type PoolConfig } from '../emulator/command/config';
import { describeMessage, describePool, describeRequest } from '../emulator/command/report';
import type { UserOptions } from '../emulator/options';
import { faultOf } from '../emulator/schema/schema';
import { USER_SCHEMA } from '../emulator/schema/user';
import { startUserPool, type RunningUserPool } from '../emulator/start-user-pool';
import type { Command } from './command';
import type { CliIo } from './io';
import { readOptions, reasonOf, UsageError } from './usage';

const usageOf = (
  name: string,
  packageName: string,
) => `Usage: ${name} [--config FILE] [--host ADDRESS] [--port N]
                           [--https] [--verbose] [--user NAME:PASSWORD]...
                           [--allow-host NAME]... [--admin-origin ORIGIN]...

Runs an Amazon Cognito user pool on this machine until it is interrupted, and
prints the codes that it would send.

  --config FILE          the pool, its clients and users, as JSON (schema:
                         ${packageName}/bin/emulator.schema.json)
  --host ADDRESS         the address to listen on (default: 127.0.0.1)
  --port N               the port to listen on (default: a free one)
  --https                speaks TLS, with a certificate made at the start
  --verbose              prints every request and how it was answered
  --user NAME:PASSWORD   a user to begin with, who has an e-mail address; may be
                         given several times
  --allow-host NAME      a name beside localhost by which it may be called; may
                         be given several times
  --admin-origin ORIGIN  an origin whose pages may call the administrator's
                         operations; may be given several times
`;

/**
 * Makes the command that runs a user pool until it is told to stop.
 *
 * @param name - By which it is called.
 * @param packageName - Of the package that it comes in.
 */
export function emulatorCommand(name: string, packageName: string): Command {
  return { usage: usageOf(name, packageName), run: emulator };
}

async function emulator(args: readonly string[], io: CliIo): Promise<number> {
  const { isVerbose, ...options } = await readArguments(args);
  try {
    const pool = await startUserPool(options);
    const trusted = await storeCertificate(pool);
    io.writeOut(describePool(pool, trusted?.file));
    tell(pool, isVerbose, io);
    await stopped(io.stop);
    await pool.close();
    await trusted?.remove();
    return 0;
  } catch (error) {
    const reason = isPortTaken(error) ? portTaken(options.port) : reasonOf(error);
    io.writeError(`The emulator could not start: ${reason}\n`);
    return 1;
  }
}

const isPortTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';

// 9229 is the port of the docs, and the one that `node --inspect` opens.
const portTaken = (port: number): string =>
  `Port ${String(port)} is taken (9229 is that of Node's debugger too): pass --port with another one, and the same in userPoolEndpoint.`;

function tell(pool: RunningUserPool, isVerbose: boolean, io: CliIo): void {
  pool.outbox.subscribe((sent) => {
    io.writeOut(describeMessage(sent));
  });
  if (!isVerbose) return;
  pool.requests.subscribe((request) => {
    io.writeOut(describeRequest(request));
  });
}

async function readArguments(args: readonly string[]) {
  const options = readOptions(args, {
    config: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    https: { type: 'boolean' },
    verbose: { type: 'boolean' },
    user: { type: 'string', multiple: true },
    'allow-host': { type: 'string', multiple: true },
    'admin-origin': { type: 'string', multiple: true },
  });
  const config = options.config === undefined ? {} : await loadConfig(options.config);
  const { host } = options;
  // Node takes an empty address for every one that the machine has.
  if (host === '') throw new UsageError('--host takes an address to listen on.');
  return {
    ...withDefaults(config, (options.user ?? []).map(requireUser)),
    isVerbose: options.verbose ?? false,
    port: readPort(options.port ?? '0'),
    https: options.https ?? false,
    ...(host !== undefined && { host }),
    allowedHosts: [...(config.allowedHosts ?? []), ...(options['allow-host'] ?? [])],
    adminOrigins: [...(config.adminOrigins ?? []), ...(options['admin-origin'] ?? [])],
  };
}

async function loadConfig(file: string): Promise<PoolConfig> {
  try {
    return readConfig(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--config ${file}: ${reasonOf(error)}`);
  }
}

/** The certificate in a file, for as long as it is good for anything. */
interface TrustedFile {
  readonly file: string;
  remove(): Promise<void>;
}

// Clients take the certificate from a file.
async function storeCertificate({ certificate }: RunningUserPool): Promise<TrustedFile | undefined> {
  if (certificate === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'rx-cognito-'));
  const file = join(folder, 'emulator.pem');
  await writeFile(file, certificate);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
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
  const fault = faultOf(USER_SCHEMA, user);
  if (fault !== undefined) throw new UsageError(`--user ${user.username}: ${fault}`);
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
