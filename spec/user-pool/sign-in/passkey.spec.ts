import { NEVER, of, throwError } from 'rxjs';
import { AuthError } from '../../../src/model/auth-error';
import { RESUMABLE_MS } from '../../../src/model/pending-challenge';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { PROMPT_REFUSALS } from '../../../src/user-pool/sign-in/passkey';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { ASSERTION } from '../../fakes/fake-passkey-port';
import { fakeAnswer, IDENTITY, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { ATTEMPT, answer, challenged, DONE, sent, underWay, waiting, waitingIn } from './fixture';

const OPTIONS = '{"challenge":"c4nary","rpId":"example.com"}';
const GIVEN: AuthAnswer = {
  ChallengeName: 'WEB_AUTHN',
  ChallengeParameters: { USERNAME: 'ada', CREDENTIAL_REQUEST_OPTIONS: OPTIONS },
  Session: 'session-1',
};
const STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSKEY' } as const;
const INPUT = {
  username: ATTEMPT.username,
  authFlowType: 'USER_AUTH',
  preferredChallenge: 'WEB_AUTHN',
} as const;
const PENDING = waiting('WEB_AUTHN', STEP, { passkeyOptions: OPTIONS });

const promptError = (code: string, kind: AuthError['kind'] = 'cancelled'): AuthError =>
  new AuthError({ kind, code, message: 'No passkey.', recoverySuggestion: 'Ask again.' });
const CANCELLED = promptError('PasskeyAuthenticationCanceled');

/** Begins over a pool that asks for a passkey. */
const begin = (prepare: (context: FakeContext) => void) => {
  const watched: ReturnType<typeof watch>[] = [];
  const context = marbles((fake) => {
    fake.api.script('InitiateAuth', GIVEN);
    prepare(fake);
    watched.push(watch(underWay(fake).begin$(ATTEMPT, INPUT)));
  });
  return { context, outcome: watched[0] };
};

describe('passkey', () => {
  it('asks the user at once, and signs in with the passkey (#14)', () => {
    const { context, outcome } = begin(({ api, passkeys }) => {
      passkeys.assertion$ = of(ASSERTION);
      api.script('RespondToAuthChallenge', fakeAnswer());
    });
    expect(context.api.callsOf('InitiateAuth')[0]?.input.AuthParameters).toEqual({
      USERNAME: ATTEMPT.username,
      PREFERRED_CHALLENGE: 'WEB_AUTHN',
    });
    expect(context.passkeys.opened).toEqual([OPTIONS]);
    expect(context.api.callsOf('RespondToAuthChallenge')[0]?.input).toEqual({
      ClientId: IDENTITY.userPoolClientId,
      ChallengeName: 'WEB_AUTHN',
      Session: 'session-1',
      ChallengeResponses: { USERNAME: 'ada', CREDENTIAL: JSON.stringify(ASSERTION) },
    });
    expect(outcome).toMatchObject({ values: [DONE], isComplete: true });
  });

  it('shows no step while the prompt is open', () => {
    let isWaiting = true;
    const { context } = begin(({ passkeys, at, machine }) => {
      passkeys.assertion$ = NEVER;
      at(5, () => {
        expect(machine.now.state).toEqual({ status: 'signingIn', username: ATTEMPT.username });
        isWaiting = machine.now.attempt?.waiting !== undefined;
      });
    });
    expect(context.passkeys.opened).toHaveLength(1);
    expect(isWaiting).toBe(false);
  });

  it.each([
    ['is closed, times out or lacks a gesture', CANCELLED],
    ['is closed by another one', promptError('PasskeyOperationAborted')],
    ['is on a page of another origin', promptError('RelyingPartyMismatch', 'configuration')],
    ['finds no passkey that works', promptError('PasskeyRetrievalFailed', 'unknown')],
    ['cannot be loaded', networkError({ code: 'SdkNotLoaded' })],
  ])('leaves the challenge open where the prompt %s, typed (R76)', (_, error) => {
    const { context, outcome } = begin(({ passkeys }) => {
      passkeys.assertion$ = throwError(() => error);
    });
    expect(outcome).toMatchObject({ values: [], error });
    expect(context.states.at(-1)).toEqual({
      status: 'signingIn',
      username: ATTEMPT.username,
      nextStep: STEP,
    });
    expect(context.machine.now.attempt?.waiting?.pending).toEqual({
      name: 'WEB_AUTHN',
      session: 'session-1',
      answersAs: 'ada',
      nextStep: STEP,
      passkeyOptions: OPTIONS,
      resumableUntil: START_AT + RESUMABLE_MS,
    });
    expect(JSON.stringify(context.states)).not.toContain('c4nary');
  });

  it('asks again where the user says so, with the same options (R76)', () => {
    const ran = answer(PENDING, { challengeResponse: 'WEB_AUTHN' }, ({ api, passkeys }) => {
      passkeys.assertion$ = of(ASSERTION);
      api.script('RespondToAuthChallenge', fakeAnswer());
    });
    expect(ran.context.passkeys.opened).toEqual([OPTIONS]);
    expect(sent(ran)).toMatchObject({ ChallengeName: 'WEB_AUTHN', Session: 'session-1' });
    expect(ran.watched).toMatchObject({ values: [DONE] });
  });

  it('stays open where it is cancelled again', () => {
    const ran = answer(PENDING, { challengeResponse: 'WEB_AUTHN' }, ({ passkeys }) => {
      passkeys.assertion$ = throwError(() => CANCELLED);
    });
    expect(ran.watched.error).toBe(CANCELLED);
    expect(waitingIn(ran)).toEqual(PENDING);
  });

  it('takes no other answer, and opens no prompt for one', () => {
    const ran = answer(PENDING, { challengeResponse: '123456' });
    expect(ran.watched.error).toMatchObject({
      kind: 'validation',
      message: 'The argument challengeResponse is not one of WEB_AUTHN.',
    });
    expect([waitingIn(ran), ran.context.passkeys.opened]).toEqual([PENDING, []]);
  });

  it('is over where the user pool refuses the passkey', () => {
    const refused = serviceError('NotAuthorizedException');
    const { context, outcome } = begin(({ api, passkeys }) => {
      passkeys.assertion$ = of(ASSERTION);
      api.script('RespondToAuthChallenge', refused);
    });
    expect(outcome).toMatchObject({ error: refused });
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
  });

  it('refuses before anything is sent on a page that can ask for none (R76)', () => {
    const { context, outcome } = begin(({ passkeys }) => {
      passkeys.isAvailable = false;
    });
    expect(context.api.calls).toEqual([]);
    expect(outcome).toMatchObject({
      error: {
        kind: 'configuration',
        code: 'PasskeyNotSupported',
        message:
          'There can be no passkey here: this browser knows none, or the page is not served over HTTPS.',
        recoverySuggestion:
          'Ask isPasskeySupported() of rx-cognito/account first, and offer PASSWORD, EMAIL_OTP or SMS_OTP otherwise.',
      },
    });
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('hands the prompt what there is where the pool gives no options', () => {
    const watched = marbles((fake) => {
      fake.api.script('InitiateAuth', { ...GIVEN, ChallengeParameters: {} });
      watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(watched.passkeys.opened).toEqual(['']);
  });

  describe('chosen among the first factors', () => {
    const selection = waiting('SELECT_CHALLENGE', {
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['WEB_AUTHN', 'PASSWORD'],
    });

    it('asks at once, and leaves the passkey open where it is cancelled, not the choice (R76)', () => {
      const ran = answer(selection, { challengeResponse: 'WEB_AUTHN' }, ({ api, passkeys }) => {
        passkeys.assertion$ = throwError(() => CANCELLED);
        api.script('RespondToAuthChallenge', { ...GIVEN, Session: 'session-2' });
      });
      expect(sent(ran)).toMatchObject({ ChallengeResponses: { ANSWER: 'WEB_AUTHN' } });
      expect(ran.watched.error).toBe(CANCELLED);
      expect(waitingIn(ran)).toMatchObject({ name: 'WEB_AUTHN', session: 'session-2', nextStep: STEP });
    });

    it.each([
      [true, ['WEB_AUTHN', 'PASSWORD']],
      [false, ['PASSWORD']],
    ])('is offered where the page can ask for one: %s', (isAvailable, availableChallenges) => {
      const context = marbles((fake) => {
        fake.passkeys.isAvailable = isAvailable;
        fake.api.script('InitiateAuth', {
          ChallengeName: 'SELECT_CHALLENGE',
          AvailableChallenges: ['WEB_AUTHN', 'PASSWORD'],
        });
        watch(underWay(fake).begin$(ATTEMPT, { username: ATTEMPT.username, authFlowType: 'USER_AUTH' }));
      });
      expect(context.states.at(-1)).toMatchObject({ nextStep: { availableChallenges } });
    });

    it('says why there is nothing to choose where a passkey is all there is, and the page can ask for none', () => {
      const watched: ReturnType<typeof watch>[] = [];
      marbles((fake) => {
        fake.passkeys.isAvailable = false;
        fake.api.script('InitiateAuth', {
          ChallengeName: 'SELECT_CHALLENGE',
          AvailableChallenges: ['WEB_AUTHN'],
        });
        watched.push(
          watch(underWay(fake).begin$(ATTEMPT, { username: ATTEMPT.username, authFlowType: 'USER_AUTH' })),
        );
      });
      expect(watched[0]).toMatchObject({ error: { code: 'PasskeyNotSupported' } });
    });
  });

  it('closes its prompt where nobody waits for it any more', () => {
    const { passkeys } = marbles((fake, { cold, expectSubscriptions }) => {
      const prompt$ = cold<never>('-----------');
      fake.passkeys.assertion$ = prompt$;
      const watched = watch(challenged(fake, PENDING).answer$({ challengeResponse: 'WEB_AUTHN' }));
      fake.at(3, () => {
        watched.subscription.unsubscribe();
      });
      expectSubscriptions(prompt$.subscriptions).toBe('^--!');
    });
    expect(passkeys.opened).toHaveLength(1);
  });
});

describe('PROMPT_REFUSALS', () => {
  it('are amplify-js’s names for what becomes of a prompt', () => {
    expect(PROMPT_REFUSALS).toContain('PasskeyAuthenticationCanceled');
    expect(PROMPT_REFUSALS).not.toContain('InvalidPasskeyAuthenticationOptions');
  });
});
