import { ask, verdict } from '../ask';
import { createTestPool, PASSWORD, submitPassword, type TestPool } from '../fixture';

const carol = (pool: TestPool, more: object = {}) => ({
  ClientId: pool.userPoolClientId,
  Username: 'carol',
  Password: PASSWORD,
  UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
  ...more,
});

const named = (pool: TestPool, more: object = {}) => ({
  ClientId: pool.userPoolClientId,
  Username: 'carol',
  ...more,
});

describe('SignUp', () => {
  it('adds a user who may not sign in before the code is brought back', async () => {
    const pool = createTestPool();
    const { body } = await ask(pool, 'SignUp', carol(pool));

    expect(body).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'c***@e***' },
    });
    expect((await submitPassword(pool, 'carol')).body['__type']).toBe('UserNotConfirmedException');
    expect((await submitPassword(pool, 'carol', 'wrong')).body['__type']).toBe('NotAuthorizedException');
  });

  it('names a user by an address where addresses are usernames', async () => {
    const pool = createTestPool({ usernameAttributes: ['email'], users: [] });
    const { body } = await ask(
      pool,
      'SignUp',
      carol(pool, { Username: 'carol@example.com', UserAttributes: [] }),
    );

    expect(pool.outbox.latest()).toMatchObject({
      username: body['UserSub'],
      destination: 'carol@example.com',
    });
    expect(await verdict(pool, 'SignUp', carol(pool))).toBe('InvalidParameterException');
  });
});

describe('ConfirmSignUp', () => {
  it('confirms the user and the address', async () => {
    const pool = createTestPool({ aliasAttributes: ['email'] });
    await ask(pool, 'SignUp', carol(pool));
    const ConfirmationCode = pool.outbox.latest('carol')?.code;

    expect(await verdict(pool, 'ConfirmSignUp', named(pool, { ConfirmationCode }))).toBe('success');
    expect((await submitPassword(pool, 'carol@example.com')).status).toBe(200);
  });

  it('takes an alias away from another user if it is forced to', async () => {
    const pool = createTestPool({ aliasAttributes: ['email'] });
    await ask(pool, 'SignUp', carol(pool));
    pool.admin.createUser({
      username: 'dave',
      attributes: { email: 'carol@example.com', email_verified: 'true' },
    });
    const confirmation = named(pool, { ConfirmationCode: pool.outbox.latest('carol')?.code });

    expect(await verdict(pool, 'ConfirmSignUp', confirmation)).toBe('AliasExistsException');
    expect(await verdict(pool, 'ConfirmSignUp', { ...confirmation, ForceAliasCreation: true })).toBe(
      'success',
    );
    expect((await submitPassword(pool, 'carol@example.com')).status).toBe(200);
  });
});

describe('ResendConfirmationCode', () => {
  it('sends a code that replaces the one before', async () => {
    const pool = createTestPool();
    await ask(pool, 'SignUp', carol(pool));
    const first = pool.outbox.latest('carol')?.code;
    const { body } = await ask(pool, 'ResendConfirmationCode', named(pool));
    const second = pool.outbox.latest('carol')?.code;

    expect(body['CodeDeliveryDetails']).toMatchObject({ Destination: 'c***@e***' });
    expect(await verdict(pool, 'ConfirmSignUp', named(pool, { ConfirmationCode: first }))).toBe(
      'CodeMismatchException',
    );
    expect(await verdict(pool, 'ConfirmSignUp', named(pool, { ConfirmationCode: second }))).toBe('success');
  });

  it('does not show that a user does not exist', async () => {
    const pool = createTestPool();
    const { status, body } = await ask(pool, 'ResendConfirmationCode', named(pool));

    expect([status, body['CodeDeliveryDetails']]).toEqual([
      200,
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'c***@e***' },
    ]);
    expect(pool.outbox).toHaveLength(0);
  });
});
