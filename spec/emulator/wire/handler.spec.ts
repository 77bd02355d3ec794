import type { OperationName, UserPool } from '../../../src/emulator';
import { isForAdministrators, OPERATIONS } from '../../../src/emulator/operations/table';
import { ask, verdict } from '../ask';
import { createTestPool, signIn } from '../fixture';

const TARGET = 'AWSCognitoIdentityProviderService.';

function send(pool: UserPool, init: RequestInit, path = '/'): Promise<Response> {
  return pool.handler(new Request(`http://127.0.0.1${path}`, init));
}

const typeOf = async (response: Response) => ((await response.json()) as { readonly __type: string }).__type;

describe('handler', () => {
  it.each([
    '',
    'GetUser',
    `${TARGET}GetUserr`,
    `${TARGET}__proto__`,
    `${TARGET}constructor`,
    `Other.GetUser`,
  ])('refuses the target %j', async (target) => {
    const response = await send(createTestPool(), {
      method: 'POST',
      headers: { 'x-amz-target': target },
      body: '{}',
    });

    expect(response.status).toBe(400);
    expect(await typeOf(response)).toBe('UnknownOperationException');
  });

  it.each(['', 'no json', '[]', 'null', '"text"', '7', '{"AccessToken":7}', '{"AccessToken":["a"]}'])(
    'refuses the body %j',
    async (body) => {
      const answer = await ask(createTestPool(), 'GetUser', body);

      expect([answer.status, answer.body['__type']]).toEqual([400, 'SerializationException']);
    },
  );

  it('says all that is wrong with an input at once', async () => {
    const { body } = await ask(createTestPool(), 'InitiateAuth', {
      AuthFlow: 'NONSENSE',
      ClientId: 'x'.repeat(129),
    });

    expect(body['__type']).toBe('InvalidParameterException');
    expect(body['message']).toMatch(
      /^2 validation errors detected: Value at 'authFlow' .*; Value at 'clientId' .*128$/,
    );
  });

  it.each([
    ['a missing member', {}],
    ['a member that is null', { AccessToken: null }],
    ['a member that does not match its pattern', { AccessToken: 'a b' }],
    ['an inherited member', JSON.parse('{"__proto__":{"AccessToken":"x"}}') as object],
  ])('refuses %s', async (_, body) => {
    expect((await ask(createTestPool(), 'GetUser', body)).body['__type']).toBe('InvalidParameterException');
  });

  it('is indifferent to members that it does not know, and to names from the prototype', async () => {
    const body =
      '{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"x","AuthParameters":{"__proto__":"a"},"Odd":{}}';

    expect((await ask(createTestPool(), 'InitiateAuth', body)).body['__type']).toBe(
      'ResourceNotFoundException',
    );
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('names the exception in the body and in the headers', async () => {
    const { status, body, headers } = await ask(createTestPool(), 'GetUser', { AccessToken: 'never.issued' });

    expect([status, body]).toEqual([
      400,
      { __type: 'NotAuthorizedException', message: 'Invalid Access Token' },
    ]);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:');
    expect(headers.get('x-amzn-errormessage')).toBe('Invalid Access Token');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers CORS where the request names an origin', async () => {
    const pool = createTestPool();
    const { headers } = await ask(pool, 'GetUser', {}, { headers: { origin: 'https://app.example' } });
    const plain = await ask(pool, 'GetUser', {});

    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toBe(
      'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
    );
    expect(plain.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers a preflight', async () => {
    const asked = {
      origin: 'https://app.example',
      'access-control-request-headers': 'content-type,x-amz-target',
    };
    const { status, headers } = await send(createTestPool(), { method: 'OPTIONS', headers: asked });

    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toBe('content-type,x-amz-target');
    expect(headers.get('access-control-max-age')).toBe('172800');
  });

  it('publishes the two keys by which its tokens verify', async () => {
    const pool = createTestPool();
    const tokens = await signIn(pool);
    const response = await send(pool, { method: 'GET' }, `/${pool.userPoolId}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as {
      readonly keys: readonly (JsonWebKey & { readonly kid: string })[];
    };
    const verify = async (jwt: string) => {
      const [head = '', payload = '', signature = ''] = jwt.split('.');
      const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { readonly kid: string };
      const jwk = keys.find((key) => key.kid === kid) ?? {};
      const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
      const signed = Buffer.from(`${head}.${payload}`);
      return crypto.subtle.verify(algorithm.name, key, Buffer.from(signature, 'base64url'), signed);
    };

    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
    expect(await Promise.all([verify(tokens.AccessToken), verify(tokens.IdToken)])).toEqual([true, true]);
  });

  it('has no other documents', async () => {
    expect((await send(createTestPool(), { method: 'GET' }, '/elsewhere')).status).toBe(404);
  });

  it('answers for a defect of its own without falling over', async () => {
    const pool = createTestPool({
      customAuth: {
        // No JSON can be made of a parameter like this one.
        createAuthChallenge: () => ({
          publicChallengeParameters: { odd: 1n as unknown as string },
          privateChallengeParameters: {},
        }),
        defineAuthChallenge: () => ({ challengeName: 'CUSTOM_CHALLENGE' }),
        verifyAuthChallengeResponse: () => true,
      },
    });
    const { status, body } = await ask(pool, 'InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice' },
    });

    expect([status, body['__type']]).toEqual([500, 'InternalErrorException']);
  });
});

describe('requests', () => {
  it('log what was asked, when, and how it was answered', async () => {
    const pool = createTestPool();
    await ask(pool, 'GetUser', { AccessToken: 'never.issued' }, { headers: { 'x-mine': '1' } });
    pool.clock.advance(5);
    await ask(pool, 'GetUser', 'no json');
    const [first, second] = pool.requests.list('GetUser');

    expect(first).toMatchObject({
      operation: 'GetUser',
      call: 1,
      body: { AccessToken: 'never.issued' },
      at: pool.clock.now() - 5,
      aborted: false,
      status: 400,
      error: 'NotAuthorizedException',
    });
    expect(first?.headers['x-mine']).toBe('1');
    expect(second).toMatchObject({ call: 2, body: 'no json', at: pool.clock.now() });
  });

  it('say where the caller went away, and do the work all the same', async () => {
    const pool = createTestPool();
    const { RefreshToken } = await signIn(pool);
    const held = pool.faults.on('RevokeToken', { hang: true });
    const leaving = new AbortController();
    const body = { Token: RefreshToken, ClientId: pool.userPoolClientId };
    const answer = ask(pool, 'RevokeToken', body, { signal: leaving.signal });
    await held.reached;
    leaving.abort(new Error('gone'));

    await expect(answer).rejects.toThrow('gone');
    expect(pool.requests.list('RevokeToken')[0]?.aborted).toBe(true);
    expect(pool.isTokenLive(RefreshToken)).toBe(true);
    held.release();
    await ask(pool, 'GetUser', {});
    expect(pool.isTokenLive(RefreshToken)).toBe(false);
  });

  it('are forgotten on demand, with dead tokens; the count of calls goes on', async () => {
    const pool = createTestPool();
    const [dead, alive] = [await signIn(pool), await signIn(pool)];
    await ask(pool, 'RevokeToken', { Token: dead.RefreshToken, ClientId: pool.userPoolClientId });
    pool.forgetHistory();

    expect([pool.requests.length, pool.tokenFamilies().length]).toEqual([0, 1]);
    expect(pool.isTokenLive(alive.AccessToken)).toBe(true);
    expect(pool.requests.callsOf('InitiateAuth')).toBe(2);
  });
});

describe('handler, asked by a page for what an administrator does', () => {
  const OF_ADMINISTRATORS = (Object.keys(OPERATIONS) as OperationName[]).filter((name) =>
    /^(Admin|Describe|ListUsers|(Get|List|Set|Update)UserPool)/.test(name),
  );
  const page = (origin: string) => ({ headers: { origin } });
  const disable = (pool: UserPool, origin: string) =>
    ask(pool, 'AdminDisableUser', { UserPoolId: pool.userPoolId, Username: 'alice' }, page(origin));

  it('knows which operations those are (#12)', () => {
    expect(OF_ADMINISTRATORS).toHaveLength(27);
    expect((Object.keys(OPERATIONS) as OperationName[]).filter(isForAdministrators)).toEqual(
      OF_ADMINISTRATORS,
    );
  });

  it.each(OF_ADMINISTRATORS)('refuses %s, and does nothing (#12)', async (operation) => {
    const pool = createTestPool();

    expect(await verdict(pool, operation, {}, page('https://evil.example'))).toBe(
      'MissingAuthenticationTokenException',
    );
    expect(pool.requests.list(operation)).toHaveLength(0);
    expect(await verdict(pool, operation, {})).toBe('InvalidParameterException');
  });

  it('says to the page which option allows it (#12)', async () => {
    const { body, headers } = await disable(createTestPool(), 'null');

    expect(body['message']).toContain('adminOrigins');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('does it for the origins that are named, exactly (#12)', async () => {
    const pool = createTestPool({ adminOrigins: ['http://localhost:4200'] });

    expect((await disable(pool, 'http://localhost:4201')).status).toBe(400);
    expect((await disable(pool, 'http://localhost:42000')).status).toBe(400);
    expect((await disable(pool, 'http://localhost:4200')).status).toBe(200);
  });

  it.each(['*', 'http://localhost:4200/', 'localhost:4200', 'null', ''])(
    'refuses the entry %j (#12)',
    (entry) => {
      expect(() => createTestPool({ adminOrigins: [entry] })).toThrow(TypeError);
    },
  );

  it('still lets every page sign in', async () => {
    const pool = createTestPool();
    const input = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.userPoolClientId };
    const AuthParameters = { USERNAME: 'alice', PASSWORD: 'wrong' };

    expect(await verdict(pool, 'InitiateAuth', { ...input, AuthParameters }, page('https://a.example'))).toBe(
      'NotAuthorizedException',
    );
  });
});
