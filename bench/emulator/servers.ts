import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Who signs in; by an address, since cognito-local takes nothing else. */
export const USER = { username: 'alice@example.com', password: 'Passw0rd!' };

/** An emulator in a process of its own, with one user. */
export interface Server {
  readonly endpoint: string;
  readonly clientId: string;
  /** From the start of the process to its first answer. */
  readonly bootMs: number;
  /** What the process had of the processor until that answer, in milliseconds: a busy machine hardly lengthens it. */
  readonly bootProcessorMs: number;
  /** What the process has had of the processor. */
  processorMs(): Promise<number>;
  /** What the process holds in memory, in MiB. */
  residentMiB(): Promise<number>;
  close(): Promise<void>;
}

/** An emulator that takes part. */
export interface Contestant {
  readonly name: string;
  start(): Promise<Server>;
}

const repository = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function firstAnswer(endpoint: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await fetch(`${endpoint}/health`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`An emulator ended with exit code ${child.exitCode}.`);
}

// Ticks of a hundredth of a second, in user mode and in the kernel: the 14th and 15th field, counted from the name's end.
async function processorTimeOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

async function startProcess(args: (port: number) => readonly string[]) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'bench-emulator-'));
  const endpoint = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: `${port}` };
  const child = spawn(process.execPath, [...args(port)], { cwd: folder, env, stdio: 'ignore' });
  await firstAnswer(endpoint, child);
  const bootMs = performance.now() - startedAt;
  const processorMs = () => processorTimeOf(child);
  return {
    endpoint,
    bootMs,
    bootProcessorMs: await processorMs(),
    processorMs,
    async residentMiB() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    async close() {
      const exit = once(child, 'exit');
      if (child.exitCode === null && child.kill()) await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Calls an operation, and returns its answer. */
export async function call(
  endpoint: string,
  operation: string,
  body: object,
): Promise<Record<string, never>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/local/cognito-idp/aws4_request',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Record<string, never>;
}

const ours: Contestant = {
  name: 'rx-cognito emulator',
  async start() {
    const command = join(repository, 'bin/rx-cognito.mjs');
    const user = `${USER.username}:${USER.password}`;
    const running = await startProcess((port) => [command, 'emulator', '--port', `${port}`, '--user', user]);
    return { ...running, clientId: '1emulator0client0000000000' };
  },
};

const cognitoLocal: Contestant = {
  name: 'cognito-local',
  async start() {
    const running = await startProcess(() => [require.resolve('cognito-local/lib/bin/start.js')]);
    const { endpoint } = running;
    const { UserPool } = await call(endpoint, 'CreateUserPool', { PoolName: 'bench' });
    const UserPoolId = (UserPool as { readonly Id: string } | undefined)?.Id;
    const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    const made = await call(endpoint, 'CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'bench',
      ExplicitAuthFlows,
    });
    const user = { UserPoolId, Username: USER.username };
    const UserAttributes = [{ Name: 'email', Value: USER.username }];
    await call(endpoint, 'AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' });
    await call(endpoint, 'AdminSetUserPassword', { ...user, Password: USER.password, Permanent: true });
    const client = made['UserPoolClient'] as { readonly ClientId: string } | undefined;
    return { ...running, clientId: client?.ClientId ?? '' };
  },
};

/** The emulators, ours first. */
export const CONTESTANTS: readonly Contestant[] = [ours, cognitoLocal];

/** How long Node itself takes to start and to end, in milliseconds. */
export async function bareNodeMs(): Promise<number> {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - startedAt;
}
