import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createUserPool, type UserPool } from './create-user-pool';
import type { UserPoolOptions } from './options';
import { createServerCertificate } from './server/certificate';
import type { Handler } from './wire/handler';

/** Where a server listens, and how. */
export interface ServerOptions {
  /** By default a free one. */
  readonly port?: number;
  /** The address to listen on; by default 127.0.0.1, so that nobody else reaches it. */
  readonly host?: string;
  /** Speaks TLS, with a certificate that is made at the start. */
  readonly https?: boolean;
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
 * @example
 * ```ts
 * const pool = await startUserPool({ users: [{ username: 'alice', password: 'Passw0rd!' }] });
 * console.log(pool.endpoint, pool.userPoolId, pool.userPoolClientId);
 * await pool.close();
 * ```
 */
export async function startUserPool(options: UserPoolOptions & ServerOptions = {}): Promise<RunningUserPool> {
  const { host = LOOPBACK, https = false } = options;
  const started: { pool?: UserPool } = {};
  const { server, certificate } = createServerFor(https, host, (incoming, outgoing) => {
    if (started.pool) void serve(started.pool.handler, incoming, outgoing);
    else incoming.socket.destroy();
  });
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const endpoint = options.endpoint ?? `${https ? 'https' : 'http'}://${reachableHost(host)}:${String(port)}`;
  // Only now: the pool's documents name the address under which it is reached.
  const pool = (started.pool = createUserPool({ ...options, endpoint }));
  return {
    ...pool,
    endpoint,
    certificate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
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

// What listens everywhere is reached here by the loopback address.
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return LOOPBACK;
  return host.includes(':') ? `[${host}]` : host;
}

async function serve(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableEnded) gone.abort();
  });
  try {
    const response = await handler(await toRequest(incoming, gone.signal));
    const body = new Uint8Array(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(body);
  } catch {
    // A planned drop, or a caller who is gone already: either way there is nobody to answer.
    incoming.socket.destroy();
  }
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const method = incoming.method ?? 'GET';
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  return new Request(`${scheme}://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
  });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
