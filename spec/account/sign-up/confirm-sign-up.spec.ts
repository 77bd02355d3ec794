import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { confirmSignUp$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf, SIGNED_IN } from '../fake-auth';

const INPUT = { username: 'ada', confirmationCode: '123456' };

describe('confirmSignUp$', () => {
  it('sends what it is given, and nothing that it is not', async () => {
    const auth = createFakeAuth([{}, {}]);
    await outcomeOf(confirmSignUp$(auth, INPUT));
    await outcomeOf(confirmSignUp$(auth, { ...INPUT, forceAliasCreation: true, clientMetadata: { a: 'b' } }));
    const request = { ClientId: 'client-id', Username: 'ada', ConfirmationCode: '123456' };
    expect(auth.calls.map(({ input }) => input)).toEqual([
      request,
      { ...request, ForceAliasCreation: true, ClientMetadata: { a: 'b' } },
    ]);
  });

  it('is done where Cognito offers no sign-in', async () => {
    expect(await outcomeOf(confirmSignUp$(createFakeAuth([{}]), { ...INPUT, autoSignIn: true }))).toEqual({
      values: [{ isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } }],
    });
  });

  it('offers the sign-in that Cognito offers: cold, an attempt for each subscription', async () => {
    const auth = createFakeAuth([{ Session: 'session-1' }]);
    const { nextStep, autoSignIn$ } = await firstValueFrom(confirmSignUp$(auth, INPUT));
    expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
    expect(auth.calls).toHaveLength(1);
    expect(await outcomeOf(autoSignIn$!)).toEqual({ values: [SIGNED_IN] });
    await outcomeOf(autoSignIn$!);
    const attempt = { username: 'ada', authFlowType: 'USER_AUTH', session: 'session-1' };
    expect(auth.calls.slice(1).map(({ member, input }) => [member, input])).toEqual([
      ['signIn$', attempt],
      ['signIn$', attempt],
    ]);
  });

  it('signs in as it is told to, but by the handle', async () => {
    const auth = createFakeAuth([{ Session: 'session-1' }]);
    const autoSignIn = {
      authFlowType: 'USER_SRP_AUTH',
      preferredChallenge: 'EMAIL_OTP',
      clientMetadata: { a: 'b' },
    } as const;
    const { autoSignIn$ } = await firstValueFrom(confirmSignUp$(auth, { ...INPUT, autoSignIn }));
    await outcomeOf(autoSignIn$!);
    expect(auth.calls[1]?.input).toEqual({
      ...autoSignIn,
      authFlowType: 'USER_AUTH',
      username: 'ada',
      session: 'session-1',
    });
  });

  it('offers none where it shall not', async () => {
    const auth = createFakeAuth([{ Session: 'session-1' }]);
    const { values } = await outcomeOf(confirmSignUp$(auth, { ...INPUT, autoSignIn: false }));
    expect(values).toEqual([{ isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } }]);
  });

  it('shows the handle to nobody (R43)', async () => {
    const auth = createFakeAuth([{ Session: 'c4nary' }]);
    const result = await firstValueFrom(confirmSignUp$(auth, INPUT));
    expect(result.autoSignIn$).toBeDefined();
    expect(inspect(result, { depth: 9, showHidden: true })).not.toContain('c4nary');
  });

  it.each(['', ' ', 7, undefined, 'x'.repeat(2_049)])(
    'refuses %p as a code (R42)',
    async (confirmationCode) => {
      const auth = createFakeAuth();
      const input = { username: 'ada', confirmationCode } as never;
      expect(await refusalOf(confirmSignUp$(auth, input))).toMatchObject({
        kind: 'validation',
        message: 'The argument confirmationCode is not the code that was sent.',
      });
    },
  );
});
