import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1. */
export interface RunningServer {
  /** Names `localhost`: passkeys belong to a name, and an address is none. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1; without a port on a free one. A request on which the listener throws is answered with 400: it
 * must not end the process for everybody else.
 */
export async function listen(listener: RequestListener, port = 0): Promise<RunningServer> {
  const server = createServer((request, response) => {
    try {
      listener(request, response);
    } catch {
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
