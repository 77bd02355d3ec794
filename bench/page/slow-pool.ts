import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startUserPool } from 'rx-cognito/emulator';
import type { UserPoolOptions } from 'rx-cognito/emulator';

/** An emulated user pool that is far away. */
export interface SlowPool {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly endpoint: string;
  /** The methods of what was asked for, since it was last called. */
  taken(): readonly string[];
  close(): Promise<void>;
}

/** Headers that belong to one connection, and not to what is said over it. */
const OF_CONNECTION = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? Buffer.concat(chunks) : undefined;
}

const passedOn = (headers: Iterable<readonly [string, unknown]>): [string, string][] =>
  [...headers]
    .filter(([name, value]) => typeof value === 'string' && !OF_CONNECTION.has(name.toLowerCase()))
    .map(([name, value]) => [name, String(value)]);

/** Starts a user pool behind a way that takes some time in each direction, for a preflight as for a request. */
export async function startSlowPool(oneWayMs: number, options: UserPoolOptions): Promise<SlowPool> {
  const pool = await startUserPool(options);
  let taken: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'POST', url = '/', headers } = request;
    taken.push(method);
    const body = await bodyOf(request);
    await sleep(oneWayMs);
    const answered = await fetch(new URL(url, pool.endpoint), {
      method,
      headers: passedOn(Object.entries(headers)),
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    const text = await answered.text();
    await sleep(oneWayMs);
    response.writeHead(answered.status, Object.fromEntries(passedOn(answered.headers))).end(text);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { userPoolId, userPoolClientId } = pool;
  return {
    userPoolId,
    userPoolClientId,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const all = taken;
      taken = [];
      return all;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await pool.close();
    },
  };
}
