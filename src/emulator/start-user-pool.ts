import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUserPool, type UserPool } from './create-user-pool';
import type { UserPoolOptions } from './options';
import { createServe } from './server';

/** Where a user pool listens. */
export interface ServerOptions {
  /** By default a free one. */
  readonly port?: number;
  /** The names beside the loopback ones by which it may be called: behind a proxy, in a network of containers. */
  readonly allowedHosts?: readonly string[];
}

/** A user pool behind an HTTP server. */
export interface RunningUserPool extends UserPool {
  /** The URL to give to a client as its `userPoolEndpoint`. */
  readonly endpoint: string;
  /** Stops the server; connections that are open, and calls that are held, end without an answer. */
  close(): Promise<void>;
}

/**
 * Starts a user pool behind a server on 127.0.0.1.
 *
 * @throws TypeError where an entry of `allowedHosts` or `adminOrigins` is not what it must be
 *
 * @example
 * ```ts
 * const pool = await startUserPool({ users: [{ username: 'alice', password: 'Passw0rd!' }] });
 * console.log(pool.endpoint, pool.userPoolId, pool.userPoolClientId);
 * await pool.close();
 * ```
 */
export async function startUserPool(options: UserPoolOptions & ServerOptions = {}): Promise<RunningUserPool> {
  const pool = createUserPool(options);
  const serve = createServe(pool.handler, options.allowedHosts);
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing);
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    ...pool,
    endpoint: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
