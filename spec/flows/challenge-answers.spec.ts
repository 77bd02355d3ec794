import { NEVER } from 'rxjs';
import { createChallengeAnswers } from '../../src/flows/challenge-answers';
import type { Challenged } from '../../src/flows/stage';
import { createPasswordProof } from '../../src/flows/password-proof';
import type { ConfirmSignInInput } from '../../src/flows/sign-in-input';
import type { PendingChallenge } from '../../src/model/pending-challenge';
import type { SignInStateStep } from '../../src/model/sign-in-step';
import type { AuthAnswer } from '../../src/ports/cognito-api';
import { networkError, serviceError } from '../fakes/fake-errors';
import type { FakeContext } from '../fakes/fake-context';
import { fakeAnswer, IDENTITY } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import type { Watched } from '../fakes/marbles';

const waiting = (
  name: string,
  nextStep: SignInStateStep,
  more: Partial<PendingChallenge> = {},
): PendingChallenge => ({
  name,
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep,
  resumableUntil: 0,
  ...more,
});

interface Run {
  readonly watched: Watched<AuthAnswer | Challenged>;
  readonly advanced: readonly PendingChallenge[];
  readonly context: FakeContext;
}

/** Answers a challenge, over a pool that goes on with tokens. */
function run(
  pending: PendingChallenge,
  input: ConfirmSignInInput,
  prepare: (context: FakeContext) => void = () => undefined,
): Run {
  let watched: Run['watched'] | undefined;
  const advanced: PendingChallenge[] = [];
  const context = marbles((fake) => {
    prepare(fake);
    fake.api.script('RespondToAuthChallenge', fakeAnswer());
    const request$: Parameters<typeof createChallengeAnswers>[1] = (operation, sent) =>
      fake.api.call$(operation, sent);
    const answerChallenge$ = createChallengeAnswers(fake, request$, createPasswordProof(fake, request$));
    const asked$ = answerChallenge$(pending, input, 'ada', (next) => advanced.push(next));
    expect(fake.api.calls).toEqual([]);
    watched = watch(asked$);
  });
  if (!watched) throw new Error('Nothing ran.');
  return { watched, advanced, context };
}

const sent = ({ context }: Run): unknown => context.api.callsOf('RespondToAuthChallenge').at(-1)?.input;

const SMS_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;
const EMAIL_CODE_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' } as const;
const TOTP_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } as const;
const MFA_STEP = {
  signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
  allowedMFATypes: ['SMS', 'TOTP'],
} as const;
const SETUP_STEP = {
  signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
  allowedMFATypes: ['TOTP', 'EMAIL'],
} as const;
const TOTP_SETUP_STEP = { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' } as const;
const EMAIL_SETUP_STEP = { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' } as const;
const NEW_PASSWORD_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED' } as const;
const CUSTOM_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE' } as const;
const PASSWORD_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' } as const;
const FACTOR_STEP = {
  signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
  availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
} as const;

const NAME_IS_A_TEXT = 'a record whose name is a text of at most 2048 characters';

describe('createChallengeAnswers', () => {
  it.each<[string, SignInStateStep, ConfirmSignInInput, Readonly<Record<string, string>>]>([
    ['SMS_MFA', SMS_STEP, { challengeResponse: '123456' }, { SMS_MFA_CODE: '123456' }],
    ['SMS_OTP', SMS_STEP, { challengeResponse: '12345678' }, { SMS_OTP_CODE: '12345678' }],
    ['EMAIL_OTP', EMAIL_CODE_STEP, { challengeResponse: '12345678' }, { EMAIL_OTP_CODE: '12345678' }],
    ['SOFTWARE_TOKEN_MFA', TOTP_STEP, { challengeResponse: '123456' }, { SOFTWARE_TOKEN_MFA_CODE: '123456' }],
    // Codes as they are pasted (#12); answers of another kind go as they are.
    ['SMS_MFA', SMS_STEP, { challengeResponse: '123 456' }, { SMS_MFA_CODE: '123456' }],
    ['SMS_OTP', SMS_STEP, { challengeResponse: ' 1234 5678\n' }, { SMS_OTP_CODE: '12345678' }],
    ['EMAIL_OTP', EMAIL_CODE_STEP, { challengeResponse: '12345678\r\n' }, { EMAIL_OTP_CODE: '12345678' }],
    [
      'SOFTWARE_TOKEN_MFA',
      TOTP_STEP,
      { challengeResponse: '123 456\n' },
      { SOFTWARE_TOKEN_MFA_CODE: '123456' },
    ],
    ['PASSWORD', PASSWORD_STEP, { challengeResponse: ' sec ret\n' }, { PASSWORD: ' sec ret\n' }],
    ['CUSTOM_CHALLENGE', CUSTOM_STEP, { challengeResponse: '12 34\n' }, { ANSWER: '12 34\n' }],
    ['SELECT_MFA_TYPE', MFA_STEP, { challengeResponse: 'TOTP' }, { ANSWER: 'SOFTWARE_TOKEN_MFA' }],
    ['MFA_SETUP', EMAIL_SETUP_STEP, { challengeResponse: 'ada@b.example' }, { EMAIL: 'ada@b.example' }],
    ['NEW_PASSWORD_REQUIRED', NEW_PASSWORD_STEP, { challengeResponse: 'N3w!👩‍🚀' }, { NEW_PASSWORD: 'N3w!👩‍🚀' }],
    [
      'NEW_PASSWORD_REQUIRED',
      { ...NEW_PASSWORD_STEP, missingAttributes: ['name'] },
      { challengeResponse: 'N3w!', userAttributes: { name: 'Ada', nickname: '' } },
      { NEW_PASSWORD: 'N3w!', 'userAttributes.name': 'Ada', 'userAttributes.nickname': '' },
    ],
    ['CUSTOM_CHALLENGE', CUSTOM_STEP, { challengeResponse: ' ' }, { ANSWER: ' ' }],
    ['SELECT_CHALLENGE', FACTOR_STEP, { challengeResponse: 'EMAIL_OTP' }, { ANSWER: 'EMAIL_OTP' }],
    ['PASSWORD', PASSWORD_STEP, { challengeResponse: 'secret' }, { PASSWORD: 'secret' }],
    ['PASSWORD_SRP', PASSWORD_STEP, { challengeResponse: 'secret' }, { SRP_A: 'a1' }],
  ])('answers %s of %j to %j', (name, step, input, responses) => {
    const ran = run(waiting(name, step), { ...input, clientMetadata: { from: 'spec' } });
    expect(sent(ran)).toEqual({
      ClientId: IDENTITY.userPoolClientId,
      ChallengeName: name,
      Session: 'session-1',
      ChallengeResponses: { USERNAME: 'ada-sub', ...responses },
      ClientMetadata: { from: 'spec' },
    });
    expect(ran.watched).toMatchObject({ values: [fakeAnswer()], isComplete: true });
  });

  it.each<[string, PendingChallenge, ConfirmSignInInput]>([
    ['a code of 256 characters', waiting('SMS_MFA', SMS_STEP), { challengeResponse: '1'.repeat(256) }],
    [
      'an address of 2048',
      waiting('MFA_SETUP', EMAIL_SETUP_STEP),
      { challengeResponse: `${'a'.repeat(2_046)}@b` },
    ],
    [
      'an attribute of 2048',
      waiting('NEW_PASSWORD_REQUIRED', NEW_PASSWORD_STEP),
      { challengeResponse: 'N3w!', userAttributes: { name: 'x'.repeat(2_048) } },
    ],
  ])('takes %s, the longest that the user pool takes (R42)', (_what, pending, input) => {
    expect(run(pending, input).watched.isComplete).toBe(true);
  });

  it('proves a password by SRP, for the user that the challenge names', () => {
    const pending = waiting('PASSWORD_SRP', PASSWORD_STEP);
    const input = { challengeResponse: 'secret', clientMetadata: { from: 'spec' } };
    const ran = run(pending, input, ({ api }) => {
      api.script('RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER' });
    });
    expect(ran.context.srp.challenges).toMatchObject([{ userIdForSrp: 'ada-sub', password: 'secret' }]);
    expect(sent(ran)).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ClientMetadata: { from: 'spec' },
    });
    expect(ran.watched.values).toEqual([fakeAnswer()]);
  });

  it('leaves a session out that the challenge did not have', () => {
    expect(
      sent(run(waiting('SMS_MFA', SMS_STEP, { session: undefined }), { challengeResponse: '1' })),
    ).toEqual({
      ClientId: IDENTITY.userPoolClientId,
      ChallengeName: 'SMS_MFA',
      ChallengeResponses: { USERNAME: 'ada-sub', SMS_MFA_CODE: '1' },
    });
  });

  it.each<[string, PendingChallenge, unknown, string]>([
    ['no code', waiting('SMS_MFA', SMS_STEP), undefined, 'the code that was sent'],
    ['a blank code', waiting('SMS_MFA', SMS_STEP), ' \n', 'the code that was sent'],
    [
      'a code that is too long',
      waiting('EMAIL_OTP', EMAIL_CODE_STEP),
      '1'.repeat(257),
      'the code that was sent',
    ],
    ['a code of seven digits', waiting('SOFTWARE_TOKEN_MFA', TOTP_STEP), '1234567', 'the 6 digits'],
    ['a code after something else', waiting('SOFTWARE_TOKEN_MFA', TOTP_STEP), 'x123456', 'the 6 digits'],
    ['a code of letters', waiting('SOFTWARE_TOKEN_MFA', TOTP_STEP), 'abcdef', 'the 6 digits'],
    ['a code in other digits', waiting('SOFTWARE_TOKEN_MFA', TOTP_STEP), '１２３４５６', 'the 6 digits'],
    ['a code that is a number', waiting('MFA_SETUP', TOTP_SETUP_STEP), 123456, 'the 6 digits'],
    ['a factor that is not offered', waiting('SELECT_MFA_TYPE', MFA_STEP), 'EMAIL', 'one of SMS, TOTP'],
    ['a setup that is not offered', waiting('MFA_SETUP', SETUP_STEP), 'SMS', 'one of TOTP, EMAIL'],
    [
      'a first factor that is not offered',
      waiting('SELECT_CHALLENGE', FACTOR_STEP),
      'SMS_OTP',
      'one of PASSWORD, PASSWORD_SRP, EMAIL_OTP',
    ],
    [
      'a choice among nothing',
      waiting('SELECT_CHALLENGE', { signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION' }),
      'PASSWORD',
      'one of',
    ],
    ['what is no address', waiting('MFA_SETUP', EMAIL_SETUP_STEP), 'ada at home', 'an e-mail address'],
    [
      'a name and an address',
      waiting('MFA_SETUP', EMAIL_SETUP_STEP),
      'Ada ada@b.example',
      'an e-mail address',
    ],
    [
      'an address and more',
      waiting('MFA_SETUP', EMAIL_SETUP_STEP),
      'ada@b.example (Ada)',
      'an e-mail address',
    ],
    ['an address in a list', waiting('MFA_SETUP', EMAIL_SETUP_STEP), ['ada@b.example'], 'an e-mail address'],
    ['an address that is a number', waiting('MFA_SETUP', EMAIL_SETUP_STEP), 7, 'an e-mail address'],
    [
      'an address that is too long',
      waiting('MFA_SETUP', EMAIL_SETUP_STEP),
      `${'a'.repeat(2_047)}@b`,
      'an e-mail address',
    ],
    [
      'an empty new password',
      waiting('NEW_PASSWORD_REQUIRED', NEW_PASSWORD_STEP),
      '',
      'a password of 1 to 256',
    ],
    ['an empty answer', waiting('CUSTOM_CHALLENGE', CUSTOM_STEP), '', 'an answer to the challenge'],
    [
      'an answer that is an object',
      waiting('CUSTOM_CHALLENGE', CUSTOM_STEP),
      {},
      'an answer to the challenge',
    ],
    ['an empty password', waiting('PASSWORD', PASSWORD_STEP), '', 'a password of 1 to 256'],
  ])('refuses %s before anything is sent (R42)', (_what, pending, challengeResponse, told) => {
    const { watched, context } = run(pending, { challengeResponse } as ConfirmSignInInput);
    expect(watched.error).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining(`The argument challengeResponse is not ${told}`),
    });
    expect(context.api.calls).toEqual([]);
  });

  it.each([undefined, null])('refuses %s as a whole input, by what the challenge asks for (R42)', (input) => {
    const { watched } = run(waiting('SMS_MFA', SMS_STEP), input as unknown as ConfirmSignInInput);
    expect(watched.error).toMatchObject({
      kind: 'validation',
      message: 'The argument challengeResponse is not the code that was sent.',
    });
  });

  it.each<[string, unknown, string]>([
    ['are no record', 'name=Ada', 'a record of texts'],
    ['are null', null, 'a record of texts'],
    ['are a list', ['Ada'], 'a record of texts'],
    ['lack one', { nickname: 'Ada' }, 'a record that has name'],
    ['hold a number', { name: 7 }, NAME_IS_A_TEXT],
    ['hold a list', { name: ['Ada'] }, NAME_IS_A_TEXT],
    ['hold a text that is too long', { name: 'x'.repeat(2_049) }, NAME_IS_A_TEXT],
  ])('refuses attributes that %s (R42)', (_what, userAttributes, told) => {
    const pending = waiting('NEW_PASSWORD_REQUIRED', { ...NEW_PASSWORD_STEP, missingAttributes: ['name'] });
    const { watched } = run(pending, { challengeResponse: 'N3w!', userAttributes } as ConfirmSignInInput);
    expect(watched.error).toMatchObject({
      kind: 'validation',
      message: `The argument userAttributes is not ${told}.`,
    });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)(
    'asks for the password of %s without a request',
    (chosen) => {
      const pending = waiting('SELECT_CHALLENGE', FACTOR_STEP);
      const { watched, context } = run(pending, { challengeResponse: chosen });
      const moved = { ...pending, chosen, nextStep: PASSWORD_STEP };
      expect(watched.values).toEqual([{ pending: moved, nextStep: PASSWORD_STEP }]);
      expect(context.api.calls).toEqual([]);
      const ran = run(moved, { challengeResponse: 'secret' });
      expect(sent(ran)).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        ChallengeResponses: {
          ANSWER: chosen,
          ...(chosen === 'PASSWORD' ? { PASSWORD: 'secret' } : { SRP_A: 'a1' }),
        },
      });
    },
  );

  it('asks for an address without a request', () => {
    const { watched, context } = run(waiting('MFA_SETUP', SETUP_STEP), { challengeResponse: 'EMAIL' });
    expect(watched.values).toMatchObject([
      { nextStep: EMAIL_SETUP_STEP, pending: { nextStep: EMAIL_SETUP_STEP } },
    ]);
    expect(context.api.calls).toEqual([]);
  });

  it('asks the pool for the secret of an authenticator app', () => {
    const { watched, context } = run(
      waiting('MFA_SETUP', SETUP_STEP),
      { challengeResponse: 'TOTP' },
      ({ api }) => {
        api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
      },
    );
    expect(watched.values).toMatchObject([{ nextStep: TOTP_SETUP_STEP, pending: { session: 'session-2' } }]);
    expect(context.api.callsOf('AssociateSoftwareToken')[0]?.input).toEqual({ Session: 'session-1' });
  });

  it.each<[string, PendingChallenge]>([
    ['a challenge that it does not know', waiting('MIND_READING', SMS_STEP)],
    ['a step that is none of a challenge', waiting('MIND_READING', { signInStep: 'DONE' })],
  ])('refuses %s, by its name', (_what, pending) => {
    const { watched, context } = run(pending, { challengeResponse: '1' });
    expect(watched.error).toMatchObject({
      code: 'UnknownChallenge',
      message: expect.stringContaining('MIND_READING'),
    });
    expect(context.api.calls).toEqual([]);
  });
});

describe('verifyTotp$', () => {
  const pending = waiting('MFA_SETUP', TOTP_SETUP_STEP);

  it('has the code checked, then tells the sign-in so with the session that came', () => {
    const ran = run(pending, { challengeResponse: '123456' }, ({ api }) => {
      api.script('VerifySoftwareToken', { Status: 'SUCCESS', Session: 'session-2' });
    });
    expect(ran.context.api.callsOf('VerifySoftwareToken')[0]?.input).toEqual({
      Session: 'session-1',
      UserCode: '123456',
    });
    expect(sent(ran)).toMatchObject({ Session: 'session-2', ChallengeResponses: { USERNAME: 'ada-sub' } });
    expect(ran.advanced).toEqual([{ ...pending, session: 'session-2', isVerified: true }]);
  });

  it('is not asked again once it has said yes', () => {
    const first = run(pending, { challengeResponse: '123456' }, ({ api }) => {
      api.script('VerifySoftwareToken', { Status: 'SUCCESS' });
      api.script('RespondToAuthChallenge', networkError());
    });
    expect(first.watched.error).toMatchObject({ kind: 'network' });
    const [advanced = pending] = first.advanced;
    expect(advanced).toEqual({ ...pending, isVerified: true });
    const second = run(advanced, { challengeResponse: '654321' });
    expect(second.watched.values).toEqual([fakeAnswer()]);
    expect(second.context.api.callsOf('VerifySoftwareToken')).toEqual([]);
  });

  it.each([
    ['errors', serviceError('EnableSoftwareTokenMFAException')],
    ['says that it is not verified', { Status: 'ERROR' }],
  ])('errors where the pool %s', (_what, answer) => {
    const ran = run(
      waiting('MFA_SETUP', TOTP_SETUP_STEP, { session: undefined }),
      { challengeResponse: '123456' },
      ({ api }) => {
        api.script('VerifySoftwareToken', answer);
      },
    );
    expect(ran.watched.error).toMatchObject({ kind: 'service', code: 'EnableSoftwareTokenMFAException' });
    expect(ran.advanced).toEqual([]);
    expect(ran.context.api.callsOf('VerifySoftwareToken')[0]?.input).toMatchObject({ Session: '' });
  });

  it('says what to do where the app is not verified', () => {
    const ran = run(pending, { challengeResponse: '123456' }, ({ api }) => {
      api.script('VerifySoftwareToken', { Status: 'ERROR' });
    });
    expect(ran.watched.error).toMatchObject({
      message: 'The user pool did not accept the authenticator app.',
      recoverySuggestion: 'Enter a new code of the authenticator app, and check the clock of its device.',
    });
  });

  it('is bounded in time', () => {
    const ran = run(pending, { challengeResponse: '123456' }, ({ api }) => {
      api.script('VerifySoftwareToken', NEVER);
    });
    expect(ran.watched.error).toMatchObject({
      kind: 'timeout',
      message: 'Checking the authenticator app took longer than 10000 ms.',
    });
  });
});
