import { ask, verdict, type Asked } from '../../ask';
import {
  ALICE,
  claims,
  createTestPool,
  PASSWORD,
  signIn,
  submitPassword,
  tokensOf,
  type TestPool,
} from '../../fixture';

const BOB = { username: 'bob', password: PASSWORD, attributes: { email: 'bob@example.com' } };

const admin = (pool: TestPool, operation: Parameters<typeof ask>[1], input: object = {}): Promise<Asked> =>
  ask(pool, operation, { UserPoolId: pool.userPoolId, Username: 'alice', ...input });

const namesIn = ({ body }: Asked) =>
  (body['Users'] as readonly { readonly Username: string }[]).map(({ Username }) => Username);

describe('AdminGetUser and AdminUpdateUserAttributes', () => {
  it('describe a user, and write what clients may not (#17)', async () => {
    const pool = createTestPool({ users: [BOB] });
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await admin(pool, 'AdminUpdateUserAttributes', { Username: 'bob', UserAttributes });
    const { body } = await admin(pool, 'AdminGetUser', { Username: 'bob' });

    expect(body).toMatchObject({ Username: 'bob', UserStatus: 'CONFIRMED', Enabled: true });
    expect(body['UserAttributes']).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });
});

describe('AdminConfirmSignUp', () => {
  it('lets a user in without a code (#17)', async () => {
    const pool = createTestPool({ users: [{ ...ALICE, status: 'UNCONFIRMED' }] });
    await admin(pool, 'AdminConfirmSignUp');

    expect((await submitPassword(pool)).status).toBe(200);
  });
});

describe('AdminResetUserPassword', () => {
  it('sends a code, without which the user is not let in (#17)', async () => {
    const pool = createTestPool();
    await admin(pool, 'AdminResetUserPassword');
    expect((await submitPassword(pool)).body['__type']).toBe('PasswordResetRequiredException');
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    const reset = {
      ClientId: pool.userPoolClientId,
      Username: 'alice',
      ConfirmationCode,
      Password: PASSWORD,
    };

    expect(await verdict(pool, 'ConfirmForgotPassword', reset)).toBe('success');
    expect((await submitPassword(pool)).status).toBe(200);
  });
});

describe('AdminSetUserMFAPreference', () => {
  it('switches a second factor on (#17)', async () => {
    const pool = createTestPool();
    await admin(pool, 'AdminSetUserMFAPreference', { EmailMfaSettings: { Enabled: true } });

    expect((await submitPassword(pool)).body['ChallengeName']).toBe('EMAIL_OTP');
  });
});

describe('groups', () => {
  it('are joined and left, and stand in the next tokens (#17)', async () => {
    const pool = createTestPool({ groups: ['admins'] });
    const groups = async () => claims((await signIn(pool)).AccessToken)['cognito:groups'];
    const input = { GroupName: 'admins' };
    await admin(pool, 'AdminAddUserToGroup', input);
    expect(await groups()).toEqual(['admins']);
    expect((await admin(pool, 'AdminListGroupsForUser')).body['Groups']).toMatchObject([
      { GroupName: 'admins' },
    ]);
    expect(namesIn(await admin(pool, 'ListUsersInGroup', input))).toEqual(['alice']);
    await admin(pool, 'AdminRemoveUserFromGroup', input);

    expect(await groups()).toBeUndefined();
    expect((await admin(pool, 'AdminAddUserToGroup', { GroupName: 'others' })).body['message']).toBe(
      'Group not found.',
    );
  });
});

describe('ListUsers', () => {
  it.each([
    [undefined, ['alice', 'bob']],
    ['', ['alice', 'bob']],
    ['username = "bob"', ['bob']],
    ['email ^= "ali"', ['alice']],
    ['"email"="bob@example.com"', ['bob']],
    ['cognito:user_status = "CONFIRMED"', ['alice']],
    ['status = "Disabled"', ['bob']],
    ['name = "say \\"hi\\""', ['bob']],
    ['name = "x"', []],
  ])('filters by %s (#17)', async (Filter, expected) => {
    const bob = {
      ...BOB,
      enabled: false,
      status: 'UNCONFIRMED',
      attributes: { ...BOB.attributes, name: 'say "hi"' },
    } as const;
    const pool = createTestPool({ users: [ALICE, bob] });

    expect(namesIn(await admin(pool, 'ListUsers', { Filter }))).toEqual(expected);
  });

  it.each(['email', 'email = bob', 'email = "bob" or 1', 'custom:x = "y"', 'email > "a"'])(
    'refuses the filter %s (#17)',
    async (Filter) => {
      expect((await admin(createTestPool(), 'ListUsers', { Filter })).body['__type']).toBe(
        'InvalidParameterException',
      );
    },
  );

  it('comes in pages (#17)', async () => {
    const pool = createTestPool({ users: [ALICE, BOB] });
    const first = await admin(pool, 'ListUsers', { Limit: 1 });
    const { PaginationToken } = first.body;
    const second = await admin(pool, 'ListUsers', { Limit: 1, PaginationToken });

    expect([namesIn(first), namesIn(second)]).toEqual([['alice'], ['bob']]);
    expect(second.body).not.toHaveProperty('PaginationToken');
  });
});

describe('AdminInitiateAuth', () => {
  it.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'])(
    'signs in by %s, and goes on by AdminRespondToAuthChallenge (#17)',
    async (AuthFlow) => {
      const pool = createTestPool({ users: [{ ...ALICE, mfa: { enabled: ['EMAIL_OTP'] } }] });
      const ClientId = pool.userPoolClientId;
      const AuthParameters = { USERNAME: 'alice', PASSWORD };
      const challenge = await admin(pool, 'AdminInitiateAuth', { ClientId, AuthFlow, AuthParameters });
      const { ChallengeName, Session } = challenge.body;
      const ChallengeResponses = { USERNAME: 'alice', EMAIL_OTP_CODE: pool.outbox.latest('alice')?.code };
      const input = { ClientId, ChallengeName, Session, ChallengeResponses };

      expect(tokensOf(await admin(pool, 'AdminRespondToAuthChallenge', input)).AccessToken).toMatch(/^ey/);
    },
  );

  it('needs a client that allows it (#17)', async () => {
    const pool = createTestPool({ clients: [{ explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }] });
    const input = {
      ClientId: pool.userPoolClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD },
    };

    expect((await admin(pool, 'AdminInitiateAuth', input)).body['__type']).toBe('InvalidParameterException');
    expect((await submitPassword(pool)).status).toBe(200);
  });
});
