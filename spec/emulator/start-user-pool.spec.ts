import { get } from 'node:https';
import { startUserPool, type RunningUserPool } from '../../src/emulator';
import { claims } from './fixture';

const post = (pool: RunningUserPool, operation: string, body: object): Promise<Response> =>
  fetch(pool.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      origin: 'https://app.example',
    },
    body: JSON.stringify(body),
  });

describe('startUserPool', () => {
  let pool: RunningUserPool;

  beforeEach(async () => {
    pool = await startUserPool({ users: [{ username: 'alice', password: 'Passw0rd!' }] });
  });

  afterEach(() => pool.close());

  it('answers over HTTP on 127.0.0.1', async () => {
    const response = await post(pool, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
    });

    expect(pool.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(Object.keys((await response.json()) as object)).toEqual([
      'AuthenticationResult',
      'ChallengeParameters',
    ]);
  });

  it('drops the socket when a fault says so', async () => {
    pool.faults.on('GetUser', { dropSocket: true });

    await expect(post(pool, 'GetUser', {})).rejects.toThrow('fetch failed');
    expect((await post(pool, 'GetUser', {})).status).toBe(400);
  });

  it('ends calls that it still holds when it is closed', async () => {
    const held = pool.faults.on('GetUser', { hang: true });
    const answer = post(pool, 'GetUser', {}).catch(() => 'ended');
    await held.reached;
    await pool.close();

    expect(await answer).toBe('ended');
    await expect(post(pool, 'GetUser', {})).rejects.toThrow('fetch failed');
  });

  it('notices that a caller has gone away', async () => {
    const held = pool.faults.on('GetUser', { hang: true });
    const leaving = new AbortController();
    const answer = fetch(pool.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' },
      body: '{}',
      signal: leaving.signal,
    });
    await held.reached;
    leaving.abort();

    await expect(answer).rejects.toThrow('aborted');
    while (!pool.requests.list('GetUser')[0]?.aborted) await new Promise((resolve) => setImmediate(resolve));
    expect(pool.requests.list('GetUser')).toHaveLength(1);
  });

  it('listens on the port that it is given, and says when it cannot', async () => {
    const port = Number(new URL(pool.endpoint).port);

    await expect(startUserPool({ port })).rejects.toThrow('EADDRINUSE');
    await pool.close();
    const next = await startUserPool({ port });
    expect(next.endpoint).toBe(pool.endpoint);
    await next.close();
  });

  it('speaks TLS where it is asked to, by the names of the loopback and by its host (#15)', async () => {
    const secure = await startUserPool({ https: true, host: '127.0.0.1' });
    const ask = (name: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const url = `${secure.endpoint.replace('127.0.0.1', name)}/${secure.userPoolId}/.well-known/jwks.json`;
        get(url, { ca: secure.certificate ?? '' }, ({ statusCode }) => resolve(statusCode)).on(
          'error',
          reject,
        );
      });

    expect(secure.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await Promise.all([ask('127.0.0.1'), ask('localhost')])).toEqual([200, 200]);
    expect(pool.certificate).toBeUndefined();
    await secure.close();
  });

  it.each([
    ['original', 'https://cognito-idp.eu-west-1.amazonaws.com'],
    ['updated', 'https://issuer-cognito-idp.eu-west-1.amazonaws.com'],
    ['endpoint', undefined],
  ] as const)(
    'issues tokens by its %s issuer, as its discovery document says (#17)',
    async (issuer, host) => {
      const other = await startUserPool({ issuer, users: [{ username: 'alice', password: 'Passw0rd!' }] });
      const response = await post(other, 'InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: other.userPoolClientId,
        AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
      });
      const { AuthenticationResult } = (await response.json()) as {
        AuthenticationResult: { IdToken: string };
      };
      const url = `${other.endpoint}/${other.userPoolId}/.well-known/openid-configuration`;
      const document = (await (await fetch(url)).json()) as Record<string, unknown>;

      expect(claims(AuthenticationResult.IdToken)['iss']).toBe(
        `${host ?? other.endpoint}/${other.userPoolId}`,
      );
      expect(document['issuer']).toBe(`${host ?? other.endpoint}/${other.userPoolId}`);
      expect(document['token_endpoint']).toBe(`${other.endpoint}/oauth2/token`);
      await other.close();
    },
  );
});
