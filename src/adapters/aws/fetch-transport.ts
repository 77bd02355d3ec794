import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/core/transport';
import type { HttpHandlerOptions, RequestHandler } from '@smithy/types';
import { unreadableAnswerError } from './transport-errors';

/** Far above any answer of a user pool. */
const ANSWER_MAX_BYTES = 1_048_576;

/** What a request may be told besides the SDK's own options. */
export interface TransportOptions extends HttpHandlerOptions {
  /** Lets the request outlive its page. */
  readonly keepalive?: boolean;
}

/** The transport of every request of a light client. */
export type FetchTransport = RequestHandler<HttpRequest, HttpResponse, TransportOptions>;

const streamOf = (body: unknown): ReadableStream<Uint8Array> | undefined =>
  body instanceof Blob ? body.stream() : (body as ReadableStream<Uint8Array> | undefined);

/** Reads a body to its end, or refuses it where it has none in sight. */
async function readBounded(body: unknown, statusCode: number): Promise<Uint8Array> {
  const reader = streamOf(body)?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    length += part.value.byteLength;
    if (length > ANSWER_MAX_BYTES) {
      throw unreadableAnswerError(statusCode, 'is larger than any answer of Cognito');
    }
  }
  const bytes = new Uint8Array(length);
  chunks.reduce((offset, chunk) => {
    bytes.set(chunk, offset);
    return offset + chunk.byteLength;
  }, 0);
  return bytes;
}

/**
 * Creates the transport of pages and servers alike: `fetch`, without cookies, caches, referrers and redirects (which
 * would carry tokens to where nobody meant them to go). Bodies are read to their end here, up to a bound.
 */
export function createFetchTransport(): FetchTransport {
  const options = {
    credentials: 'omit',
    cache: 'no-store',
    requestInit: (): RequestInit => ({ redirect: 'error', referrerPolicy: 'no-referrer' }),
  } as const;
  const brief = new FetchHttpHandler(options);
  const lasting = new FetchHttpHandler({ ...options, keepAlive: true });
  return {
    handle: async (request, { keepalive = false, ...handlerOptions } = {}) => {
      const handler = keepalive ? lasting : brief;
      const { response } = await handler.handle(request, handlerOptions);
      response.body = await readBounded(response.body, response.statusCode);
      return { response };
    },
  };
}
