import type { SignInNextStep } from 'rx-cognito';
import { createTestAuth, signedOutState, signingInState, signInResult, testError } from 'rx-cognito/testing';
import { firstValueFrom } from 'rxjs';

const input = { username: 'ada', password: 'correct horse' };
const totpSetupDetails = { sharedSecret: 'OURSECRET', getSetupUri: () => new URL('otpauth://totp/x') };

/** Steps that a user pool leads to, and an answer to each. */
const steps: readonly (readonly [step: SignInNextStep, challengeResponse: string])[] = [
  [
    {
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
      codeDeliveryDetails: { destination: '+*******99', deliveryMedium: 'SMS' },
    },
    '123456',
  ],
  [{ signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' }, '123456'],
  [{ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }, '123456'],
  [{ signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes: ['SMS', 'EMAIL'] }, 'EMAIL'],
  [{ signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' }, 'ada@example.com'],
  [
    { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: [] },
    'a newer one than that',
  ],
  [{ signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', additionalInfo: { question: 'Who?' } }, 'Nobody'],
  [
    {
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['EMAIL_OTP', 'SMS_OTP'],
    },
    'SMS_OTP',
  ],
  [{ signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }, 'correct horse'],
];

describe('the challenges of createTestAuth', () => {
  it.each(steps)('%j is shown, and answered by the core', async (nextStep, challengeResponse) => {
    const auth = createTestAuth();
    auth.answer('signIn', signInResult(nextStep));
    expect(await firstValueFrom(auth.signIn$(input))).toEqual(signInResult(nextStep));
    expect(auth.state).toEqual(signingInState({ username: 'ada', nextStep: nextStep as never }));
    await expect(firstValueFrom(auth.confirmSignIn$({ challengeResponse: '' }))).rejects.toMatchObject({
      kind: 'validation',
    });
    expect(await firstValueFrom(auth.confirmSignIn$({ challengeResponse }))).toEqual(signInResult());
    expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'ada', loginId: 'ada' } });
  });

  it.each(steps)('%j can be begun with, and answered', async (nextStep, challengeResponse) => {
    const auth = createTestAuth({ state: signingInState({ username: 'ada', nextStep: nextStep as never }) });
    expect(await firstValueFrom(auth.confirmSignIn$({ challengeResponse }))).toEqual(signInResult());
  });

  it.each(['MFA_SELECTION', 'MFA_SETUP_SELECTION', 'FIRST_FACTOR_SELECTION'] as const)(
    'CONTINUE_SIGN_IN_WITH_%s offers something where the script says nothing of that',
    async (name) => {
      const auth = createTestAuth();
      auth.answer('signIn', signInResult({ signInStep: `CONTINUE_SIGN_IN_WITH_${name}` }));
      const { nextStep } = await firstValueFrom(auth.signIn$(input));
      expect(Object.values(nextStep).flat().length).toBeGreaterThan(1);
    },
  );

  it('sets an authenticator app up, with the secret of the script, and again after a wrong code', async () => {
    const auth = createTestAuth();
    const signInStep = 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP';
    auth.answer('signIn', signInResult({ signInStep, totpSetupDetails }));
    const { nextStep } = await firstValueFrom(auth.signIn$(input));
    expect(nextStep).toMatchObject({ signInStep, totpSetupDetails: { sharedSecret: 'OURSECRET' } });
    expect(auth.state).toEqual(signingInState({ username: 'ada', nextStep: { signInStep } }));

    const code = { challengeResponse: '123456' };
    auth.answer('confirmSignIn', testError({ kind: 'service', code: 'EnableSoftwareTokenMFAException' }));
    await expect(firstValueFrom(auth.confirmSignIn$(code))).rejects.toMatchObject({
      code: 'EnableSoftwareTokenMFAException',
    });
    expect(auth.state.status).toBe('signingIn');
    expect(await firstValueFrom(auth.confirmSignIn$(code))).toEqual(signInResult());
  });

  it('goes from the choice of an app to its set-up, with the secret of the script', async () => {
    const auth = createTestAuth();
    auth.answer(
      'signIn',
      signInResult({
        signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
        allowedMFATypes: ['TOTP', 'EMAIL'],
      }),
    );
    auth.answer(
      'confirmSignIn',
      signInResult({ signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP', totpSetupDetails }),
      testError({ kind: 'notAuthorized' }),
    );
    await firstValueFrom(auth.signIn$(input));
    const { nextStep } = await firstValueFrom(auth.confirmSignIn$({ challengeResponse: 'TOTP' }));
    expect(nextStep).toMatchObject({ totpSetupDetails: { sharedSecret: 'OURSECRET' } });
    await expect(firstValueFrom(auth.confirmSignIn$({ challengeResponse: '123456' }))).rejects.toMatchObject({
      kind: 'notAuthorized',
    });
    expect(auth.state).toEqual(signedOutState('noSession', 'ada'));
  });
});
