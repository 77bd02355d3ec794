import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUserPool, type UserPool } from './create-user-pool';
import type { UserPoolOptions } from './options';
import type { Handler } from './wire/handler';

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
 * @example
 * ```ts
 * const pool = await startUserPool({ users: [{ username: 'alice', password: 'Passw0rd!' }] });
 * console.log(pool.endpoint, pool.userPoolId, pool.userPoolClientId);
 * await pool.close();
 * ```
 */
export async function startUserPool(
  options: UserPoolOptions & { /** By default a free one. */ readonly port?: number } = {},
): Promise<RunningUserPool> {
  const pool = createUserPool(options);
  const server = createServer((incoming, outgoing) => {
    void serve(pool.handler, incoming, outgoing);
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
  return new Request(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
