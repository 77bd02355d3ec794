import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A user pool in cognito-local, a stand-in for Cognito by other hands, in a process of its own. */
export interface CognitoLocal {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Where it keeps its files. */
  readonly folder: string;
  /** The SDK's own client, to ask the server for the truth. */
  readonly sdk: CognitoIdentityProviderClient;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswering(endpoint: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await fetch(`${endpoint}/health`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`cognito-local ended with exit code ${String(child.exitCode)}`);
}

async function createPool(sdk: CognitoIdentityProviderClient, user: { username: string; password: string }) {
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'specs' }));
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'specs',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      CallbackURLs: ['http://localhost:4200/'],
    }),
  );
  const Username = user.username;
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await sdk.send(
    new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  await sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: user.password, Permanent: true }),
  );
  return { userPoolId: UserPoolId, userPoolClientId: UserPoolClient?.ClientId ?? '' };
}

/** Starts cognito-local on a free port, in a temporary folder, with one pool, one client and one user, whose name is an e-mail address. */
export async function startCognitoLocal(user: { username: string; password: string }): Promise<CognitoLocal> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-local-'));
  const port = await freePort();
  const start = createRequire(`${process.cwd()}/package.json`).resolve('cognito-local/lib/bin/start.js');
  const child = spawn(process.execPath, [start], {
    cwd: folder,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: 'ignore',
  });
  const close = async (): Promise<void> => {
    const isGone = once(child, 'exit');
    if (child.exitCode === null && child.kill()) await isGone;
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sdk = new CognitoIdentityProviderClient({ region: 'local', endpoint, credentials });
  try {
    await untilAnswering(endpoint, child);
    return { endpoint, folder, sdk, close, ...(await createPool(sdk, user)) };
  } catch (error) {
    await close();
    throw error;
  }
}
