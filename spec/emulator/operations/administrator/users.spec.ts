import { ask, verdict } from '../../ask';
import { createTestPool, PASSWORD, respond, signIn, submitPassword, type TestPool } from '../../fixture';

const NEW_PASSWORD = 'N3w-Passw0rd!';

const alice = (pool: TestPool, more: object = {}) => ({
  UserPoolId: pool.userPoolId,
  Username: 'alice',
  ...more,
});

describe('AdminCreateUser', () => {
  it('invites a user with a temporary password', async () => {
    const pool = createTestPool();
    const { body } = await ask(pool, 'AdminCreateUser', {
      ...alice(pool),
      Username: 'erin',
      UserAttributes: [
        { Name: 'email', Value: 'erin@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    const { purpose, code, destination } = pool.outbox.latest('erin') ?? { code: '' };

    expect(body['User']).toMatchObject({
      Username: 'erin',
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
    });
    expect([purpose, destination]).toEqual(['invitation', 'erin@example.com']);
    const challenge = await submitPassword(pool, 'erin', code);
    expect(
      (await respond(pool, challenge, { NEW_PASSWORD }, 'erin')).body['AuthenticationResult'],
    ).toBeDefined();
  });

  it('sends nothing when told to be silent, and another password when asked to send again', async () => {
    const pool = createTestPool();
    const erin = { ...alice(pool), Username: 'erin', TemporaryPassword: 'Temp-0rary' };
    await ask(pool, 'AdminCreateUser', { ...erin, MessageAction: 'SUPPRESS' });
    expect(pool.outbox).toHaveLength(0);
    await ask(pool, 'AdminCreateUser', { ...erin, TemporaryPassword: 'Temp-1rary', MessageAction: 'RESEND' });

    expect(pool.outbox.latest('erin')?.code).toBe('Temp-1rary');
    expect((await submitPassword(pool, 'erin', 'Temp-1rary')).body['ChallengeName']).toBe(
      'NEW_PASSWORD_REQUIRED',
    );
  });
});

describe('AdminCreateUser, for an address that is an alias', () => {
  const BOB = {
    username: 'bob',
    password: PASSWORD,
    attributes: { email: 'erin@example.com', email_verified: 'true' },
  };
  const create = (pool: TestPool, email_verified: string, more: object = {}) =>
    ask(pool, 'AdminCreateUser', {
      UserPoolId: pool.userPoolId,
      Username: 'erin',
      UserAttributes: [
        { Name: 'email', Value: 'erin@example.com' },
        { Name: 'email_verified', Value: email_verified },
      ],
      ...more,
    });
  const owners = (pool: TestPool) =>
    pool
      .users()
      .filter(({ attributes }) => attributes['email_verified'] === 'true')
      .map(({ username }) => username);

  it('refuses one that another user has verified, but where it is forced to take it away (#17)', async () => {
    const pool = createTestPool({ users: [BOB], aliasAttributes: ['email'] });

    expect((await create(pool, 'true')).body).toEqual({
      __type: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    expect(owners(pool)).toEqual(['bob']);
    expect((await create(pool, 'true', { ForceAliasCreation: true })).status).toBe(200);
    expect(owners(pool)).toEqual(['erin']);
    await ask(pool, 'AdminSetUserPassword', {
      ...alice(pool),
      Username: 'erin',
      Password: NEW_PASSWORD,
      Permanent: true,
    });
    expect((await submitPassword(pool, 'erin@example.com', NEW_PASSWORD)).status).toBe(200);
    expect((await submitPassword(pool, 'erin@example.com')).status).toBe(400);
    expect((await submitPassword(pool, 'bob')).status).toBe(200);
  });

  it('takes nothing away for one that is not verified (#17)', async () => {
    const pool = createTestPool({ users: [BOB], aliasAttributes: ['email'] });

    expect((await create(pool, 'false', { ForceAliasCreation: true })).status).toBe(200);
    expect(owners(pool)).toEqual(['bob']);
  });
});

describe('AdminSetUserPassword', () => {
  it.each([
    [true, 'AuthenticationResult'],
    [false, 'ChallengeName'],
  ])('sets a password; permanent: %s', async (Permanent, member) => {
    const pool = createTestPool();
    await ask(pool, 'AdminSetUserPassword', alice(pool, { Password: NEW_PASSWORD, Permanent }));

    expect(Object.keys((await submitPassword(pool, 'alice', NEW_PASSWORD)).body)).toContain(member);
  });
});

describe('AdminDisableUser and AdminEnableUser', () => {
  it('keep a user out, with every session ended, until let in again', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    await ask(pool, 'AdminDisableUser', alice(pool));

    expect(pool.isTokenLive(AccessToken)).toBe(false);
    expect((await submitPassword(pool)).body['message']).toBe('User is disabled.');
    await ask(pool, 'AdminEnableUser', alice(pool));
    expect((await submitPassword(pool)).status).toBe(200);
    expect(pool.isTokenLive(AccessToken)).toBe(false);
  });
});

describe('AdminDeleteUser', () => {
  it('removes a user with every session', async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    await ask(pool, 'AdminDeleteUser', alice(pool));

    expect(await verdict(pool, 'GetUser', { AccessToken })).toBe('UserNotFoundException');
  });
});

describe('AdminUserGlobalSignOut', () => {
  it("ends all of a user's sessions", async () => {
    const pool = createTestPool();
    const sessions = [await signIn(pool), await signIn(pool)];
    await ask(pool, 'AdminUserGlobalSignOut', alice(pool));

    expect(sessions.map(({ RefreshToken }) => pool.isTokenLive(RefreshToken))).toEqual([false, false]);
    expect((await submitPassword(pool)).status).toBe(200);
  });
});
