import {
  createEmulatorControl,
  createUserPool,
  startUserPool,
  type EmulatorControl,
  type RunningUserPool,
} from '../../../src/emulator';
import { ask, verdict, type Asked } from '../ask';
import { ALICE, createTestPool, PASSWORD, submitPassword, tokensOf } from '../fixture';
import { createLoginPool, signInAtPage } from '../oauth/fixture';

const CAROL = {
  Username: 'carol',
  Password: PASSWORD,
  UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
};

describe('createEmulatorControl', () => {
  let pool: RunningUserPool;
  let emulator: EmulatorControl;

  /** Sends an operation over HTTP, as the client under test would. */
  const send = async (operation: string, body: object): Promise<Asked> => {
    const response = await fetch(pool.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify({ ClientId: pool.userPoolClientId, ...body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      headers: response.headers,
      body: JSON.parse(text) as Asked['body'],
    };
  };
  const signIn = (PASSWORD_ = PASSWORD) =>
    send('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: PASSWORD_ },
    });

  beforeEach(async () => {
    pool = await startUserPool({ users: [{ ...ALICE, mfa: { enabled: [] } }] });
    emulator = createEmulatorControl(pool.endpoint);
  });

  afterEach(() => pool.close());

  it('tells which pool it is (#17)', async () => {
    expect(await emulator.describe()).toMatchObject({
      userPoolId: pool.userPoolId,
      userPoolClientId: pool.userPoolClientId,
    });
  });

  it('reads the codes that were sent, and clears them (#17)', async () => {
    await send('SignUp', CAROL);

    expect(await emulator.outbox.latest('carol')).toEqual(pool.outbox.latest('carol'));
    expect(await emulator.outbox.latest('alice')).toBeUndefined();
    await emulator.outbox.clear();
    expect(await emulator.outbox.list()).toEqual([]);
  });

  it('moves the time on, and with it what falls due (#17)', async () => {
    const { AccessToken } = tokensOf(await signIn());
    const before = await emulator.clock.now();
    expect(await emulator.isTokenLive(AccessToken)).toBe(true);
    const after = await emulator.clock.advance(3_600_000);

    expect(after - before).toBeGreaterThanOrEqual(3_600_000);
    expect(await emulator.isTokenLive(AccessToken)).toBe(false);
    await expect(emulator.clock.advance(-1)).rejects.toThrow('that is not negative');
  });

  it('plans faults, says when they strike, and lets go of what they hold (#17)', async () => {
    const fault = await emulator.faults.on('InitiateAuth', { hang: true });
    const held = signIn();
    await fault.reached();
    await fault.release();
    expect((await held).status).toBe(200);
    const cancelled = await emulator.faults.on('InitiateAuth', { error: 'InternalErrorException' });
    await cancelled.cancel();
    expect((await signIn()).status).toBe(200);
    await emulator.faults.on('InitiateAuth', { error: 'InternalErrorException', call: 'every' });
    expect((await signIn()).status).toBe(500);
    await emulator.faults.clear();

    expect((await signIn()).status).toBe(200);
    await expect(emulator.faults.on('Nothing' as never, {})).rejects.toThrow(
      'There is no operation "Nothing"',
    );
  });

  it('lets a delayed answer come by moving the time on (#17)', async () => {
    const fault = await emulator.faults.on('InitiateAuth', { answerLateMs: 3_600_000 });
    const late = signIn();
    await fault.reached();
    await emulator.clock.advance(3_600_000);

    expect((await late).status).toBe(200);
  });

  it('lists the requests that came (#17)', async () => {
    await signIn('wrong');
    await send('GetUser', { AccessToken: 'x' });

    expect(await emulator.requests.list('InitiateAuth')).toMatchObject([
      { operation: 'InitiateAuth', status: 400, error: 'NotAuthorizedException' },
    ]);
    expect(await emulator.requests.list()).toHaveLength(2);
    await emulator.requests.clear();
    expect(await emulator.requests.list()).toEqual([]);
  });

  it('does what an administrator does (#17)', async () => {
    const { users } = emulator;
    await users.create({ username: 'bob/ü', password: PASSWORD, mfa: { enabled: ['SOFTWARE_TOKEN_MFA'] } });
    expect(await users.list()).toMatchObject([
      { username: 'alice', status: 'CONFIRMED', enabled: true },
      { username: 'bob/ü', mfa: ['SOFTWARE_TOKEN_MFA'] },
    ]);
    expect(await users.totpCode('bob/ü')).toMatch(/^\d{6}$/);
    await users.setPassword('alice', 'N3w-Passw0rd!', { temporary: true });
    expect((await signIn('N3w-Passw0rd!')).body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
    await users.setPassword('alice', PASSWORD);
    const { RefreshToken } = tokensOf(await signIn());
    await users.globalSignOut('alice');
    expect(await emulator.tokenFamilies('alice')).toMatchObject([{ endedBy: 'AdminUserGlobalSignOut' }]);
    expect(await emulator.isTokenLive(RefreshToken)).toBe(false);
    await users.disable('alice');
    expect((await signIn()).status).toBe(400);
    await users.enable('alice');
    expect((await signIn()).status).toBe(200);
    await users.resetPassword('alice');
    expect((await signIn()).body['__type']).toBe('PasswordResetRequiredException');
    await users.delete('alice');
    await expect(users.delete('alice')).rejects.toThrow('User does not exist.');
    await expect(users.totpCode('bob')).rejects.toThrow('User does not exist.');
  });

  it('puts the pool back to what it was, under the same ids (#17)', async () => {
    const { RefreshToken } = tokensOf(await signIn());
    await send('SignUp', CAROL);
    await emulator.users.delete('alice');
    await emulator.faults.on('InitiateAuth', { error: 'InternalErrorException' });
    const before = await emulator.describe();
    await emulator.reset();

    expect(await emulator.describe()).toEqual({ ...before, now: expect.any(Number) });
    expect((await emulator.users.list()).map(({ username }) => username)).toEqual(['alice']);
    expect(await emulator.outbox.list()).toEqual([]);
    expect(await emulator.isTokenLive(RefreshToken)).toBe(false);
    expect((await signIn()).status).toBe(200);
  });
});

describe('a reset', () => {
  const PASSWORD_AUTH = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'alice', PASSWORD } };

  it('gives users, and what they carry, the ids that they had (#17)', () => {
    const alice = { ...ALICE, mfa: { enabled: ['SOFTWARE_TOKEN_MFA' as const] } };
    const pool = createUserPool({ users: [alice] });
    const before = [pool.users(), pool.admin.totpSecret('alice')];
    pool.admin.deleteUser('alice');
    pool.reset();

    expect([pool.users(), pool.admin.totpSecret('alice')]).toEqual(before);
  });

  it('makes nothing of requests that are open: their tokens and codes are worth nothing after it (#17)', async () => {
    const pool = createUserPool({ users: [ALICE] });
    const { userPoolClientId: ClientId } = pool;
    const holdings = (['beforeEffect', 'afterEffect'] as const).map((hang) =>
      pool.faults.on('InitiateAuth', { hang }),
    );
    const held = holdings.map(() => ask(pool, 'InitiateAuth', { ClientId, ...PASSWORD_AUTH }));
    const sending = pool.faults.on('ForgotPassword', { hang: true });
    const sent = ask(pool, 'ForgotPassword', { ClientId, Username: 'alice' });
    await Promise.all([...holdings, sending].map(({ reached }) => reached));
    const running = ask(pool, 'InitiateAuth', { ClientId, ...PASSWORD_AUTH });
    pool.reset();
    for (const fault of [...holdings, sending]) fault.release();
    const answers = (await Promise.all([...held, running])).map(tokensOf);
    expect((await sent).status).toBe(200);

    for (const { AccessToken, RefreshToken } of answers) {
      expect([pool.isTokenLive(AccessToken), pool.isTokenLive(RefreshToken)]).toEqual([false, false]);
      expect(await verdict(pool, 'GetUser', { AccessToken })).toBe('NotAuthorizedException');
    }
    expect(pool.tokenFamilies()).toEqual([]);
    expect([...pool.outbox]).toEqual([]);
  });

  it('tells whoever waits for a fault that it is gone (#17)', async () => {
    const pool = createUserPool();
    const control = (path: string, init: RequestInit = {}) =>
      pool.handler(new Request(`http://127.0.0.1/_emulator/${path}`, init));
    const body = JSON.stringify({ operation: 'GetUser', hang: true });
    for (const method of ['POST', 'POST']) await control('faults', { method, body });
    const waiting = [control('faults/1/reached'), control('faults/2/reached')];
    await control('faults/1', { method: 'DELETE' });
    await control('reset', { method: 'POST' });

    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(409);
  });
});

describe('/_emulator/', () => {
  const control = (path: string, init: RequestInit = {}) =>
    new Request(`http://127.0.0.1/_emulator/${path}`, init);

  it('lists browsers at managed login (#17)', async () => {
    const pool = createLoginPool();
    await signInAtPage(pool);
    const response = await pool.handler(control('sso-sessions?username=alice'));

    expect(await response.json()).toMatchObject({
      sessions: [{ username: 'alice', provider: 'COGNITO', isLive: true }],
    });
  });

  it('is not for pages, but for those whose origin was named (#17)', async () => {
    const pool = createTestPool({ adminOrigins: ['http://localhost:4200'] });
    const from = (origin: string) => pool.handler(control('outbox', { headers: { origin } }));
    const stranger = await from('https://evil.example');
    const own = await from('http://localhost:4200');

    expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'http://localhost:4200',
    ]);
    expect(
      (await pool.handler(control('reset', { method: 'POST', headers: { origin: 'null' } }))).status,
    ).toBe(403);
  });

  it('lets a page of such an origin send everything that a client of it sends (#17)', async () => {
    const pool = createTestPool({ adminOrigins: ['http://localhost:4200'] });
    const headers = { origin: 'http://localhost:4200', 'access-control-request-method': 'DELETE' };
    const answer = await pool.handler(control('outbox', { method: 'OPTIONS', headers }));

    expect(answer.headers.get('access-control-allow-methods')?.split(',')).toContain('DELETE');
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:4200');
  });

  it.each([
    ['nothing', {}, 404],
    ['clock', { method: 'DELETE' }, 405],
    ['clock', { method: 'POST', body: '{' }, 400],
    ['clock', { method: 'POST', body: '[]' }, 400],
    ['clock', { method: 'POST', body: '{"advanceMs":"1"}' }, 400],
    ['users', { method: 'POST', body: '{}' }, 400],
    ['users', { method: 'POST', body: '{"username":"alice"}' }, 400],
    ['users', { method: 'POST', body: '{"username":"bob","groups":5}' }, 400],
    ['users', { method: 'POST', body: '{"username":"bob","password":{}}' }, 400],
    ['users', { method: 'POST', body: '{"username":"bob","__proto__":{}}' }, 400],
    ['clock', { method: 'POST', body: '{"advanceMs":1e300}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","status":99}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","body":5}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","error":"NotAuthorised"}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","hang":"sometimes"}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","headers":{"a b":"c"}}' }, 400],
    ['faults', { method: 'POST', body: '{"operation":"GetUser","delayBeforeMs":1e12}' }, 400],
    ['users/%E0%A4%A', { method: 'DELETE' }, 400],
    ['faults/17', {}, 404],
    ['tokens', { method: 'POST', body: '{}' }, 400],
    ['users/alice/totp', {}, 404],
  ] as const)('answers %s with %j by %i, and says why (#17)', async (path, init, status) => {
    const response = await createTestPool().handler(control(path, init));

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });

  it('tells whether a fault has struck, without waiting for it (#17)', async () => {
    const pool = createTestPool();
    const body = JSON.stringify({ operation: 'GetUser', error: 'InternalErrorException' });
    await pool.handler(control('faults', { method: 'POST', body }));
    const isReached = async (): Promise<unknown> => (await pool.handler(control('faults/1'))).json();

    expect(await isReached()).toEqual({ isReached: false });
    await ask(pool, 'GetUser', {});
    expect(await isReached()).toEqual({ isReached: true });
  });

  it('keeps the requests of the pool apart from its own (#17)', async () => {
    const pool = createTestPool();
    await submitPassword(pool);
    await pool.handler(control('requests'));

    expect(pool.requests).toHaveLength(1);
    expect(await verdict(pool, 'GetUser', { AccessToken: 'x' })).toBe('NotAuthorizedException');
    expect((await ask(pool, 'GetUser', {})).status).toBe(400);
  });
});
