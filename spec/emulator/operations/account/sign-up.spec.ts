import { ask, verdict } from '../../ask';
import { createTestPool, PASSWORD, submitPassword, type TestPool } from '../../fixture';

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
      Session: expect.stringMatching(/^.{600,}$/) as string,
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

describe('the Session of SignUp', () => {
  /** Signs carol up and confirms her, both with the session that went before. */
  async function signUp(pool: TestPool, more: object = {}) {
    const begun = await ask(pool, 'SignUp', carol(pool, more));
    const ConfirmationCode = pool.outbox.latest('carol')?.code;
    const confirmed = named(pool, { ConfirmationCode, Session: begun.body['Session'] });
    return { begun: begun.body['Session'], confirm: () => ask(pool, 'ConfirmSignUp', confirmed) };
  }

  const signInWith = (pool: TestPool, Session: unknown, USERNAME = 'carol') =>
    ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME },
      Session,
    });

  it('signs in at once after ConfirmSignUp, with and without a password (#14)', async () => {
    for (const Password of [PASSWORD, undefined]) {
      const pool = createTestPool({ allowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] });
      const { body } = await (await signUp(pool, { Password })).confirm();

      expect((await signInWith(pool, body['Session'])).body).toHaveProperty('AuthenticationResult');
    }
  });

  it('comes with ConfirmSignUp also where that is sent without one, as by amplify-js (#14)', async () => {
    const pool = createTestPool();
    await ask(pool, 'SignUp', carol(pool));
    const ConfirmationCode = pool.outbox.latest('carol')?.code;
    const { body } = await ask(pool, 'ConfirmSignUp', named(pool, { ConfirmationCode }));

    expect((await signInWith(pool, body['Session'])).body).toHaveProperty('AuthenticationResult');
  });

  it('works once, for its user, once confirmed, and in time (#14)', async () => {
    const pool = createTestPool();
    const { begun, confirm } = await signUp(pool);
    expect((await signInWith(pool, begun)).body['__type']).toBe('NotAuthorizedException');
    expect((await confirm()).body).toEqual({});
    const other = createTestPool();
    const { body } = await (await signUp(other)).confirm();
    expect((await signInWith(other, body['Session'], 'alice')).body['__type']).toBe('NotAuthorizedException');
    expect((await signInWith(other, body['Session'])).body['__type']).toBe('NotAuthorizedException');
    const late = createTestPool();
    const session = (await (await signUp(late)).confirm()).body['Session'];
    late.clock.advance(180_000);

    expect((await signInWith(late, session)).body['__type']).toBe('NotAuthorizedException');
  });

  it('is for clients that sign in by USER_AUTH only (#14)', async () => {
    const pool = createTestPool({ clients: [{ explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }] });
    const { begun, confirm } = await signUp(pool);

    expect([begun, (await confirm()).body]).toEqual([undefined, {}]);
  });

  it('goes on to a second factor where one is a must (#14)', async () => {
    const pool = createTestPool({ mfaConfiguration: 'ON' });
    const { body } = await (await signUp(pool)).confirm();

    expect((await signInWith(pool, body['Session'])).body['ChallengeName']).toBe('MFA_SETUP');
  });

  it('is no way around a password where the pool wants one (#14)', async () => {
    const pool = createTestPool();

    expect(await verdict(pool, 'SignUp', carol(pool, { Password: undefined }))).toBe(
      'InvalidParameterException',
    );
  });
});
