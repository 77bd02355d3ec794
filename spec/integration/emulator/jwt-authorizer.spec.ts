import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { createEmulatorControl, startUserPool, type RunningUserPool } from '../../../src/emulator';

/**
 * An HTTP API behind a JWT authoriser, as gateways and their local stand-ins have one: it knows an issuer, finds the keys by
 * discovery, and takes a token of an audience (`aud`, or `client_id` where there is none) with one of the scopes.
 */
interface Authorizer {
  readonly issuer: string;
  readonly audience: string;
  readonly scopes?: readonly string[];
}

async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const document = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    readonly issuer: string;
    readonly jwks_uri: string;
  };
  if (document.issuer !== issuer) throw new Error(`${document.issuer} is not ${issuer}.`);
  return createRemoteJWKSet(new URL(document.jwks_uri));
}

async function startApi({ issuer, audience, scopes = [] }: Authorizer): Promise<Server> {
  const keys = await keysOf(issuer);
  const statusFor = async (authorization = ''): Promise<number> => {
    const token = authorization.replace(/^Bearer /, '');
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] });
    if ((payload.aud ?? payload['client_id']) !== audience) return 401;
    const granted = String(payload['scope']).split(' ');
    return scopes.length === 0 || scopes.some((scope) => granted.includes(scope)) ? 200 : 403;
  };
  const server = createServer((request, response) => {
    statusFor(request.headers.authorization)
      .catch(() => 401)
      .then((status) => response.writeHead(status).end())
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('an API behind a JWT authoriser, over tokens of the emulator (#17)', () => {
  const opened: Server[] = [];
  let pool: RunningUserPool;

  beforeEach(async () => {
    pool = await startUserPool({
      issuer: 'endpoint',
      users: [{ username: 'alice', password: 'Passw0rd!' }],
      clients: [{ clientId: 'web' }, { clientId: 'other' }],
    });
  });

  afterEach(async () => {
    for (const server of opened.splice(0)) server.close();
    await pool.close();
  });

  const issuer = () => `${pool.endpoint}/${pool.userPoolId}`;

  async function call(authorizer: Partial<Authorizer>, token: string): Promise<number> {
    const api = await startApi({ issuer: issuer(), audience: 'web', ...authorizer });
    opened.push(api);
    const { port } = api.address() as AddressInfo;
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${String(port)}/`, { headers })).status;
  }

  async function signIn(ClientId = 'web') {
    const response = await fetch(pool.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
      }),
    });
    const { AuthenticationResult } = (await response.json()) as {
      readonly AuthenticationResult: { readonly AccessToken: string; readonly IdToken: string };
    };
    return AuthenticationResult;
  }

  it('lets access and id tokens of its client in, with no address of the keys but the issuer', async () => {
    const { AccessToken, IdToken } = await signIn();

    expect(await call({}, AccessToken)).toBe(200);
    expect(await call({}, IdToken)).toBe(200);
  });

  it('lets in by scope', async () => {
    const { AccessToken } = await signIn();

    expect(await call({ scopes: ['aws.cognito.signin.user.admin'] }, AccessToken)).toBe(200);
    expect(await call({ scopes: ['api/read'] }, AccessToken)).toBe(403);
  });

  it('keeps out another client, another pool, and what was changed', async () => {
    const another = await startUserPool({ issuer: 'endpoint' });
    const { AccessToken } = await signIn('other');
    const mine = (await signIn()).AccessToken;
    const [head = '', , signature = ''] = mine.split('.');
    const claims = Buffer.from(JSON.stringify({ iss: issuer(), client_id: 'web' })).toString('base64url');

    expect(await call({}, AccessToken)).toBe(401);
    expect(await call({}, [head, claims, signature].join('.'))).toBe(401);
    expect(await call({ issuer: `${another.endpoint}/${another.userPoolId}` }, mine)).toBe(401);
    await another.close();
  });

  it('keeps out who signed in so long ago that the token is over', async () => {
    const short = await startUserPool({
      issuer: 'endpoint',
      users: [{ username: 'alice', password: 'Passw0rd!' }],
      clients: [{ clientId: 'web', accessTokenValidityMs: 0 }],
    });
    await pool.close();
    pool = short;
    const { AccessToken } = await signIn();

    expect(await call({}, AccessToken)).toBe(401);
    expect(await createEmulatorControl(pool.endpoint).isTokenLive(AccessToken)).toBe(false);
  });
});
