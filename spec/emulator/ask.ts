import type { OperationName, UserPool } from '../../src/emulator';

/** The answer to a request, with its body parsed where it has one. */
export interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends one operation to a pool, as a client does. */
export async function ask(
  pool: Pick<UserPool, 'handler'>,
  operation: OperationName,
  body: object | string,
  init: { readonly signal?: AbortSignal; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Asked> {
  const response = await pool.handler(
    new Request('https://cognito-idp.eu-west-1.amazonaws.com/', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${serviceOf(operation)}.${operation}`,
        ...init.headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(init.signal && { signal: init.signal }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: parse(text) };
}

/** Sends an operation and returns the name of the exception that answers it, or `'success'`. */
export async function verdict(...request: Parameters<typeof ask>): Promise<string> {
  const { status, body } = await ask(...request);
  return status === 200 ? 'success' : String(body['__type']);
}

function serviceOf(operation: OperationName): string {
  return operation === 'GetId' || operation === 'GetCredentialsForIdentity'
    ? 'AWSCognitoIdentityService'
    : 'AWSCognitoIdentityProviderService';
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
