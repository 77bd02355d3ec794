import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForControl } from '../control/control';
import type { Handler } from '../wire/handler';

/** The longest body that is read, bytes: some sixteen times what the largest input of Cognito can be. */
export const MAX_BODY_BYTES: number = 1024 * 1024;

/** Takes a request from the socket and answers it. */
export type Serve = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** A request that is refused before the pool hears of it. */
class Refusal extends Error {
  constructor(
    readonly status: 400 | 403 | 413,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Puts a pool's handler behind a server of Node's, which listens on this machine only.
 *
 * Any page that is open in a browser can reach such a server. One whose own name points here (DNS rebinding) would even be
 * of the same origin; so a request must name the server by a loopback name, or by one of `allowedHosts`.
 *
 * @throws TypeError where an entry of `allowedHosts` is not a name and nothing but a name
 */
export function createServe(handler: Handler, allowedHosts: readonly string[] = []): Serve {
  const isServed = hostJudge(allowedHosts);
  return async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on('close', () => {
      if (!outgoing.writableEnded) gone.abort();
    });
    try {
      const response = await handler(await toRequest(incoming, gone.signal, isServed));
      const body = new Uint8Array(await response.arrayBuffer());
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(body);
    } catch (error) {
      if (error instanceof Refusal) refuse(outgoing, error);
      // A planned drop, or a caller who is gone already: either way there is nobody to answer.
      else incoming.socket.destroy();
    }
  };
}

async function toRequest(
  incoming: IncomingMessage,
  signal: AbortSignal,
  isServed: (host: string) => boolean,
): Promise<Request> {
  const { host = '' } = incoming.headers;
  if (!isServed(host)) throw notServed(host);
  const { method = 'GET', url = '/' } = incoming;
  if (!url.startsWith('/')) throw unreadable();
  const body = await bodyOf(incoming);
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  const request = readRequest(`${scheme}://${host}${url}`, {
    method,
    headers,
    signal,
    ...(hasBody ? { body } : {}),
  });
  // Judged by the very request that the handler gets: read twice, a path may be read in two ways.
  if (isForControl(request) && !isLocal(incoming.socket.remoteAddress)) throw notForOthers();
  return request;
}

function readRequest(url: string, init: RequestInit): Request {
  try {
    return new Request(url, init);
  } catch {
    throw unreadable();
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(incoming.headers['content-length']) > MAX_BODY_BYTES) throw tooLong();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Given up midway, an iterator destroys its stream, and with it the socket that the refusal is to go out by.
  const parts = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  for await (const chunk of parts) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

function hostJudge(allowedHosts: readonly string[]): (host: string) => boolean {
  const allowed = new Set(allowedHosts.map(readName));
  return (host) => {
    const name = nameOf(host);
    return name !== undefined && (isLoopback(name) || allowed.has(name));
  };
}

function readName(entry: string): string {
  const name = nameOf(entry);
  // A pattern would be taken for a name that nobody has, and so be without effect.
  if (name !== undefined && name === entry.toLowerCase() && !name.includes('*')) return name;
  throw new TypeError(
    `allowedHosts names ${JSON.stringify(entry)}: write a host's name only, without scheme, port and path.`,
  );
}

function nameOf(host: string): string | undefined {
  try {
    const { hostname, username, pathname, search, hash } = new URL(`http://${host}`);
    return hostname !== '' && `${username}${search}${hash}` === '' && pathname === '/' ? hostname : undefined;
  } catch {
    return undefined;
  }
}

const isLoopback = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(?:\.\d+){3}$/.test(name);

// An IPv4 address may come in IPv6's clothes.
const isLocal = (address = ''): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

const notForOthers = (): Refusal => new Refusal(403, 'The control API answers to this machine only.');

const notServed = (host: string): Refusal =>
  new Refusal(
    403,
    `This emulator is not served as ${JSON.stringify(host)}. Call it by a loopback name, or name the host in the option allowedHosts (--allow-host).`,
  );

const unreadable = (): Refusal =>
  new Refusal(400, 'The request line is not one that a client of Cognito writes.');

const tooLong = (): Refusal =>
  new Refusal(413, `A request may have ${String(MAX_BODY_BYTES)} bytes at most.`);

function refuse(outgoing: ServerResponse, { status, message }: Refusal): void {
  // What is left of the body is not read, so the connection cannot be used again.
  outgoing.writeHead(status, { connection: 'close', 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ message }));
}
