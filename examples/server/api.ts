import type { IncomingMessage, ServerResponse } from 'node:http';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { listen } from './listen';
import type { RunningServer } from './listen';

/** Whose tokens the API takes, and which site may call it. */
export interface ApiOptions {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Where the user pool publishes its keys; a real one does where its tokens say. */
  readonly userPoolEndpoint: string;
  /** The origin of the application. */
  readonly allowOrigin: () => string;
}

/** What the API knows of a caller. */
interface Caller {
  readonly username: string;
  readonly exp: number;
}

const ORDERS = [
  { number: 'A-1042', title: 'Field recorder, second hand', placedOn: '2026-03-02', status: 'On its way' },
  { number: 'A-1037', title: 'Two reels of tape', placedOn: '2026-02-24', status: 'Delivered' },
  { number: 'A-1019', title: 'Contact microphone', placedOn: '2026-01-30', status: 'Delivered' },
];

/**
 * Starts an API as many are: it verifies the signature and the expiry of an access token by the published keys, and asks the
 * user pool nothing. So a token that is revoked goes on working here until it expires.
 */
export function startApi(options: ApiOptions): Promise<RunningServer> {
  const verify = createVerifier(options);
  return listen((request, response) => {
    void answer(request, response, verify, options.allowOrigin());
  });
}

function createVerifier(options: ApiOptions): (token: string) => Promise<Caller> {
  const { userPoolId, userPoolClientId: clientId, userPoolEndpoint } = options;
  const fetcher = {
    fetch: async (uri: string): Promise<ArrayBuffer> => {
      const keys = await fetch(new URL(new URL(uri).pathname, userPoolEndpoint));
      return keys.arrayBuffer();
    },
  };
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, clientId, tokenUse: 'access' },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  return (token) => verifier.verify(token);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  verify: (token: string) => Promise<Caller>,
  allowOrigin: string,
): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, {
      'access-control-allow-headers': 'authorization',
      'access-control-allow-origin': allowOrigin,
      'cache-control': 'no-store',
      'content-type': 'application/json',
      vary: 'origin',
    });
    response.end(JSON.stringify(body));
  };
  if (request.method === 'OPTIONS') {
    reply(200, {});
    return;
  }
  if (request.url !== '/orders') {
    reply(404, { message: 'There is nothing here.' });
    return;
  }
  try {
    const { username, exp } = await verify(
      /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '',
    );
    reply(200, { servedTo: username, tokenExpiresAt: exp * 1_000, orders: ORDERS });
  } catch (error) {
    const isExpired = error instanceof JwtExpiredError;
    reply(401, { message: isExpired ? 'The token has expired.' : 'There is no valid token.' });
  }
}
