import { createHash } from 'node:crypto';
import type { UserPoolOptions } from '../../../src/emulator';
import { createTestPool, PASSWORD, type TestPool } from '../fixture';
import { ScriptedBrowser, type Place } from './browser';

export const CALLBACK = 'https://app.example/callback';
export const SIGNED_OUT = 'https://app.example/';
export const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** A pool whose client may use managed login, and whose users may come from Google. */
export function createLoginPool(options: Omit<UserPoolOptions, 'clock'> = {}): TestPool {
  return createTestPool({
    clients: [
      { clientId: 'web', oauth: { callbackUrls: [CALLBACK], logoutUrls: [SIGNED_OUT] } },
      { clientId: 'mobile', oauth: { callbackUrls: ['myapp://callback'] } },
    ],
    identityProviders: [
      {
        name: 'Google',
        identifiers: ['example.org'],
        users: [{ subject: '1234', attributes: { email: 'greta@example.org', name: 'Greta' } }],
      },
    ],
    ...options,
  });
}

/** Writes the address at which a client sends its user to sign in. */
export function authorizeUrl(parameters: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: CALLBACK,
    state: 'abc',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...parameters,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth2/authorize?${new URLSearchParams(given).toString()}`;
}

/** Signs alice in on the page. */
export async function signInAtPage(
  pool: TestPool,
  parameters: Readonly<Record<string, string | undefined>> = {},
): Promise<{ readonly browser: ScriptedBrowser; readonly place: Place }> {
  const browser = new ScriptedBrowser(pool);
  await browser.open(authorizeUrl(parameters));
  return { browser, place: await browser.press('Sign in', { username: 'alice', password: PASSWORD }) };
}

/** The answer of an endpoint for scripts. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Sends a form to an endpoint. */
export async function post(
  pool: TestPool,
  path: string,
  form: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await pool.handler(
    new Request(`https://pool.example${path}`, { method: 'POST', headers, body: new URLSearchParams(given) }),
  );
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Answered['body'];
  return { status: response.status, headers: response.headers, body };
}

/** Exchanges the code that a browser came back with. */
export function exchange(
  pool: TestPool,
  { url }: Place,
  changes: Readonly<Record<string, string | undefined>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const form = {
    grant_type: 'authorization_code',
    client_id: 'web',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...changes,
  };
  return post(pool, '/oauth2/token', form, headers);
}
