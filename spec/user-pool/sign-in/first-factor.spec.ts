import type { SignInInput } from '../../../src/flows/sign-in/input';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { createFirstFactor } from '../../../src/user-pool/sign-in/first-factor';
import { createPasswordSrp } from '../../../src/user-pool/sign-in/password-srp';
import { IDENTITY } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';

const ClientId = IDENTITY.userPoolClientId;
const CHALLENGE: AuthAnswer = { ChallengeName: 'SELECT_CHALLENGE' };

/** The first request of a sign-in. */
function requestOf(input: SignInInput): unknown {
  const { api } = marbles((context) => {
    context.api.script('InitiateAuth', CHALLENGE);
    const request$: Parameters<typeof createFirstFactor>[1] = (operation, sent) =>
      context.api.call$(operation, sent);
    const firstFactor$ = createFirstFactor(context, request$, createPasswordSrp(context, request$));
    const asked$ = firstFactor$(input);
    expect(context.api.calls).toEqual([]);
    expect(watch(asked$)).toMatchObject({
      values: [{ answer: CHALLENGE, answersAs: 'ada' }],
      isComplete: true,
    });
  });
  return api.callsOf('InitiateAuth')[0]?.input;
}

const ada = { username: 'ada', password: 'secret' };
const byChoice = { username: 'ada', authFlowType: 'USER_AUTH' } as const;

describe('createFirstFactor', () => {
  it.each<[string, SignInInput, string, Readonly<Record<string, string>>]>([
    ['SRP where nothing is said', ada, 'USER_SRP_AUTH', { SRP_A: 'a1' }],
    [
      'a password in the open',
      { ...ada, authFlowType: 'USER_PASSWORD_AUTH' },
      'USER_PASSWORD_AUTH',
      { PASSWORD: 'secret' },
    ],
    ['a choice', byChoice, 'USER_AUTH', {}],
    ['a choice, whatever the password', { ...byChoice, password: 'secret' }, 'USER_AUTH', {}],
    [
      'a preferred code',
      { ...byChoice, preferredChallenge: 'SMS_OTP' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'SMS_OTP' },
    ],
    [
      'a preferred code, without the password that came along',
      { ...byChoice, password: 'secret', preferredChallenge: 'SMS_OTP' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'SMS_OTP' },
    ],
    [
      'a preferred password',
      { ...byChoice, password: 'secret', preferredChallenge: 'PASSWORD' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'secret' },
    ],
    [
      'a preferred password by SRP',
      { ...byChoice, password: 'secret', preferredChallenge: 'PASSWORD_SRP' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'a1' },
    ],
    [
      'a preferred password that is still to come',
      { ...byChoice, preferredChallenge: 'PASSWORD_SRP' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'PASSWORD_SRP' },
    ],
    [
      'SRP and a custom challenge',
      { ...ada, authFlowType: 'CUSTOM_WITH_SRP' },
      'CUSTOM_AUTH',
      { SRP_A: 'a1', CHALLENGE_NAME: 'SRP_A' },
    ],
    ['a custom challenge', { username: 'ada', authFlowType: 'CUSTOM_WITHOUT_SRP' }, 'CUSTOM_AUTH', {}],
  ])('begins with %s', (_what, input, AuthFlow, parameters) => {
    expect(requestOf(input)).toEqual({
      ClientId,
      AuthFlow,
      AuthParameters: { USERNAME: 'ada', ...parameters },
    });
  });

  it('hands on the handle of a sign-up that was confirmed (#14)', () => {
    expect(requestOf({ ...byChoice, session: 'session-of-a-sign-up' })).toEqual({
      ClientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada' },
      Session: 'session-of-a-sign-up',
    });
  });

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
    'hands the metadata on, by %s',
    (authFlowType) => {
      expect(requestOf({ ...ada, authFlowType, clientMetadata: { from: 'spec' } })).toMatchObject({
        ClientMetadata: { from: 'spec' },
      });
    },
  );

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_WITH_SRP'] as const)(
    'asks nothing without a password, by %s (R42)',
    (authFlowType) => {
      const { api } = marbles((context) => {
        const request$: Parameters<typeof createFirstFactor>[1] = (operation, sent) =>
          context.api.call$(operation, sent);
        const firstFactor$ = createFirstFactor(context, request$, createPasswordSrp(context, request$));
        expect(watch(firstFactor$({ username: 'ada', authFlowType })).error).toMatchObject({
          kind: 'validation',
          message: 'The argument password is not a password of 1 to 256 characters.',
        });
      });
      expect(api.calls).toEqual([]);
    },
  );
});
