import { NEVER } from 'rxjs';
import { createChallengeReader } from '../../src/flows/challenges';
import type { AuthError } from '../../src/model/auth-error';
import { RESUMABLE_MS } from '../../src/model/pending-challenge';
import type { AuthAnswer } from '../../src/ports/cognito-api';
import { serviceError } from '../fakes/fake-errors';
import { START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import type { Watched } from '../fakes/marbles';
import type { Challenged } from '../../src/flows/stage';

function read(answer: AuthAnswer): Watched<Challenged> {
  let watched: Watched<Challenged> | undefined;
  marbles((context) => {
    context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
    watched = watch(createChallengeReader(context)(answer, 'ada', 'ada@example.com'));
  });
  if (!watched) throw new Error('Nothing was read.');
  return watched;
}

const named = (
  ChallengeName: string,
  ChallengeParameters: Readonly<Record<string, string>> = {},
): AuthAnswer => ({
  ChallengeName,
  ChallengeParameters,
  Session: 'session-1',
});

describe('createChallengeReader', () => {
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
      named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP","PIGEON"]' }),
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
      { ...named('SELECT_CHALLENGE'), AvailableChallenges: ['WEB_AUTHN', 'PASSWORD_SRP', 'EMAIL_OTP'] },
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
  ])('reads %j', (answer, nextStep) => {
    const { values, isComplete } = read(answer);
    expect(values).toEqual([
      {
        nextStep,
        pending: {
          name: answer.ChallengeName,
          session: 'session-1',
          answersAs: 'ada',
          nextStep,
          resumableUntil: START_AT + RESUMABLE_MS,
        },
      },
    ]);
    expect(isComplete).toBe(true);
    expect(Object.isFrozen(values[0]?.nextStep)).toBe(true);
  });

  it.each([
    [{ USER_ID_FOR_SRP: 'sub', USERNAME: 'name' }, 'sub'],
    [{ USERNAME: 'name' }, 'name'],
  ])('answers under the name that the challenge gives the user: %j', (parameters, answersAs) => {
    expect(read(named('SMS_MFA', parameters)).values[0]?.pending.answersAs).toBe(answersAs);
  });

  it('asks for the secret of an authenticator app, and keeps it out of what waits (R43)', () => {
    const { values } = read(named('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
    const [read_] = values;
    expect(read_?.nextStep).toMatchObject({ totpSetupDetails: { sharedSecret: 'JBSWY3DP' } });
    expect(read_?.pending).toMatchObject({
      session: 'session-2',
      nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' },
    });
    expect(JSON.stringify(read_?.pending)).not.toContain('JBSWY3DP');
  });

  it.each([
    [named('WEB_AUTHN'), 'WEB_AUTHN'],
    [{ ...named('SELECT_CHALLENGE'), AvailableChallenges: ['WEB_AUTHN'] }, 'SELECT_CHALLENGE of WEB_AUTHN'],
    [named('SELECT_CHALLENGE'), 'SELECT_CHALLENGE'],
    [named('SELECT_MFA_TYPE'), 'SELECT_MFA_TYPE'],
    [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: 'SMS_MFA' }), 'SELECT_MFA_TYPE'],
    [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '{}' }), 'SELECT_MFA_TYPE'],
    [named('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["PIGEON"]' }), 'SELECT_MFA_TYPE'],
    [{}, 'none'],
  ])('refuses a challenge that it does not know, by its name: %j', (answer, name) => {
    const { error } = read(answer);
    expect(error).toMatchObject({
      kind: 'service',
      code: 'UnknownChallenge',
      recoverySuggestion:
        'Switch the challenge off for this app client, or look for a newer version of rx-cognito.',
    });
    expect(String(error)).toContain(`challenge ${name},`);
    expect(String(error)).not.toContain('session-1');
  });

  it.each([{ MFAS_CAN_SETUP: '["SMS_MFA"]' }, {}])('refuses a setup of nothing: %j', (parameters) => {
    expect(read(named('MFA_SETUP', parameters)).error).toMatchObject({
      kind: 'configuration',
      code: 'MfaSetupNotPossible',
      message: 'The user pool demands a second factor, and offers none that can be set up while signing in.',
      recoverySuggestion:
        'Switch authenticator apps or e-mail messages on as a second factor of the user pool, or set the phone number of the user.',
    });
  });
});

describe('setUpTotp$', () => {
  const setup = named('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });

  it('writes the otpauth URI, for the account of the sign-in or another', () => {
    const step = read(setup).values[0]?.nextStep;
    if (step?.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error('No setup.');
    const { getSetupUri } = step.totpSetupDetails;
    expect(getSetupUri('A & B').href).toBe(
      'otpauth://totp/A%20%26%20B:ada%40example.com?secret=JBSWY3DP&issuer=A%20%26%20B',
    );
    expect(getSetupUri('App', 'e\u0301').href).toBe('otpauth://totp/App:e%CC%81?secret=JBSWY3DP&issuer=App');
  });

  const refusal = serviceError('SoftwareTokenMFANotFoundException');

  it.each<[string, AuthAnswer | AuthError, Partial<AuthError>]>([
    ['errors as the pool does', refusal, refusal],
    [
      'errors where the answer has no secret',
      {},
      {
        kind: 'service',
        code: 'NoTotpSecret',
        message: 'The user pool answered without the secret of an authenticator app.',
        recoverySuggestion: 'Sign in again; check userPoolEndpoint if it happens again.',
      },
    ],
  ])('%s', (_what, answer, { kind, code, message, recoverySuggestion }) => {
    marbles((context, { expectObservable }) => {
      context.api.script('AssociateSoftwareToken', answer);
      expectObservable(createChallengeReader(context)(setup, 'ada', 'ada')).toBe(
        '#',
        undefined,
        expect.objectContaining({ kind, code, message, recoverySuggestion }),
      );
    });
  });

  it('is bounded in time', () => {
    marbles((context, { expectObservable }) => {
      context.api.script('AssociateSoftwareToken', NEVER);
      expectObservable(createChallengeReader(context)(setup, 'ada', 'ada')).toBe(
        '10000ms #',
        undefined,
        expect.objectContaining({
          kind: 'timeout',
          message: 'Setting the authenticator app up took longer than 10000 ms.',
        }),
      );
    });
  });

  it('sends an empty session where the challenge had none', () => {
    const { api } = marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP' });
      const { Session: _none, ...withoutSession } = setup;
      watch(createChallengeReader(context)(withoutSession, 'ada', 'ada'));
    });
    expect(api.callsOf('AssociateSoftwareToken')[0]?.input).toEqual({ Session: '' });
  });

  it('keeps the session where the answer brings no other', () => {
    marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP' });
      const { values } = watch(createChallengeReader(context)(setup, 'ada', 'ada'));
      expect(values[0]?.pending.session).toBe('session-1');
    });
  });
});
