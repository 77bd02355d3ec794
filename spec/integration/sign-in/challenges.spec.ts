import { createManualClock, totpCode } from '../../../src/emulator';
import type { RunningUserPool, UserMfaOptions, UserPoolOptions } from '../../../src/emulator';
import {
  ADA,
  answer,
  authOf,
  begin,
  PASSWORD,
  refusal,
  sentCode,
  signedInName,
  startPool,
  stateStep,
  stopAll,
} from './fixture';

const withMfa = (mfa: UserMfaOptions, options: UserPoolOptions = {}): Promise<RunningUserPool> =>
  startPool({ users: [{ ...ADA, mfa }], ...options });

const totpNow = async (pool: RunningUserPool, secret = pool.admin.totpSecret('ada')): Promise<string> =>
  totpCode(secret ?? '', pool.clock.now());

/** A code that is wrong for certain. */
const otherThan = (code: string): string =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

const SMS_STEP = {
  signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
  codeDeliveryDetails: { destination: '+********4567', deliveryMedium: 'SMS' },
};
const EMAIL_STEP = {
  signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
  codeDeliveryDetails: { destination: 'a***@e***', deliveryMedium: 'EMAIL' },
};

describe('a second factor', () => {
  afterEach(stopAll);

  it.each([
    ['SMS_MFA', SMS_STEP],
    ['EMAIL_OTP', EMAIL_STEP],
  ] as const)('of kind %s is asked for by SRP and answered with its code', async (type, step) => {
    const pool = await withMfa({ enabled: [type] });
    const auth = authOf(pool);
    expect(await begin(auth)).toEqual(step);
    expect(auth.state).toEqual({ status: 'signingIn', username: 'ada', nextStep: step });
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
    expect(signedInName(auth)).toBe('ada');
  });

  it('of an authenticator app is asked for and answered', async () => {
    const pool = await withMfa({ enabled: ['SOFTWARE_TOKEN_MFA'] });
    const auth = authOf(pool);
    expect(await begin(auth, { authFlowType: 'USER_PASSWORD_AUTH' })).toEqual({
      signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE',
    });
    expect(await answer(auth, await totpNow(pool))).toEqual({ signInStep: 'DONE' });
  });

  it.each(['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] as const)(
    'of kind %s takes a code as it is pasted, and counts no answer that was not sent (R41, R42, #12)',
    async (type) => {
      const pool = await withMfa({ enabled: [type] });
      const auth = authOf(pool);
      await begin(auth);
      const { state } = auth;
      const unsendable = ['', ' \n', 'x'.repeat(257), undefined as unknown as string];
      for (const challengeResponse of unsendable) {
        expect(await refusal(answer(auth, challengeResponse))).toMatchObject({ kind: 'validation' });
        expect(auth.state).toBe(state);
      }
      // The proof of the password, and nothing since.
      expect(pool.requests.list('RespondToAuthChallenge')).toHaveLength(1);

      const code = type === 'SOFTWARE_TOKEN_MFA' ? await totpNow(pool) : sentCode(pool);
      const pasted = ` ${code.slice(0, 3)} ${code.slice(3)}\r\n`;
      expect(await answer(auth, pasted)).toEqual({ signInStep: 'DONE' });
      expect(pool.requests.list('RespondToAuthChallenge')).toHaveLength(2);
    },
  );

  it('is chosen among several', async () => {
    const pool = await withMfa({ enabled: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] });
    const auth = authOf(pool);
    const allowedMFATypes = ['SMS', 'EMAIL', 'TOTP'];
    expect(await begin(auth)).toEqual({ signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes });
    const refused = await refusal(answer(auth, 'PIGEON'));
    expect(refused).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining('SMS, EMAIL, TOTP'),
    });
    expect(await answer(auth, 'EMAIL')).toEqual(EMAIL_STEP);
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  });

  it.each(['SMS_MFA', 'EMAIL_OTP'] as const)(
    'of kind %s stays open after a wrong code (R41)',
    async (type) => {
      const pool = await withMfa({ enabled: [type] });
      const auth = authOf(pool);
      await begin(auth);
      const step = stateStep(auth);
      const wrong = otherThan(sentCode(pool));
      expect(await refusal(answer(auth, wrong))).toMatchObject({
        kind: 'service',
        code: 'CodeMismatchException',
      });
      expect(stateStep(auth)).toEqual(step);
      expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
    },
  );

  it('ends with its session, and no other request is sent with it (R41)', async () => {
    const clock = createManualClock(Date.now());
    const pool = await withMfa({ enabled: ['SMS_MFA'] }, { clock });
    const auth = authOf(pool);
    await begin(auth, { authFlowType: 'USER_PASSWORD_AUTH' });
    clock.advance(180_000);
    expect(await refusal(answer(auth, sentCode(pool)))).toMatchObject({
      kind: 'notAuthorized',
      code: 'NotAuthorizedException',
    });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'ada' });
    const requests = [...pool.requests].length;
    expect(await refusal(answer(auth, sentCode(pool)))).toMatchObject({
      kind: 'invalidState',
      code: 'NoPendingChallenge',
    });
    expect([...pool.requests]).toHaveLength(requests);
  });

  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['far too much', '9'.repeat(10_000)],
  ])('refuses %s before asking, and stays open (R42)', async (_what, code) => {
    const pool = await withMfa({ enabled: ['SMS_MFA'] });
    const auth = authOf(pool);
    await begin(auth);
    expect(await refusal(answer(auth, code))).toMatchObject({ kind: 'validation', code: 'InvalidArgument' });
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  });
});

/** Who has a number gets codes by SMS, without setting anything up. */
const WITHOUT_NUMBER = { ...ADA, attributes: { email: 'ada@example.com', email_verified: 'true' } } as const;

describe('the setup of a second factor', () => {
  afterEach(stopAll);

  it('hands out an authenticator app’s secret, and takes its code', async () => {
    const pool = await startPool({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    const auth = authOf(pool);
    const step = await begin(auth);
    if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.signInStep);
    const { sharedSecret, getSetupUri } = step.totpSetupDetails;
    expect(getSetupUri('My App').href).toBe(
      `otpauth://totp/My%20App:ada?secret=${sharedSecret}&issuer=My%20App`,
    );
    expect(stateStep(auth)).toEqual({ signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' });
    const code = await totpNow(pool, sharedSecret);
    expect(await refusal(answer(auth, otherThan(code)))).toMatchObject({
      code: 'EnableSoftwareTokenMFAException',
    });
    expect(await answer(auth, code)).toEqual({ signInStep: 'DONE' });
    expect(pool.admin.totpSecret('ada')).toBe(sharedSecret);
  });

  it('registers an e-mail address', async () => {
    const pool = await startPool({ mfaConfiguration: 'ON', enabledMfas: ['EMAIL_OTP'] });
    const auth = authOf(pool);
    expect(await begin(auth)).toEqual({ signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' });
    expect(await refusal(answer(auth, 'nowhere'))).toMatchObject({ kind: 'validation' });
    expect(await answer(auth, 'countess@example.com')).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      codeDeliveryDetails: { destination: 'c***@e***' },
    });
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  });

  it('lets the user choose which one', async () => {
    const pool = await startPool({ mfaConfiguration: 'ON', users: [WITHOUT_NUMBER] });
    const auth = authOf(pool);
    const selection = {
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: ['EMAIL', 'TOTP'],
    };
    expect(await begin(auth)).toEqual(selection);
    expect(await refusal(answer(auth, 'SMS'))).toMatchObject({ kind: 'validation' });
    expect(await answer(auth, 'EMAIL')).toEqual({ signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' });
    expect(await begin(auth)).toEqual(selection);
    const step = await answer(auth, 'TOTP');
    if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.signInStep);
    expect(await answer(auth, await totpNow(pool, step.totpSetupDetails.sharedSecret))).toEqual({
      signInStep: 'DONE',
    });
  });

  it('is not possible where only numbers are offered, and says so', async () => {
    const pool = await startPool({
      mfaConfiguration: 'ON',
      enabledMfas: ['SMS_MFA'],
      users: [WITHOUT_NUMBER],
    });
    const auth = authOf(pool);
    expect(await refusal(begin(auth))).toMatchObject({ kind: 'configuration', code: 'MfaSetupNotPossible' });
    expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'noSession' });
  });
});

describe('a temporary password', () => {
  afterEach(stopAll);

  const temporary = { ...ADA, status: 'FORCE_CHANGE_PASSWORD', attributes: {} } as const;

  it('is changed, with the attributes that the pool demands', async () => {
    const pool = await startPool({ users: [temporary], requiredAttributes: ['email', 'name'] });
    const auth = authOf(pool);
    expect(await begin(auth)).toEqual({
      signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
      missingAttributes: ['email', 'name'],
    });
    expect(await refusal(answer(auth, 'N3w-password!'))).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining('email'),
    });
    const userAttributes = { email: 'ada@example.com', name: 'Ada' };
    expect(await answer(auth, 'N3w-password!', { userAttributes })).toEqual({ signInStep: 'DONE' });
    const again = authOf(pool);
    expect(await begin(again, { password: 'N3w-password!' })).toEqual({ signInStep: 'DONE' });
  });

  it('gets the policy’s refusal as a typed error, and takes a better password (R41, #12)', async () => {
    const pool = await startPool({ users: [temporary] });
    const auth = authOf(pool);
    await begin(auth);
    expect(await refusal(answer(auth, 'weak'))).toMatchObject({ code: 'InvalidPasswordException' });
    expect(auth.state).toMatchObject({
      status: 'signingIn',
      nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED' },
    });
    expect(await answer(auth, 'N3w-password!')).toEqual({ signInStep: 'DONE' });
  });

  it('ends the attempt where a user pool takes the session for spent after that (#12)', async () => {
    const pool = await startPool({ users: [temporary] });
    const auth = authOf(pool);
    await begin(auth);
    await refusal(answer(auth, 'weak'));
    pool.faults.on('RespondToAuthChallenge', { error: 'NotAuthorizedException' });
    expect(await refusal(answer(auth, 'N3w-password!'))).toMatchObject({ kind: 'notAuthorized' });
    expect(auth.state.status).toBe('signedOut');
  });
});

describe('a custom challenge', () => {
  afterEach(stopAll);

  const customAuth: UserPoolOptions['customAuth'] = {
    defineAuthChallenge: ({ session }) => {
      const last = session.at(-1);
      if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' };
      if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true };
      return session.length > 3 ? { failAuthentication: true } : { challengeName: 'CUSTOM_CHALLENGE' };
    },
    createAuthChallenge: () => ({
      publicChallengeParameters: { question: 'The answer?' },
      privateChallengeParameters: { answer: '42' },
    }),
    verifyAuthChallengeResponse: ({ privateChallengeParameters, challengeAnswer }) =>
      challengeAnswer === privateChallengeParameters['answer'],
  };
  const step = {
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: { question: 'The answer?', USERNAME: 'ada' },
  };

  it.each(['CUSTOM_WITH_SRP', 'CUSTOM_WITHOUT_SRP'] as const)('is answered, by %s', async (authFlowType) => {
    const auth = authOf(await startPool({ customAuth }));
    expect(await begin(auth, { authFlowType })).toEqual(step);
    expect(await answer(auth, '41')).toEqual(step);
    expect(await answer(auth, '42')).toEqual({ signInStep: 'DONE' });
  });

  it('is not reached with a wrong password by CUSTOM_WITH_SRP', async () => {
    const auth = authOf(await startPool({ customAuth }));
    const refused = await refusal(begin(auth, { authFlowType: 'CUSTOM_WITH_SRP', password: 'Wr0ng!Pass' }));
    expect(refused).toMatchObject({ kind: 'notAuthorized', code: 'NotAuthorizedException' });
  });

  it('fails the sign-in when the pool gives up', async () => {
    const auth = authOf(await startPool({ customAuth }));
    await begin(auth, { authFlowType: 'CUSTOM_WITHOUT_SRP' });
    for (const wrong of ['1', '2', '3']) await answer(auth, wrong);
    expect(await refusal(answer(auth, '4'))).toMatchObject({ kind: 'notAuthorized' });
    expect(auth.state.status).toBe('signedOut');
  });
});

describe('a sign-in by USER_AUTH', () => {
  afterEach(stopAll);

  const availableChallenges = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'];
  const choose = { authFlowType: 'USER_AUTH', password: undefined } as never;

  it.each([
    ['PASSWORD', { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }],
    ['PASSWORD_SRP', { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }],
    ['EMAIL_OTP', EMAIL_STEP],
    ['SMS_OTP', SMS_STEP],
  ] as const)('lets the user choose %s', async (factor, step) => {
    const pool = await startPool();
    const auth = authOf(pool);
    expect(await begin(auth, choose)).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges,
    });
    expect(await refusal(answer(auth, 'CHARM'))).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining('PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP'),
    });
    expect(await answer(auth, factor)).toEqual(step);
    const isPassword = factor.startsWith('PASSWORD');
    expect(await answer(auth, isPassword ? PASSWORD : sentCode(pool))).toEqual({ signInStep: 'DONE' });
    const sent = JSON.stringify([...pool.requests].map(({ body }) => body));
    expect(sent.includes(JSON.stringify(PASSWORD).slice(1, -1))).toBe(factor === 'PASSWORD');
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('starts with %s at once', async (preferredChallenge) => {
    const auth = authOf(await startPool());
    expect(await begin(auth, { authFlowType: 'USER_AUTH', preferredChallenge })).toEqual({
      signInStep: 'DONE',
    });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)(
    'asks for the password of %s',
    async (preferredChallenge) => {
      const auth = authOf(await startPool());
      const input = { username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge } as const;
      expect(await begin(auth, { ...input, password: undefined as never })).toEqual({
        signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD',
      });
      expect(await refusal(answer(auth, ''))).toMatchObject({ kind: 'validation' });
      expect(await answer(auth, PASSWORD)).toEqual({ signInStep: 'DONE' });
    },
  );

  it('offers the choice where the preferred factor is not to be had', async () => {
    const { phone_number: _phone, ...attributes } = ADA.attributes;
    const auth = authOf(await startPool({ users: [{ ...ADA, attributes }] }));
    const step = await begin(auth, { authFlowType: 'USER_AUTH', preferredChallenge: 'SMS_OTP' });
    expect(step).toMatchObject({ availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'] });
  });

  it('goes on to the second factor', async () => {
    const pool = await withMfa({ enabled: ['SOFTWARE_TOKEN_MFA'] });
    const auth = authOf(pool);
    const step = await begin(auth, { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' });
    expect(step).toEqual(EMAIL_STEP);
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    expect(await answer(auth, await totpNow(pool))).toEqual({ signInStep: 'DONE' });
  });
});
