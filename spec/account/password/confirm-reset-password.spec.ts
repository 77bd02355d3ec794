import { confirmResetPassword$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

const INPUT = { username: 'ada', newPassword: ' Passw0rd! ', confirmationCode: '123456' };

describe('confirmResetPassword$', () => {
  it('sends the code and the new password as they are, and has nothing to say', async () => {
    const auth = createFakeAuth([{ $metadata: {} }]);
    expect(
      await outcomeOf(confirmResetPassword$(auth, { ...INPUT, clientMetadata: { a: 'b' } })),
    ).toStrictEqual({
      values: [undefined],
    });
    expect(auth.calls[0]?.input).toEqual({
      ClientId: 'client-id',
      Username: 'ada',
      Password: ' Passw0rd! ',
      ConfirmationCode: '123456',
      ClientMetadata: { a: 'b' },
    });
  });

  it.each(['username', 'newPassword', 'confirmationCode'])('refuses to do without %s (R42)', async (name) => {
    const auth = createFakeAuth();
    expect(await refusalOf(confirmResetPassword$(auth, { ...INPUT, [name]: '' }))).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining(name),
    });
    expect(auth.calls).toEqual([]);
  });
});
