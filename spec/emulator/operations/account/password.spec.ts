import { ask, verdict } from '../../ask';
import {
  ALICE,
  createTestPool,
  PASSWORD,
  proveBySrp,
  signIn,
  submitPassword,
  type TestPool,
} from '../../fixture';

const NEW_PASSWORD = 'N3w-Passw0rd!';

const alice = (pool: TestPool, more: object = {}) => ({
  ClientId: pool.userPoolClientId,
  Username: 'alice',
  ...more,
});

describe('ChangePassword', () => {
  it('replaces the password, for SRP as well, and ends no session', async () => {
    const pool = createTestPool();
    await proveBySrp(pool);
    const { AccessToken } = await signIn(pool);
    const change = { AccessToken, PreviousPassword: PASSWORD, ProposedPassword: NEW_PASSWORD };

    expect(await verdict(pool, 'ChangePassword', change)).toBe('success');
    expect((await submitPassword(pool)).status).toBe(400);
    expect((await proveBySrp(pool, { password: NEW_PASSWORD })).status).toBe(200);
    expect(pool.isTokenLive(AccessToken)).toBe(true);
  });
});

describe('ForgotPassword and ConfirmForgotPassword', () => {
  it('replace a forgotten password by the code that was sent', async () => {
    const pool = createTestPool();
    const { body } = await ask(pool, 'ForgotPassword', alice(pool));
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    const confirmation = alice(pool, { ConfirmationCode, Password: NEW_PASSWORD });

    expect(body['CodeDeliveryDetails']).toMatchObject({ Destination: 'a***@e***' });
    expect(await verdict(pool, 'ConfirmForgotPassword', confirmation)).toBe('success');
    expect((await submitPassword(pool, 'alice', NEW_PASSWORD)).status).toBe(200);
    expect(await verdict(pool, 'ConfirmForgotPassword', confirmation)).toBe('ExpiredCodeException');
  });

  it('let a user in again whose password an administrator has reset', async () => {
    const pool = createTestPool();
    pool.admin.resetPassword('alice');
    expect((await submitPassword(pool)).body['__type']).toBe('PasswordResetRequiredException');
    await ask(pool, 'ForgotPassword', alice(pool));
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    await ask(pool, 'ConfirmForgotPassword', alice(pool, { ConfirmationCode, Password: NEW_PASSWORD }));

    expect((await submitPassword(pool, 'alice', NEW_PASSWORD)).status).toBe(200);
  });

  it('leave the code usable after a password that is too weak', async () => {
    const pool = createTestPool();
    await ask(pool, 'ForgotPassword', alice(pool));
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    const confirm = (Password: string) =>
      verdict(pool, 'ConfirmForgotPassword', alice(pool, { ConfirmationCode, Password }));

    expect(await confirm('weak')).toBe('InvalidPasswordException');
    expect(await confirm(NEW_PASSWORD)).toBe('success');
  });

  it.each([
    [3_599_999, 'success'],
    [3_600_000, 'ExpiredCodeException'],
  ])('take a code after %i ms: %s', async (elapsed, expected) => {
    const pool = createTestPool();
    await ask(pool, 'ForgotPassword', alice(pool));
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    pool.clock.advance(elapsed);
    const confirmation = alice(pool, { ConfirmationCode, Password: NEW_PASSWORD });

    expect(await verdict(pool, 'ConfirmForgotPassword', confirmation)).toBe(expected);
  });

  it('do not show that a user does not exist, or is disabled', async () => {
    const pool = createTestPool({ users: [{ ...ALICE, enabled: false }] });
    const forgot = async (Username: string) => {
      const { status } = await ask(pool, 'ForgotPassword', alice(pool, { Username }));
      const confirmation = alice(pool, { Username, ConfirmationCode: '123456', Password: NEW_PASSWORD });
      return [status, await verdict(pool, 'ConfirmForgotPassword', confirmation)];
    };

    expect(await forgot('alice')).toEqual([200, 'CodeMismatchException']);
    expect(await forgot('nobody')).toEqual([200, 'CodeMismatchException']);
    expect(pool.outbox).toHaveLength(0);
  });
});

describe('the password policy', () => {
  it.each([
    ['Aa1!aaa', 'Password not long enough'],
    ['AAAAAA1!', 'Password must have lowercase characters'],
    ['aaaaaa1!', 'Password must have uppercase characters'],
    ['AAAAaaa!', 'Password must have numeric characters'],
    ['AAAAaaa1', 'Password must have symbol characters'],
  ])('refuses %j', async (ProposedPassword, reason) => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    const change = { AccessToken, PreviousPassword: PASSWORD, ProposedPassword };

    expect((await ask(pool, 'ChangePassword', change)).body).toEqual({
      __type: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${reason}`,
    });
  });

  it('is what the pool says it is', async () => {
    const pool = createTestPool({ passwordPolicy: { minimumLength: 4, requireSymbols: false } });
    const { AccessToken } = await signIn(pool);
    const change = { AccessToken, PreviousPassword: PASSWORD, ProposedPassword: 'Aa11' };

    expect(await verdict(pool, 'ChangePassword', change)).toBe('success');
  });
});
