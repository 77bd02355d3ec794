import type { ConfirmSignInInput } from '../../../src/flows/sign-in/input';
import { RESUMABLE_MS } from '../../../src/model/pending-challenge';
import type { PendingChallenge } from '../../../src/model/pending-challenge';
import type { SignInStateStep } from '../../../src/model/sign-in-step';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { CHALLENGES } from '../../../src/user-pool/sign-in/challenges';
import { fakeAnswer, IDENTITY, START_AT } from '../../fakes/fake-tokens';
import type { FakeContext } from '../../fakes/fake-context';
import { answer, begin, DONE, sent, waiting, waitingIn } from './fixture';
import type { Ran } from './fixture';

/** Answers, over a pool that goes on with tokens. */
const run = (
  pending: PendingChallenge,
  input: ConfirmSignInInput,
  prepare: (context: FakeContext) => void = () => undefined,
): Ran =>
  answer(pending, input, (context) => {
    prepare(context);
    context.api.script('RespondToAuthChallenge', fakeAnswer());
  });

const named = (
  ChallengeName: string,
  ChallengeParameters: Readonly<Record<string, string>> = {},
): AuthAnswer => ({
  ChallengeName,
  ChallengeParameters,
  Session: 'session-1',
});

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

describe('CHALLENGES', () => {
  it('are what a user pool can ask of a user, or of a device', () => {
    expect([...CHALLENGES.keys()].sort()).toEqual([
      'CUSTOM_CHALLENGE',
      'DEVICE_SRP_AUTH',
      'EMAIL_OTP',
      'MFA_SETUP',
      'NEW_PASSWORD_REQUIRED',
      'PASSWORD',
      'PASSWORD_SRP',
      'SELECT_CHALLENGE',
      'SELECT_MFA_TYPE',
      'SMS_MFA',
      'SMS_OTP',
      'SOFTWARE_TOKEN_MFA',
      'WEB_AUTHN',
    ]);
  });

  describe('read', () => {
    it.each([
      [
        named('SMS_MFA', { CODE_DELIVERY_DESTINATION: '+*67' }),
        { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', codeDeliveryDetails: { destination: '+*67' } },
      ],
      [
        named('SMS_OTP', { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' }),
        { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', codeDeliveryDetails: { deliveryMedium: 'SMS' } },
      ],
      [named('EMAIL_OTP'), { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' }],
      [named('SOFTWARE_TOKEN_MFA'), { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }],
      [
        named('SELECT_MFA_TYPE', {
          MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP","PIGEON"]',
        }),
        { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes: ['SMS', 'TOTP', 'EMAIL'] },
      ],
      [
        named('NEW_PASSWORD_REQUIRED', { requiredAttributes: '["userAttributes.email","name"]' }),
        { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: ['email', 'name'] },
      ],
      ...[{}, { requiredAttributes: 'email' }, { requiredAttributes: '{"email":true}' }].map(
        (parameters: Readonly<Record<string, string>>): [AuthAnswer, object] => [
          named('NEW_PASSWORD_REQUIRED', parameters),
          { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: [] },
        ],
      ),
      [
        named('CUSTOM_CHALLENGE', { question: 'Why?' }),
        { signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', additionalInfo: { question: 'Why?' } },
      ],
      [named('PASSWORD'), { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }],
      [named('PASSWORD_SRP'), { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }],
      [
        { ...named('SELECT_CHALLENGE'), AvailableChallenges: ['PIGEON', 'PASSWORD_SRP', 'EMAIL_OTP'] },
        {
          signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
          availableChallenges: ['PASSWORD_SRP', 'EMAIL_OTP'],
        },
      ],
      [
        named('MFA_SETUP', { MFAS_CAN_SETUP: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' }),
        { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION', allowedMFATypes: ['TOTP', 'EMAIL'] },
      ],
      [
        named('MFA_SETUP', { MFAS_CAN_SETUP: '["EMAIL_OTP"]' }),
        { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' },
      ],
    ])('reads %j', (given, nextStep) => {
      const ran = begin(given);
      expect(ran.watched).toMatchObject({
        values: [{ isSignedIn: false, nextStep }],
        isComplete: true,
      });
      expect(ran.watched.values).toEqual([{ isSignedIn: false, nextStep }]);
      expect(waitingIn(ran)).toEqual({
        name: given.ChallengeName,
        session: 'session-1',
        answersAs: 'ada@example.com',
        nextStep,
        resumableUntil: START_AT + RESUMABLE_MS,
      });
      expect(ran.context.states.at(-1)).toEqual({
        status: 'signingIn',
        username: 'ada@example.com',
        nextStep,
      });
      expect(Object.isFrozen(ran.watched.values[0]?.nextStep)).toBe(true);
    });

    it.each([
      [{ USER_ID_FOR_SRP: 'sub', USERNAME: 'name' }, 'sub'],
      [{ USERNAME: 'name' }, 'name'],
    ])('answers under the name that the challenge gives the user: %j', (parameters, answersAs) => {
      expect(waitingIn(begin(named('SMS_MFA', parameters)))?.answersAs).toBe(answersAs);
    });

    it('asks for the secret of an authenticator app, and keeps it out of what waits (R43)', () => {
      const ran = begin(named('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }), ({ api }) => {
        api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
      });
      expect(ran.watched.values).toMatchObject([
        { nextStep: { totpSetupDetails: { sharedSecret: 'JBSWY3DP' } } },
      ]);
      expect(waitingIn(ran)).toMatchObject({
        session: 'session-2',
        nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' },
      });
      const { machine, states, challenges } = ran.context;
      expect(JSON.stringify([machine.now, states, challenges.stored])).not.toContain('JBSWY3DP');
    });

    it.each([
      [named('BY_PIGEON'), 'BY_PIGEON'],
      [{ ...named('SELECT_CHALLENGE'), AvailableChallenges: ['BY_PIGEON'] }, 'SELECT_CHALLENGE of BY_PIGEON'],
      [named('SELECT_CHALLENGE'), 'SELECT_CHALLENGE'],
      [named('SELECT_MFA_TYPE'), 'SELECT_MFA_TYPE'],
      [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: 'SMS_MFA' }), 'SELECT_MFA_TYPE'],
      [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '{}' }), 'SELECT_MFA_TYPE'],
      [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["PIGEON"]' }), 'SELECT_MFA_TYPE'],
    ])('refuses a challenge that it does not know, by its name: %j', (given, name) => {
      const { watched, context } = begin(given);
      expect(watched.error).toMatchObject({
        kind: 'service',
        code: 'UnknownChallenge',
        message: `The user pool answered with a challenge that this version of rx-cognito does not know: ${name}.`,
      });
      expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
    });

    it.each([{ MFAS_CAN_SETUP: '["SMS_MFA"]' }, {}])('refuses a setup of nothing: %j', (parameters) => {
      expect(begin(named('MFA_SETUP', parameters)).watched.error).toMatchObject({
        kind: 'configuration',
        code: 'MfaSetupNotPossible',
        message:
          'The user pool demands a second factor, and offers none that can be set up while signing in.',
        recoverySuggestion:
          'Switch authenticator apps or e-mail messages on as a second factor of the user pool, or set the phone number of the user.',
      });
    });
  });

  describe('answer$', () => {
    it.each<[string, SignInStateStep, ConfirmSignInInput, Readonly<Record<string, string>>]>([
      ['SMS_MFA', SMS_STEP, { challengeResponse: '123456' }, { SMS_MFA_CODE: '123456' }],
      ['SMS_OTP', SMS_STEP, { challengeResponse: '12345678' }, { SMS_OTP_CODE: '12345678' }],
      ['EMAIL_OTP', EMAIL_CODE_STEP, { challengeResponse: '12345678' }, { EMAIL_OTP_CODE: '12345678' }],
      [
        'SOFTWARE_TOKEN_MFA',
        TOTP_STEP,
        { challengeResponse: '123456' },
        { SOFTWARE_TOKEN_MFA_CODE: '123456' },
      ],
      ['SELECT_MFA_TYPE', MFA_STEP, { challengeResponse: 'TOTP' }, { ANSWER: 'SOFTWARE_TOKEN_MFA' }],
      ['MFA_SETUP', EMAIL_SETUP_STEP, { challengeResponse: 'ada@b.example' }, { EMAIL: 'ada@b.example' }],
      [
        'NEW_PASSWORD_REQUIRED',
        NEW_PASSWORD_STEP,
        { challengeResponse: 'N3w!👩‍🚀' },
        { NEW_PASSWORD: 'N3w!👩‍🚀' },
      ],
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
      expect(ran.watched).toMatchObject({ values: [DONE], isComplete: true });
      expect(ran.context.store.stored.session?.accessToken).toBe(
        fakeAnswer().AuthenticationResult?.AccessToken,
      );
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
      expect(ran.watched.values).toEqual([DONE]);
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
      [
        'an address in a list',
        waiting('MFA_SETUP', EMAIL_SETUP_STEP),
        ['ada@b.example'],
        'an e-mail address',
      ],
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
      const ran = run(pending, { challengeResponse } as ConfirmSignInInput);
      const { watched, context } = ran;
      expect(watched.error).toMatchObject({
        kind: 'validation',
        message: expect.stringContaining(`The argument challengeResponse is not ${told}`),
      });
      expect(context.api.calls).toEqual([]);
      expect(waitingIn(ran)).toEqual(pending);
    });

    it.each([undefined, null])(
      'refuses %s as a whole input, by what the challenge asks for (R42)',
      (input) => {
        const { watched } = run(waiting('SMS_MFA', SMS_STEP), input as unknown as ConfirmSignInInput);
        expect(watched.error).toMatchObject({
          kind: 'validation',
          message: 'The argument challengeResponse is not the code that was sent.',
        });
      },
    );

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
        const first = run(pending, { challengeResponse: chosen });
        const moved = { ...pending, chosen, nextStep: PASSWORD_STEP };
        expect(first.watched.values).toEqual([{ isSignedIn: false, nextStep: PASSWORD_STEP }]);
        expect(waitingIn(first)).toEqual(moved);
        expect(first.context.api.calls).toEqual([]);
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
      const ran = run(waiting('MFA_SETUP', SETUP_STEP), { challengeResponse: 'EMAIL' });
      expect(ran.watched.values).toEqual([{ isSignedIn: false, nextStep: EMAIL_SETUP_STEP }]);
      expect(waitingIn(ran)?.nextStep).toEqual(EMAIL_SETUP_STEP);
      expect(ran.context.api.calls).toEqual([]);
    });

    it('asks the pool for the secret of an authenticator app', () => {
      const ran = run(waiting('MFA_SETUP', SETUP_STEP), { challengeResponse: 'TOTP' }, ({ api }) => {
        api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
      });
      expect(ran.watched.values).toMatchObject([{ isSignedIn: false, nextStep: TOTP_SETUP_STEP }]);
      expect(waitingIn(ran)).toMatchObject({ session: 'session-2', nextStep: TOTP_SETUP_STEP });
      expect(ran.context.api.callsOf('AssociateSoftwareToken')[0]?.input).toEqual({ Session: 'session-1' });
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
});
