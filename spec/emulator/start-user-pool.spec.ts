import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { startUserPool, type RunningUserPool } from '../../src/emulator';
import { MAX_BODY_BYTES } from '../../src/emulator/server/serve';
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

/** Sends what `fetch` would not: another host's name, any target, a body in pieces of which nobody said how long they are. */
const sendRaw = (
  { endpoint }: RunningUserPool,
  { host = '127.0.0.1', path = '/', chunks = [] as readonly string[] },
): Promise<{ readonly status: number | undefined; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { host, 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' };
    const method = chunks.length > 0 ? 'POST' : 'GET';
    const answered = (incoming: IncomingMessage) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode, text });
      });
    };
    const outgoing = request(endpoint, { method, path, headers, agent: false }, answered);
    outgoing.on('error', reject);
    chunks.forEach((chunk) => outgoing.write(chunk));
    outgoing.end();
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

  it('reads a body of the longest length, and answers 413 to a longer one (#12)', async () => {
    const body = (length: number) => ({ Padding: 'x'.repeat(length - '{"Padding":""}'.length) });

    expect((await post(pool, 'GetUser', body(MAX_BODY_BYTES))).status).toBe(400);
    expect((await post(pool, 'GetUser', body(MAX_BODY_BYTES + 1))).status).toBe(413);
    expect(pool.requests.list('GetUser')).toHaveLength(1);
  });

  it('answers 413 to a body of which nobody said how long it is (#12)', async () => {
    const chunks = Array.from({ length: 3 }, () => 'x'.repeat(MAX_BODY_BYTES / 2));

    expect((await sendRaw(pool, { chunks })).status).toBe(413);
    expect(pool.requests.list('GetUser')).toHaveLength(0);
  });

  it.each(['127.0.0.1', 'localhost:4711', 'app.localhost', '[::1]:80', '127.1.2.3'])(
    'is served as %s (#12)',
    async (host) => {
      expect((await sendRaw(pool, { host, chunks: ['{}'] })).status).toBe(400);
      expect(pool.requests.list('GetUser')).toHaveLength(1);
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'evil.example#localhost',
    '192.168.0.1',
    '0.0.0.0',
  ])('is not served as %j (#12)', async (host) => {
    const { status, text } = await sendRaw(pool, { host, chunks: ['{}'] });

    expect(status).toBe(403);
    expect(text).toContain('allowedHosts');
    expect(pool.requests.list('GetUser')).toHaveLength(0);
  });

  it('is served as the hosts that it is told (#12)', async () => {
    const other = await startUserPool({ allowedHosts: ['Cognito.test'] });
    const answers = await Promise.all([
      sendRaw(other, { host: 'cognito.test:8080', chunks: ['{}'] }),
      sendRaw(other, { host: 'sub.cognito.test', chunks: ['{}'] }),
    ]);
    await other.close();

    expect(answers.map(({ status }) => status)).toEqual([400, 403]);
  });

  it.each(['http://cognito.test', 'cognito.test:80', 'cognito.test/', '*', '*.test', ''])(
    'refuses to be told to serve %j (#12)',
    async (entry) => {
      await expect(startUserPool({ allowedHosts: [entry] })).rejects.toThrow(TypeError);
    },
  );

  it.each([
    ['//', 404],
    ['/\\', 404],
    ['http://evil.example/', 400],
  ])('answers a request for %s (#12)', async (path, status) => {
    expect((await sendRaw(pool, { path })).status).toBe(status);
    expect((await sendRaw(pool, { path: '/' })).status).toBe(404);
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
