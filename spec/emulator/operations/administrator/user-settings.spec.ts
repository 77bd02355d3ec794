import { verdict } from '../../ask';
import { ALICE, createTestPool, PASSWORD, submitPassword } from '../../fixture';
import { admin } from './fixture';

const BOB = { username: 'bob', password: PASSWORD, attributes: { email: 'bob@example.com' } };

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
