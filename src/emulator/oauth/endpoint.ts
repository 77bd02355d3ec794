import type { Call } from '../pool/pool';
import type { Answer } from '../wire/http';
import type { OAuthRefusal } from './refusal';

/** A request to an endpoint of managed login, read. */
export interface EndpointRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly cookies: ReadonlyMap<string, string>;
  readonly form: URLSearchParams;
}

/** An endpoint of managed login. */
export interface Endpoint {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Whether a script of another origin may read the answer; pages are for navigation only. */
  readonly isForScripts: boolean;
  readonly answer: (request: EndpointRequest, call: Call) => Promise<Answer> | Answer;
  /** Writes an error as this endpoint does: as a redirect, or as JSON. */
  readonly refuse: (request: EndpointRequest, refusal: OAuthRefusal) => Answer;
}

/** Reads a request; a body that is no form counts as an empty one. */
export function readEndpointRequest(request: Request, body: string): EndpointRequest {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    cookies: readCookies(request.headers.get('cookie') ?? ''),
    form: new URLSearchParams(isForm ? body : ''),
  };
}

function readCookies(header: string): ReadonlyMap<string, string> {
  return new Map(
    header
      .split(/;\s*/)
      .map((pair) => pair.split('='))
      .map(([name = '', ...value]) => [name, value.join('=')]),
  );
}
