import { NEVER, throwError } from 'rxjs';
import type { ConfirmSignInInput } from '../../../src/flows/sign-in/input';
import { RESUMABLE_MS } from '../../../src/model/pending-challenge';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { createSignInOperations } from '../../../src/user-pool/sign-in/sign-in';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeTokens, IDENTITY, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, sessionOfBob } from '../../fakes/parts';
import { ATTEMPT, begin, challenged, DONE, INPUT, underWay, waiting, waitingIn } from './fixture';

const CODE = { challengeResponse: '123456' };
const SMS_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;
const TOTP_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } as const;
const SMS = waiting('SMS_MFA', SMS_STEP);
const SMS_ANSWER: AuthAnswer = { ChallengeName: 'SMS_MFA', Session: 'session-1' };

const ENDED = { status: 'signedOut', reason: 'noSession', lastUsername: 'ada@example.com' };

describe('createSignInOperations', () => {
  describe('begin$', () => {
    it('does nothing before it is subscribed to', () => {
      const { api, store } = marbles((context) => {
        void underWay(context).begin$(ATTEMPT, INPUT);
      });
      expect([api.calls, store.calls]).toEqual([[], []]);
    });

    it('emits one result once the session is stored and shown, and completes', () => {
      const { machine, store, events, tabs } = marbles((context, { cold, expectObservable }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
        expectObservable(begin$(ATTEMPT, INPUT)).toBe('--(d|)', { d: DONE });
        expectObservable(context.machine.state$).toBe('o-s', {
          o: { status: 'signingIn', username: 'ada@example.com' },
          s: expect.objectContaining({ status: 'signedIn' }),
        });
      });
      expect(store.stored.session).toEqual(machine.now.session);
      expect(machine.now.session?.user.loginId).toBe('ada@example.com');
      expect(events).toEqual([{ type: 'signedIn', user: machine.now.session?.user }]);
      expect(tabs.announcements).toBe(1);
    });

    it.each([
      ['UserNotConfirmedException', 'CONFIRM_SIGN_UP', 'signUpNotConfirmed'],
      ['PasswordResetRequiredException', 'RESET_PASSWORD', 'passwordResetRequired'],
    ])('answers %s with the step %s, and the state says %s', (code, signInStep, reason) => {
      const { states, errors } = marbles((context, { expectObservable }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', serviceError(code));
        expectObservable(begin$(ATTEMPT, INPUT)).toBe('(s|)', {
          s: { isSignedIn: false, nextStep: { signInStep } },
        });
      });
      expect(states.at(-1)).toEqual({ ...ENDED, reason });
      expect(errors).toEqual([]);
    });

    it.each([serviceError('NotAuthorizedException'), networkError()])(
      'errors with what was refused',
      (error) => {
        const { states } = marbles((context, { cold, expectObservable }) => {
          const { begin$ } = underWay(context);
          context.api.script('InitiateAuth', cold('--#', undefined, error));
          expectObservable(begin$(ATTEMPT, INPUT)).toBe('--#', undefined, error);
        });
        expect(states.at(-1)).toEqual(ENDED);
      },
    );

    it('is bounded in time, also where the pool hangs (R38)', () => {
      const { states } = marbles((context, { expectObservable }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', NEVER);
        expectObservable(begin$(ATTEMPT, INPUT)).toBe(
          '10000ms #',
          undefined,
          expect.objectContaining({ kind: 'timeout', code: 'Timeout', retryable: true }),
        );
      });
      expect(states.at(-1)).toEqual(ENDED);
    });

    it.each<[string, AuthAnswer, string, string]>([
      [
        'tokens of another client',
        fakeAnswer({ accessClaims: { client_id: 'other' } }),
        'InvalidTokens',
        'The answer of the user pool carries tokens of another app client.',
      ],
      [
        'no token at all',
        { AuthenticationResult: {} },
        'InvalidTokens',
        'The answer of the user pool lacks a token.',
      ],
      [
        'nothing',
        {},
        'UnknownChallenge',
        'The user pool answered with a challenge that this version of rx-cognito does not know.',
      ],
      [
        'a challenge that is no text',
        { ChallengeName: 7 } as unknown as AuthAnswer,
        'UnknownChallenge',
        'The user pool answered with a challenge that this version of rx-cognito does not know.',
      ],
    ])('refuses an answer of %s (R35, R36, R68)', (_what, given, code, message) => {
      const { watched, context } = begin(given, ({ api }) => {
        api.script('RevokeToken', {});
      });
      expect(watched.error).toMatchObject({ code, message });
      expect(context.store.stored.session).toBeUndefined();
      expect(context.states.at(-1)).toEqual(ENDED);
    });

    it('does not repeat the password as the name of a challenge (R43)', () => {
      const { watched } = begin({ ChallengeName: 'MY_PASSWORD' }, ({ api }) => {
        api.script('InitiateAuth', { ChallengeName: 'SECRET' });
      });
      expect(watched.error).toMatchObject({ message: expect.not.stringContaining('secret') });
      marbles((context) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', { ChallengeName: 'OPEN_SESAME' });
        const { error } = watch(begin$(ATTEMPT, { ...INPUT, password: 'OPEN_SESAME' }));
        expect(String(error)).not.toContain('SESAME');
      });
    });

    it.each<[string, unknown]>([
      ['null', null],
      ['a number', 7],
      ['an empty text', ''],
    ])('waits without a session where the challenge brings %s for it (R68)', (_what, Session) => {
      const ran = begin({ ...SMS_ANSWER, Session } as AuthAnswer);
      expect(waitingIn(ran)).toMatchObject({ name: 'SMS_MFA', session: undefined });
    });

    it('shows no challenge parameters but those of a custom challenge, as texts (R68)', () => {
      const ChallengeParameters: unknown = { USER_ID_FOR_SRP: 7, CODE_DELIVERY_DESTINATION: { a: 1 } };
      const ran = begin({ ...SMS_ANSWER, ChallengeParameters } as AuthAnswer);
      expect(ran.watched.values).toEqual([{ isSignedIn: false, nextStep: SMS_STEP }]);
      expect(waitingIn(ran)?.answersAs).toBe('ada@example.com');
    });

    it('reads the storage first, and gives way to a session that another tab stored (R24)', () => {
      const { api, states } = marbles((context) => {
        const { begin$ } = underWay(context);
        const over = watch(context.machine.attemptOver$(ATTEMPT.id));
        context.store.stored = { epoch: 'of another tab', session: sessionOfBob };
        context.api.script('InitiateAuth', NEVER);
        watch(begin$(ATTEMPT, INPUT));
        expect(over.error).toMatchObject({ kind: 'cancelled', code: 'SignInSuperseded' });
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });

    it('begins in the epoch that another tab left, also where this one has not heard of it', () => {
      const { store } = marbles((context) => {
        const { begin$ } = underWay(context);
        context.store.stored = { epoch: 'of another tab' };
        context.api.script('InitiateAuth', fakeAnswer());
        expect(watch(begin$(ATTEMPT, INPUT)).values).toEqual([DONE]);
      });
      expect(store.stored).toMatchObject({ from: 'of another tab', session: { user: { username: 'ada' } } });
    });

    it('revokes, with every branch of its family, what gave way to another session by then (R50, #12)', () => {
      const { api } = marbles((context) => {
        const { begin$ } = underWay(context);
        const branch = { refreshToken: 'branch', originalRefreshToken: 'original' } as const;
        context.machine.send({
          type: 'sessionReplaced',
          epoch: 'of this tab',
          session: { ...sessionOfBob, ...branch },
        });
        context.store.stored = { epoch: 'of another tab', session: freshSession };
        context.api.script('InitiateAuth', NEVER);
        context.api.script('RevokeToken', {}, {});
        watch(begin$(ATTEMPT, INPUT));
      });
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['branch', 'original']);
    });

    it('goes on where the storage cannot be read, and says so: it errors where it cannot be written (R53)', () => {
      const unreadable = storageError('StorageNotReadable');
      const { errors } = marbles((context) => {
        const { begin$ } = underWay(context);
        context.store.failNext('read$', unreadable);
        context.api.script('InitiateAuth', fakeAnswer());
        expect(watch(begin$(ATTEMPT, INPUT)).values).toEqual([DONE]);
      });
      expect(errors).toEqual([unreadable]);
    });

    it('revokes the tokens where they cannot be stored (R52)', () => {
      const error = storageError();
      const { api, states } = marbles((context, { expectObservable }) => {
        const { begin$ } = underWay(context);
        context.store.failNext('begin$', error);
        context.api.script('InitiateAuth', fakeAnswer());
        context.api.script('RevokeToken', {});
        expectObservable(begin$(ATTEMPT, INPUT)).toBe('#', undefined, error);
      });
      expect(api.callsOf('RevokeToken')).toHaveLength(1);
      expect(states.at(-1)).toEqual(ENDED);
    });

    it('revokes tokens that come when nobody waits for them any more, and stores nothing of them (R3)', () => {
      const { api, store, events } = marbles((context, { cold }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
        context.api.script('RevokeToken', {});
        const { subscription } = watch(begin$(ATTEMPT, INPUT));
        context.at(2, () => {
          subscription.unsubscribe();
        });
      });
      expect(api.callsOf('RevokeToken')).toMatchObject([
        {
          sentAt: 5,
          input: { Token: 'late', ClientId: IDENTITY.userPoolClientId },
          options: { keepalive: true },
        },
      ]);
      expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
      expect(store.calls).toEqual(['read$']);
    });

    it.each<[string, AuthAnswer]>([
      ['no tokens', SMS_ANSWER],
      ['no refresh token', { AuthenticationResult: { ...fakeTokens(), RefreshToken: undefined } }],
      ['a refresh token that is no text', { AuthenticationResult: { RefreshToken: 7 as unknown as string } }],
    ])('revokes nothing where a late answer carries %s (R68)', (_what, late) => {
      const { api, states } = marbles((context, { cold }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', cold('-----(a|)', { a: late }));
        const { subscription } = watch(begin$(ATTEMPT, INPUT));
        context.at(2, () => {
          subscription.unsubscribe();
        });
      });
      expect(api.callsOf('RevokeToken')).toEqual([]);
      expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'ada@example.com' });
    });

    it('revokes the tokens that come after a destroy() (R3, R38)', () => {
      const { api, store } = marbles((context, { cold }) => {
        const { begin$ } = underWay(context);
        context.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
        context.api.script('RevokeToken', {});
        watch(begin$(ATTEMPT, INPUT));
        context.at(2, context.destroy);
      });
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['late']);
      expect(store.stored.session).toBeUndefined();
    });

    it('makes an AuthError of what is none', () => {
      marbles((context, { expectObservable }) => {
        const { begin$ } = underWay(context);
        context.api.script(
          'InitiateAuth',
          throwError(() => new TypeError('A fault.')),
        );
        expectObservable(begin$(ATTEMPT, INPUT)).toBe(
          '#',
          undefined,
          expect.objectContaining({ kind: 'unknown' }),
        );
      });
    });
  });

  describe('answer$', () => {
    it('answers the challenge with its session and under its user, once (R41)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script('RespondToAuthChallenge', cold('--(t|)', { t: fakeAnswer() }));
        const answered$ = answer$({ ...CODE, clientMetadata: { from: 'spec' } });
        expectObservable(answered$).toBe('--(d|)', { d: DONE });
        expectObservable(answered$, '-^').toBe(
          '-#',
          undefined,
          expect.objectContaining({ kind: 'invalidState', code: 'NoPendingChallenge' }),
        );
      });
      expect(api.callsOf('RespondToAuthChallenge').map(({ input }) => input)).toEqual([
        {
          ClientId: IDENTITY.userPoolClientId,
          ChallengeName: 'SMS_MFA',
          ChallengeResponses: { USERNAME: 'ada-sub', SMS_MFA_CODE: '123456' },
          Session: 'session-1',
          ClientMetadata: { from: 'spec' },
        },
      ]);
    });

    it('goes on to the next challenge', () => {
      const { machine, states } = marbles((context, { expectObservable }) => {
        const { answer$ } = challenged(context, SMS);
        const next: AuthAnswer = { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session-2' };
        context.api.script('RespondToAuthChallenge', next);
        expectObservable(answer$(CODE)).toBe('(n|)', { n: { isSignedIn: false, nextStep: TOTP_STEP } });
      });
      expect(states.at(-1)).toMatchObject({ nextStep: TOTP_STEP });
      expect(machine.now.attempt?.waiting?.pending).toEqual({
        name: 'SOFTWARE_TOKEN_MFA',
        session: 'session-2',
        answersAs: 'ada-sub',
        nextStep: TOTP_STEP,
        resumableUntil: START_AT + RESUMABLE_MS,
      });
    });

    it.each([
      ['a wrong code', serviceError('CodeMismatchException')],
      ['a wrong code of a new authenticator app', serviceError('EnableSoftwareTokenMFAException')],
      ['a password that the policy refuses', serviceError('InvalidPasswordException')],
      ['a password that was used before', serviceError('PasswordHistoryPolicyViolationException')],
      ['a failure of the network', networkError()],
    ])('leaves the challenge open after %s, and takes it out meanwhile (R41)', (_what, error) => {
      const { api, states } = marbles((context, { cold, expectObservable }) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script('RespondToAuthChallenge', cold('-#', undefined, error), fakeAnswer());
        expectObservable(answer$(CODE)).toBe('-#', undefined, error);
        context.at(0, () => {
          expect(context.machine.now.attempt?.waiting).toBeUndefined();
          expect(context.machine.now.state).toMatchObject({ nextStep: SMS_STEP });
        });
        context.at(2, () => {
          expect(context.machine.now.attempt?.waiting).toEqual({ from: undefined, pending: SMS });
        });
        expectObservable(answer$(CODE), '---^').toBe('---(d|)', { d: DONE });
      });
      expect(api.callsOf('RespondToAuthChallenge').map(({ input }) => input.Session)).toEqual([
        'session-1',
        'session-1',
      ]);
      expect(states.map(({ status }) => status)).toEqual([
        'restoring',
        'signedOut',
        'signingIn',
        'signingIn',
        'signedIn',
      ]);
    });

    it('leaves the challenge open after an answer that was refused before it was sent (R41, R42)', () => {
      const { api } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script('RespondToAuthChallenge', fakeAnswer());
        expect(watch(answer$({ challengeResponse: ' ' })).error).toMatchObject({ kind: 'validation' });
        expect(context.machine.now.attempt?.waiting?.pending).toEqual(SMS);
        expect(watch(answer$(CODE)).values).toEqual([DONE]);
      });
      expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
    });

    it.each([undefined, null])('leaves the challenge open where it is given %s (R42)', (input) => {
      const { states } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        expect(watch(answer$(input as unknown as ConfirmSignInInput)).error).toMatchObject({
          kind: 'validation',
        });
      });
      expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
    });

    it.each(['NotAuthorizedException', 'ExpiredCodeException'])('ends the attempt at %s (R41)', (code) => {
      const { states } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script('RespondToAuthChallenge', serviceError(code));
        expect(watch(answer$(CODE)).error).toMatchObject({ code });
        expect(watch(answer$(CODE)).error).toMatchObject({ code: 'NoPendingChallenge' });
      });
      expect(states.at(-1)).toEqual(ENDED);
    });

    it('says why it ended where the user has to reset the password', () => {
      const { states } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script('RespondToAuthChallenge', serviceError('PasswordResetRequiredException'));
        expect(watch(answer$(CODE)).values).toEqual([
          { isSignedIn: false, nextStep: { signInStep: 'RESET_PASSWORD' } },
        ]);
      });
      expect(states.at(-1)).toEqual({ ...ENDED, reason: 'passwordResetRequired' });
    });

    it('stores nothing over the session of another tab that signed in since the challenge came (R24)', () => {
      const { api, machine } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        context.store.stored = { epoch: 'of another tab', session: sessionOfBob };
        context.api.script('RespondToAuthChallenge', fakeAnswer({ refreshToken: 'late' }));
        context.api.script('RevokeToken', {});
        expect(watch(answer$(CODE)).error).toMatchObject({ code: 'SignedOutInOtherTab' });
      });
      expect(machine.now.session).toBe(sessionOfBob);
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['late']);
    });

    it('answers nothing for whoever still holds an attempt that was cut off (R3, R41)', () => {
      const { api } = marbles((context) => {
        const { answer$ } = challenged(context, SMS);
        context.machine.send({ type: 'signInCutOff', epoch: 'cut off' });
        expect(watch(answer$(CODE)).error).toMatchObject({
          kind: 'invalidState',
          code: 'NoPendingChallenge',
          message: 'No challenge waits for an answer.',
          recoverySuggestion: 'Start again with signIn$().',
        });
      });
      expect(api.calls).toEqual([]);
    });

    it('does not bring a challenge back that was cut off while a wrong code was on its way', () => {
      const { machine, states } = marbles((context, { cold }) => {
        const { answer$ } = challenged(context, SMS);
        const wrong = serviceError('CodeMismatchException');
        context.api.script('RespondToAuthChallenge', cold('--#', undefined, wrong));
        watch(answer$(CODE));
        context.at(1, () => {
          context.machine.send({ type: 'signInCutOff', epoch: 'cut off' });
        });
      });
      expect(machine.now.attempt).toBeUndefined();
      expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'ada@example.com' });
    });

    it('does not repeat the answer as the name of the next challenge (R43)', () => {
      marbles((context) => {
        const { answer$ } = challenged(
          context,
          waiting('CUSTOM_CHALLENGE', {
            signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
          }),
        );
        context.api.script('RespondToAuthChallenge', { ChallengeName: 'OPEN_SESAME' });
        expect(String(watch(answer$({ challengeResponse: 'OPEN_SESAME' })).error)).not.toContain('SESAME');
      });
    });

    it('revokes the tokens of an answer that comes when nobody waits for it any more (R3)', () => {
      const { api } = marbles((context, { cold }) => {
        const { answer$ } = challenged(context, SMS);
        context.api.script(
          'RespondToAuthChallenge',
          cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }),
        );
        context.api.script('RevokeToken', {});
        const { subscription } = watch(answer$(CODE));
        context.at(2, () => {
          subscription.unsubscribe();
        });
      });
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['late']);
    });
  });

  describe('prepare$', () => {
    it('fetches the code behind the API, and makes a pair ahead', () => {
      const { api, srp } = marbles((context, { expectObservable }) => {
        const { prepare$ } = createSignInOperations(context);
        void prepare$();
        expect([context.api.preloads, context.srp.ephemerals]).toEqual([0, 0]);
        expectObservable(prepare$()).toBe('|');
      });
      expect([api.preloads, srp.ephemerals]).toEqual([1, 1]);
    });
  });
});
