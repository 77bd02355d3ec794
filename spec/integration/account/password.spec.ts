import { firstValueFrom } from 'rxjs';
import { confirmResetPassword$, resetPassword$, updatePassword$ } from '../../../src/account';
import {
  authOf,
  begin,
  PASSWORD,
  refusal,
  sentCode,
  signedInName,
  startPool,
  stopAll,
} from '../sign-in/fixture';
import { valuesOf } from './fixture';

const NEW = 'N3w-Pässw0rd!';

describe('a password', () => {
  afterEach(stopAll);

  it('that is forgotten is replaced by a code', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    expect(await firstValueFrom(resetPassword$(auth, { username: 'ada' }))).toEqual({
      isPasswordReset: false,
      nextStep: {
        resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
        codeDeliveryDetails: { destination: 'a***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
      },
    });
    const input = { username: 'ada', newPassword: NEW, confirmationCode: sentCode(pool) };
    expect(await valuesOf(confirmResetPassword$(auth, input))).toStrictEqual([undefined]);
    expect(await refusal(begin(auth))).toMatchObject({ kind: 'notAuthorized' });
    expect(await begin(auth, { password: NEW })).toEqual({ signInStep: 'DONE' });
  });

  it('is not replaced by a wrong or a used code; one that the policy refuses leaves the code good (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await firstValueFrom(resetPassword$(auth, { username: 'ada' }));
    const confirmationCode = sentCode(pool);
    const reset = (input: object = {}) =>
      firstValueFrom(
        confirmResetPassword$(auth, { username: 'ada', newPassword: NEW, confirmationCode, ...input }),
      );
    expect(await refusal(reset({ newPassword: 'weak' }))).toMatchObject({ code: 'InvalidPasswordException' });
    const other = String((Number(confirmationCode) + 1) % 1_000_000).padStart(6, '0');
    expect(await refusal(reset({ confirmationCode: other }))).toMatchObject({
      code: 'CodeMismatchException',
    });
    await reset();
    expect(await refusal(reset())).toMatchObject({ code: 'ExpiredCodeException', retryable: false });
  });

  it('of a user who does not exist is reset as if there were one, where that is hidden (R75)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: true }] });
    const auth = authOf(pool);
    const { nextStep } = await firstValueFrom(resetPassword$(auth, { username: 'nobody' }));
    expect(nextStep.codeDeliveryDetails.destination).toMatch(/@/);
    expect(pool.outbox).toHaveLength(0);
    const input = { username: 'nobody', newPassword: NEW, confirmationCode: '123456' };
    expect(await refusal(firstValueFrom(confirmResetPassword$(auth, input)))).toMatchObject({
      code: 'CodeMismatchException',
    });
  });

  it('of a user who does not exist cannot be reset, where that is not hidden (R75)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: false }] });
    const auth = authOf(pool);
    expect(await refusal(firstValueFrom(resetPassword$(auth, { username: 'nobody' })))).toMatchObject({
      code: 'UserNotFoundException',
    });
  });

  it('is changed by a user who is signed in', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const input = { oldPassword: PASSWORD, newPassword: NEW };
    expect(await valuesOf(updatePassword$(auth, input))).toStrictEqual([undefined]);
    expect(signedInName(auth)).toBe('ada');
    expect(await begin(authOf(pool), { password: NEW })).toEqual({ signInStep: 'DONE' });
  });

  it('that is too weak is refused, and the session lives (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const input = { oldPassword: PASSWORD, newPassword: 'weak' };
    expect(await refusal(firstValueFrom(updatePassword$(auth, input)))).toMatchObject({
      code: 'InvalidPasswordException',
    });
    expect(signedInName(auth)).toBe('ada');
  });

  it('is changed by nobody who is not signed in', async () => {
    const auth = authOf(await startPool());
    const input = { oldPassword: PASSWORD, newPassword: NEW };
    expect(await refusal(firstValueFrom(updatePassword$(auth, input)))).toMatchObject({ kind: 'signedOut' });
  });
});
