import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { startUserPool, type RunningUserPool } from '../../../src/emulator';
import { ScriptedBrowser } from '../../emulator/oauth/browser';

const CALLBACK = 'https://app.example/callback';
const SIGNED_OUT = 'https://app.example/';
const SECRET = 's3cret';

/** Signs alice in at the address that a client made, and returns where the browser ended up. */
async function signInAt(pool: RunningUserPool, address: URL): Promise<URL> {
  const browser = new ScriptedBrowser(pool);
  await browser.open(address.pathname + address.search);
  return (await browser.press('Sign in', { username: 'alice', password: 'Passw0rd!' })).url;
}

describe('managed login, judged by OpenID clients that nobody here wrote (#15)', () => {
  let pool: RunningUserPool;
  let issuer: URL;

  beforeEach(async () => {
    pool = await startUserPool({
      issuer: 'endpoint',
      users: [{ username: 'alice', password: 'Passw0rd!', attributes: { email: 'alice@example.com' } }],
      clients: [
        {
          clientId: 'web',
          refreshTokenRotation: { graceSeconds: 0 },
          oauth: { callbackUrls: [CALLBACK], logoutUrls: [SIGNED_OUT] },
        },
        {
          clientId: 'server',
          clientSecret: SECRET,
          oauth: {
            callbackUrls: [CALLBACK],
            flows: ['code', 'client_credentials'],
            scopes: ['openid', 'api/read'],
          },
        },
      ],
    });
    issuer = new URL(`${pool.endpoint}/${pool.userPoolId}`);
  });

  afterEach(() => pool.close());

  const discover = (id: string, authentication?: client.ClientAuth) =>
    client.discovery(issuer, id, undefined, authentication ?? client.None(), {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, for a server without TLS such as this
      execute: [client.allowInsecureRequests],
    });

  it('lets openid-client discover, sign in, ask who it is, rotate and revoke', async () => {
    const config = await discover('web');
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email aws.cognito.signin.user.admin',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const tokens = await client.authorizationCodeGrant(config, await signInAt(pool, address), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const sub = tokens.claims()?.sub ?? '';
    const info = await client.fetchUserInfo(config, tokens.access_token, sub);
    const rotated = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    await client.tokenRevocation(config, rotated.refresh_token ?? '');

    expect(info).toMatchObject({ sub, email: 'alice@example.com', username: 'alice' });
    expect(rotated.refresh_token).not.toBe(tokens.refresh_token);
    await expect(client.refreshTokenGrant(config, rotated.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect(pool.tokenFamilies('alice')).toMatchObject([{ endedBy: 'RevokeToken' }]);
  });

  it('tells openid-client why it failed', async () => {
    const config = await discover('web');
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      prompt: 'none',
      state: 's',
    });
    const browser = new ScriptedBrowser(pool);
    const { url } = await browser.open(address.pathname + address.search);

    await expect(
      client.authorizationCodeGrant(config, url, { expectedState: 's', pkceCodeVerifier: 'v'.repeat(43) }),
    ).rejects.toMatchObject({ error: 'login_required' });
  });

  it.each([
    ['Basic', client.ClientSecretBasic(SECRET)],
    ['post', client.ClientSecretPost(SECRET)],
  ])('grants a server that authenticates by %s a token of its own', async (_, authentication) => {
    const config = await discover('server', authentication);
    const { access_token: token } = await client.clientCredentialsGrant(config, { scope: 'api/read' });
    const asked: string[] = [];
    const fetcher = {
      async fetch(uri: string) {
        asked.push(uri);
        return (await fetch(uri)).arrayBuffer();
      },
    };
    const jwksCache = new SimpleJwksCache({ fetcher });
    const verifier = JwtVerifier.create({ issuer: issuer.href, audience: null }, { jwksCache });

    await expect(verifier.verify(token)).resolves.toMatchObject({ client_id: 'server', scope: 'api/read' });
    expect(asked).toEqual([`${issuer.href}/.well-known/jwks.json`]);
  });

  it('lets oauth4webapi through, which checks every answer by the letter', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, for a server without TLS such as this
    const insecure = { [oauth.allowInsecureRequests]: true };
    const discovered = await oauth.discoveryRequest(issuer, insecure);
    const server = await oauth.processDiscoveryResponse(issuer, discovered);
    const web: oauth.Client = { client_id: 'web' };
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const address = new URL(server.authorization_endpoint ?? '');
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'web',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).toString();
    const parameters = oauth.validateAuthResponse(server, web, await signInAt(pool, address), state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      web,
      oauth.None(),
      parameters,
      CALLBACK,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, web, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    const info = await oauth.userInfoRequest(server, web, tokens.access_token, insecure);
    const { sub = '' } = oauth.getValidatedIdTokenClaims(tokens) ?? {};

    expect(await oauth.processUserInfoResponse(server, web, sub, info)).toMatchObject({ username: 'alice' });
    const revocation = await oauth.revocationRequest(
      server,
      web,
      oauth.None(),
      tokens.refresh_token ?? '',
      insecure,
    );
    await expect(oauth.processRevocationResponse(revocation)).resolves.toBeUndefined();
  });
});
