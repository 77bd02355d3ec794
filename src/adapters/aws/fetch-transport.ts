import type { HttpHandlerOptions, HttpRequest, HttpResponse, RequestHandler } from '@smithy/types';
import { readBody } from './answer-body';
import { unreadableAnswerError } from './transport-errors';

/** What a request may be told besides the SDK's own options. */
export interface TransportOptions extends HttpHandlerOptions {
  /** Lets the request outlive its page. */
  readonly keepalive?: boolean;
}

/** The transport of every request of a light client. */
export type FetchTransport = RequestHandler<HttpRequest, HttpResponse, TransportOptions>;

/** A redirect would carry tokens to where nobody meant them to go. */
const REDIRECT: RequestInit = { redirect: 'manual' };
/**
 * Nothing is said of caches: the answer to a POST is in none, and a browser that is told `no-store` forgets the preflight
 * as well, and makes a new one for each request.
 */
const DISCREET: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer' };

/**
 * Makes a request without cookies and referrers. A platform that has none of these (Cloudflare Workers) refuses
 * to hear of them, before anything is sent; one that has no `Request` takes what it knows.
 */
function requestTo(url: string, init: RequestInit, keepalive: boolean): [RequestInfo, RequestInit?] {
  const discreet = { ...init, ...REDIRECT, ...DISCREET, keepalive };
  if (typeof Request === 'undefined') return [url, discreet];
  try {
    return [new Request(url, discreet)];
  } catch {
    return [new Request(url, { ...init, ...REDIRECT })];
  }
}

function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name.toLowerCase()] = value;
  });
  return headers;
}

/**
 * Creates the transport of pages, workers, servers and React Native alike: a POST to one URL, as it was given, by
 * `fetch`. Bodies are read to their end here, up to a bound.
 */
export function createFetchTransport(url: string): FetchTransport {
  return {
    handle: async ({ headers, body }, { keepalive = false, abortSignal } = {}) => {
      const signal = (abortSignal as AbortSignal | undefined) ?? null;
      const init = { method: 'POST', headers, body: String(body), signal };
      const response = await fetch(...requestTo(url, init, keepalive));
      const { status: statusCode } = response;
      // React Native follows whatever it is told.
      if (response.redirected || response.type === 'opaqueredirect') {
        throw unreadableAnswerError(statusCode || undefined, 'sends the request elsewhere');
      }
      return {
        response: {
          statusCode,
          headers: headersOf(response),
          body: await readBody(response.body ?? response, statusCode),
        },
      };
    },
  };
}
