import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createUserPool } from './create-user-pool';
import type { UserPoolOptions } from './options';
import { createServerCertificate } from './server/certificate';
import type { UserPool } from './user-pool';
import { createServe, type Serve } from './server/serve';

/** Where a user pool listens, and how. */
export interface ServerOptions {
  /** By default a free one. */
  readonly port?: number;
  /** The address to listen on; by default 127.0.0.1, so that nobody else reaches it. */
  readonly host?: string;
  /** Speaks TLS, with a certificate that is made at the start. */
  readonly https?: boolean;
  /** The names beside the loopback ones by which it may be called: behind a proxy, in a network of containers. */
  readonly allowedHosts?: readonly string[];
}

const LOOPBACK = '127.0.0.1';

/** A user pool behind an HTTP server. */
export interface RunningUserPool extends UserPool {
  /** The URL to give to a client as its `userPoolEndpoint`. */
  readonly endpoint: string;
  /** With `https`, the certificate to trust, as PEM: for `NODE_EXTRA_CA_CERTS`, say. */
  readonly certificate: string | undefined;
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
  const { host = LOOPBACK, https = false, allowedHosts = [] } = options;
  const started: { serve?: Serve } = {};
  const { server, certificate } = createServerFor(https, host, (incoming, outgoing) => {
    if (started.serve) void started.serve(incoming, outgoing);
    else incoming.socket.destroy();
  });
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const endpoint = options.endpoint ?? `${https ? 'https' : 'http'}://${reachableHost(host)}:${String(port)}`;
  const close = (): Promise<void> => closeServer(server);
  try {
    // Only now: the pool's documents name the address under which it is reached.
    const pool = createUserPool({ ...options, endpoint });
    started.serve = createServe(pool.handler, [...allowedHosts, ...nameOf(host)]);
    return { ...pool, endpoint, certificate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function createServerFor(
  https: boolean,
  host: string,
  listener: RequestListener,
): { readonly server: Server; readonly certificate: string | undefined } {
  if (!https) return { server: createServer(listener), certificate: undefined };
  const names = [...new Set(['localhost', LOOPBACK, '::1', reachableHost(host).replace(/[[\]]/g, '')])];
  const certificate = createServerCertificate(names);
  return { server: createSecureServer(certificate, listener), certificate: certificate.cert };
}

// An address to listen on is one to be called by, unless it stands for all of them.
function nameOf(host: string): readonly string[] {
  return reachableHost(host) === LOOPBACK ? [] : [reachableHost(host)];
}

// What listens everywhere is reached here by the loopback address.
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return LOOPBACK;
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
