import type { Answer } from '../wire/http';
import type { EndpointRequest } from './endpoint';
import type { OAuthRefusal } from './refusal';

/** Parameters of a URL; those that are `undefined` are left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** Sends the browser on. The URL is kept as it is written, for a client that compares it does so too. */
export function redirect(target: string, parameters: Parameters = {}, cookie?: string): Answer {
  const query = new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
  const location = query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`;
  return {
    status: 302,
    body: '',
    headers: { location, ...NO_STORE, ...(cookie !== undefined && { 'set-cookie': cookie }) },
  };
}

/** Answers with a page. */
export function page(html: string, status = 200): Answer {
  return { status, body: html, headers: { 'content-type': 'text/html; charset=utf-8', ...NO_STORE } };
}

/** Answers with JSON that no cache keeps. */
export function json(document: object, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: JSON.stringify(document),
    headers: { 'content-type': 'application/json;charset=UTF-8', ...NO_STORE, ...headers },
  };
}

/** Answers a script with an error. */
export function refusalAsJson(
  { error, description }: OAuthRefusal,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const details = description === undefined ? {} : { error_description: description };
  return { ...json({ error, ...details }, status, headers), error };
}

/** Sends the browser back to the client with an error. */
export function refusalAsRedirect(
  redirectUri: string,
  { error, description, withState = false }: OAuthRefusal,
  state: string | undefined,
): Answer {
  const parameters = { error, error_description: description, state: withState ? state : undefined };
  return { ...redirect(redirectUri, parameters), error };
}

/** Ends on Cognito's own error page, where there is no client to send the browser back to. */
export function errorPage(error: string): Answer {
  return { ...redirect('/error', { error }), error };
}

/** Writes a cookie of this host; without a value it is taken back. */
export function cookie(
  { url }: EndpointRequest,
  name: string,
  value: string | undefined,
  maxAgeSeconds: number,
  path = '/',
): string {
  const attributes = [
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(url.protocol === 'https:' ? ['Secure'] : []),
  ];
  return [
    `${name}=${value ?? ''}`,
    `Max-Age=${String(value === undefined ? 0 : maxAgeSeconds)}`,
    ...attributes,
  ].join('; ');
}

const NO_STORE = { 'cache-control': 'no-store' };
