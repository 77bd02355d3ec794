import type { FaultPlan } from '../../../src/emulator';
import { ask, verdict } from '../ask';
import { createTestPool, signIn } from '../fixture';

/** Signs in, plans a fault for RevokeToken, and has it ready to be sent. */
async function plan(fault: FaultPlan) {
  const pool = createTestPool();
  const { RefreshToken } = await signIn(pool);
  const planned = pool.faults.on('RevokeToken', fault);
  const body = { Token: RefreshToken, ClientId: pool.userPoolClientId };
  return {
    pool,
    planned,
    revoke: () => ask(pool, 'RevokeToken', body, { headers: { origin: 'https://app.example' } }),
    isAlive: () => pool.isTokenLive(RefreshToken),
  };
}

/** Lets every task run that does not wait for the pool's clock. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('faults', () => {
  it('delay a call before it takes effect', async () => {
    const { pool, planned, revoke, isAlive } = await plan({ delayBeforeMs: 100 });
    const answer = revoke();
    await planned.reached;
    pool.clock.advance(99);
    await settle();

    expect(isAlive()).toBe(true);
    pool.clock.advance(1);
    expect((await answer).status).toBe(200);
    expect(isAlive()).toBe(false);
  });

  it('delay an answer once the call has taken effect', async () => {
    const { pool, planned, revoke, isAlive } = await plan({ answerLateMs: 100 });
    let isAnswered = false;
    const answer = revoke().finally(() => {
      isAnswered = true;
    });
    await planned.reached;

    expect(isAlive()).toBe(false);
    pool.clock.advance(99);
    await settle();
    expect(isAnswered).toBe(false);
    pool.clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  it.each([
    ['beforeEffect', true],
    ['afterEffect', false],
  ] as const)('hold a call %s until it is released', async (moment, alive) => {
    const { planned, revoke, isAlive } = await plan({ hang: moment });
    const answer = revoke();
    await planned.reached;

    expect(isAlive()).toBe(alive);
    planned.release();
    expect((await answer).status).toBe(200);
    expect(isAlive()).toBe(false);
  });

  it.each([
    ['beforeEffect', true],
    ['afterEffect', false],
  ] as const)('drop the socket %s', async (moment, alive) => {
    const { revoke, isAlive } = await plan({ dropSocket: moment });

    await expect(revoke()).rejects.toThrow(TypeError);
    expect(isAlive()).toBe(alive);
  });

  it('answer with an exception, and nothing has happened', async () => {
    const { revoke, isAlive } = await plan({ error: 'InternalErrorException' });
    const { status, body } = await revoke();

    expect([status, body['__type'], isAlive()]).toEqual([500, 'InternalErrorException', true]);
  });

  it('answer with an exception although the call has taken effect, if asked for', async () => {
    const { revoke, isAlive } = await plan({ error: 'InternalErrorException', takesEffect: true });

    expect([(await revoke()).status, isAlive()]).toEqual([500, false]);
  });

  it('throttle', async () => {
    const { revoke, isAlive } = await plan({ throttle: { retryAfterSeconds: 7 } });
    const { status, body, headers } = await revoke();

    expect([status, body['__type'], headers.get('retry-after')]).toEqual([
      400,
      'TooManyRequestsException',
      '7',
    ]);
    expect(isAlive()).toBe(true);
  });

  it('answer as a gateway does', async () => {
    const { revoke, isAlive } = await plan({ html502: true });
    const { status, text, headers } = await revoke();

    expect([status, headers.get('content-type'), isAlive()]).toEqual([502, 'text/html', true]);
    expect(text).toMatch(/^<html>/);
  });

  it('answer with any status, body and headers', async () => {
    const { revoke, isAlive } = await plan({ status: 418, body: 'teapot', headers: { 'x-mine': '1' } });
    const { status, text, headers } = await revoke();

    expect([status, text, headers.get('x-mine'), isAlive()]).toEqual([418, 'teapot', '1', true]);
  });

  it('cut the JSON off', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    const whole = await ask(pool, 'GetUser', { AccessToken });
    pool.faults.on('GetUser', { truncatedJson: true });
    const { text } = await ask(pool, 'GetUser', { AccessToken });

    expect(text).toBe(whole.text.slice(0, Math.floor(whole.text.length / 2)));
  });

  it('leave the CORS headers out', async () => {
    const { revoke, isAlive } = await plan({ withoutCors: true });
    const { headers } = await revoke();

    expect([headers.get('access-control-allow-origin'), isAlive()]).toEqual([null, false]);
    expect((await revoke()).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('strike the next call only, unless told otherwise', async () => {
    const { revoke } = await plan({ status: 503 });

    expect([(await revoke()).status, (await revoke()).status]).toEqual([503, 200]);
  });

  it('strike the call of a number, or every call', async () => {
    const pool = createTestPool();
    const statuses = async () => {
      const answers = [];
      for (let call = 0; call < 3; call++) answers.push((await ask(pool, 'GetUser', {})).status);
      return answers;
    };
    pool.faults.on('GetUser', { call: 2, status: 503 });
    expect(await statuses()).toEqual([400, 503, 400]);
    const every = pool.faults.on('GetUser', { call: 'every', status: 503 });
    expect(await statuses()).toEqual([503, 503, 503]);
    every.cancel();
    expect(await statuses()).toEqual([400, 400, 400]);
  });

  it('strike one after the other in the order of planning, and none of another operation', async () => {
    const pool = createTestPool();
    pool.faults.on('GetUser', { error: 'ForbiddenException' });
    pool.faults.on('GetUser', { error: 'InternalErrorException' });

    expect(await verdict(pool, 'GlobalSignOut', {})).toBe('InvalidParameterException');
    expect(await verdict(pool, 'GetUser', {})).toBe('ForbiddenException');
    expect(await verdict(pool, 'GetUser', {})).toBe('InternalErrorException');
    expect(await verdict(pool, 'GetUser', {})).toBe('InvalidParameterException');
  });

  it('are all taken back by clear', async () => {
    const { pool, revoke } = await plan({ call: 'every', status: 503 });
    pool.faults.clear();

    expect((await revoke()).status).toBe(200);
  });

  it('do not keep other calls waiting while one is held', async () => {
    const { pool, planned, revoke } = await plan({ hang: true });
    const held = revoke();
    await planned.reached;

    expect(await signIn(pool)).toBeDefined();
    planned.release();
    await held;
  });

  it.each([{ status: 99 }, { status: 600 }, { headers: { 'a b': 'x' } }, { headers: { a: 'x\ny' } }])(
    'that no answer can be, %j, are refused when they are planned (#17)',
    async (fault) => {
      await expect(plan(fault)).rejects.toThrow(RangeError);
    },
  );

  it.each([204, 205, 304])('answer %i without the body that it cannot have (#17)', async (status) => {
    const { revoke } = await plan({ status, body: 'x' });

    expect(await revoke()).toMatchObject({ status, text: '' });
  });

  it('leave nothing behind where the caller has gone before the connection is dropped (#17)', async () => {
    const { pool } = await plan({ dropSocket: true });
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const signal = AbortSignal.abort(new Error('gone'));

    await expect(ask(pool, 'RevokeToken', {}, { signal })).rejects.toThrow('gone');
    await settle();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
