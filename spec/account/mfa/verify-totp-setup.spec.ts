import { verifyTOTPSetup$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('verifyTOTPSetup$', () => {
  it('sends the code, and has nothing to say', async () => {
    const auth = createFakeAuth([{ Status: 'SUCCESS' }]);
    const input = { code: '012345', friendlyDeviceName: 'phone' };
    expect(await outcomeOf(verifyTOTPSetup$(auth, input))).toStrictEqual({ values: [undefined] });
    expect(auth.calls[0]?.input).toEqual({
      AccessToken: auth.accessToken,
      UserCode: '012345',
      FriendlyDeviceName: 'phone',
    });
  });

  it.each([{ Status: 'ERROR' }, {}])(
    'takes no answer for a success but the one that says so: %j',
    async (answer) => {
      expect(await refusalOf(verifyTOTPSetup$(createFakeAuth([answer]), { code: '123456' }))).toMatchObject({
        code: 'EnableSoftwareTokenMFAException',
      });
    },
  );

  it.each(['12345', '1234567', '12 456', 'abcdef', 123456, `${' '.repeat(300)}123456`])(
    'refuses %p as a code (R42)',
    async (code) => {
      expect(await refusalOf(verifyTOTPSetup$(createFakeAuth(), { code } as never))).toMatchObject({
        kind: 'validation',
        message: 'The argument code is not the 6 digits that the authenticator app shows.',
      });
    },
  );

  it.each(['123 456', ' 123456\n', '\u200b123456'])('takes a code as it is pasted: %j', async (code) => {
    const auth = createFakeAuth([{ Status: 'SUCCESS' }]);
    await outcomeOf(verifyTOTPSetup$(auth, { code }));
    expect(auth.calls[0]?.input).toMatchObject({ UserCode: '123456' });
  });

  it('refuses a name that is none (R42)', async () => {
    const input = { code: '123456', friendlyDeviceName: ' ' };
    expect(await refusalOf(verifyTOTPSetup$(createFakeAuth(), input))).toMatchObject({ kind: 'validation' });
  });
});
