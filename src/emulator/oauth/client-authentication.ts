import type { AppClient } from '../pool/clients/app-clients';
import type { Pool } from '../pool/pool';
import type { Answer } from '../wire/http';
import { refusalAsJson } from './answers';
import type { EndpointRequest } from './endpoint';
import type { OAuthRefusal } from './refusal';

/** An error of the token endpoint and its brothers, thrown. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly refusal: OAuthRefusal,
    readonly status: 400 | 401 = 400,
  ) {
    super(refusal.error);
  }
}

/** Answers with what a task returns, or with the error that it throws. */
export async function orRefusal(task: () => Promise<Answer> | Answer): Promise<Answer> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof OAuthError) return refusalAsJson(error.refusal, error.status);
    throw error;
  }
}

/** Finds the client that asks: by its secret as Basic or in the form, or by its id alone where it has no secret. */
export function authenticateClient(
  pool: Pool,
  { headers, form }: EndpointRequest,
  status: 400 | 401 = 400,
): AppClient {
  const refused = new OAuthError({ error: 'invalid_client' }, status);
  const header = headers.get('authorization');
  const basic = header === null ? undefined : readBasic(header);
  if (header !== null && !basic) throw refused;
  const clientId = basic?.clientId ?? form.get('client_id');
  if (clientId === null) throw new OAuthError({ error: 'invalid_request' });
  const client = pool.clients.find(clientId);
  const secret = basic?.secret ?? form.get('client_secret') ?? undefined;
  const isContradiction = basic !== undefined && (form.get('client_id') ?? clientId) !== clientId;
  if (!client || isContradiction || client.clientSecret !== secret) throw refused;
  return client;
}

/** Reads a parameter that a grant cannot do without, once. */
export function formField(form: URLSearchParams, name: string): string {
  const [value, ...others] = form.getAll(name);
  if (value === undefined || value === '' || others.length > 0)
    throw new OAuthError({ error: 'invalid_request' });
  return value;
}

// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
function readBasic(
  header: string,
): { readonly clientId: string; readonly secret: string | undefined } | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header)?.[1];
  try {
    const [clientId, ...secret] = atob(encoded ?? '').split(':');
    if (!clientId) return undefined;
    const text = decode(secret.join(':'));
    return { clientId: decode(clientId), secret: text === '' ? undefined : text };
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'));
}
