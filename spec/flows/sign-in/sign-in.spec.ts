import { defer, filter, NEVER, take, throwError } from 'rxjs';
import { RESUMABLE_MS } from '../../src/model/pending-challenge';
import { cancelledError } from '../../src/model/errors';
import type { ConfirmSignInInput } from '../../src/flows/sign-in-input';
import type { AuthAnswer } from '../../src/ports/cognito-api';
import { networkError, serviceError, storageError } from '../fakes/fake-errors';
import { fakeAnswer, fakeSession, IDENTITY, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { challengedSignIn, DONE, PLAIN, signedOutSignIn, signInOf, SMS, SMS_STEP } from './sign-in-fixture';

const CODE = { challengeResponse: '123456' };
const statuses = (states: readonly { status: string }[]): readonly string[] =>
  states.map(({ status }) => status);

describe('signIn$', () => {
  it('does nothing before it is subscribed to', () => {
    const { api, states } = marbles((context) => {
      void signedOutSignIn(context).signIn$(PLAIN);
    });
    expect(api.calls).toEqual([]);
    expect(statuses(states)).toEqual(['restoring', 'signedOut']);
  });

  it('emits one result once the session is stored and shown, and completes', () => {
    const { store, current, events, tabs } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
      expectObservable(context.machine.state$).toBe('o-s', {
        o: { status: 'signingIn', username: 'ada' },
        s: expect.objectContaining({ status: 'signedIn' }),
      });
      signIn.signIn$(PLAIN).subscribe();
    });
    expect(store.stored.session).toEqual(current.session);
    expect(events).toEqual([{ type: 'signedIn', user: current.session?.user }]);
    expect(tabs.announcements).toBe(1);
  });

  it('emits when the state is there already', () => {
    marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
      expectObservable(signIn.signIn$(PLAIN)).toBe('--(d|)', { d: DONE });
    });
  });

  it('starts anew for each subscriber: the older one is cancelled, and its late tokens are revoked', () => {
    const { api, current, events } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer({ refreshToken: 'kept' }) }));
      context.api.script('RevokeToken', {});
      const signIn$ = signIn.signIn$(PLAIN);
      const superseded = cancelledError('SignInSuperseded', 'A newer sign-in took the place of this one.');
      expectObservable(signIn$).toBe('-#', undefined, superseded);
      expectObservable(signIn$, '-^').toBe('---(d|)', { d: DONE });
    });
    expect(current.session?.refreshToken).toBe('kept');
    expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['late']);
    expect(events.map(({ type }) => type)).toEqual(['signedIn', 'lateTokensRevoked']);
  });

  it('is cancelled by unsubscribing; late tokens are revoked', () => {
    const { api, states, current } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
      context.api.script('RevokeToken', {});
      expectObservable(signIn.signIn$(PLAIN), '^-!').toBe('---');
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'signInCancelled', lastUsername: 'ada' });
    expect(api.callsOf('RevokeToken')).toHaveLength(1);
    expect(current.session).toBeUndefined();
  });

  it('clears what was stored for an attempt that nobody waits for any more', () => {
    const { api, store, tabs } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.delayMs = 4;
      context.api.script('InitiateAuth', fakeAnswer({ refreshToken: 'late' }));
      context.api.script('RevokeToken', {});
      expectObservable(signIn.signIn$(PLAIN), '^-----!').toBe('------');
    });
    expect(store.stored.session).toBeUndefined();
    expect(tabs.announcements).toBe(1);
    expect(api.callsOf('RevokeToken')).toHaveLength(1);
  });

  it('reports what keeps such a session in the storage', () => {
    const error = storageError();
    const { errors } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.delayMs = 4;
      context.store.failNext('clear$', error);
      context.api.script('InitiateAuth', fakeAnswer());
      context.api.script('RevokeToken', {});
      expectObservable(signIn.signIn$(PLAIN), '^-----!').toBe('------');
    });
    expect(errors).toEqual([error]);
  });

  it('waits while the storage is restored, and while a sign-out runs (R18)', () => {
    marbles((context, { expectObservable }) => {
      const signIn = signInOf(context);
      context.api.script('InitiateAuth', fakeAnswer());
      context.at(3, () => {
        context.signedOut();
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe('---(d|)', { d: DONE });
    });
    marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      const session = fakeSession();
      context.machine.dispatch({ type: 'sessionReplaced', user: session.user, expiresAt: session.expiresAt });
      context.machine.dispatch({ type: 'signOutStarted', user: session.user, scope: 'local' });
      context.api.script('InitiateAuth', fakeAnswer());
      context.at(3, () => {
        context.machine.dispatch({ type: 'signOutFinished' });
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe('---(d|)', { d: DONE });
    });
  });

  it('is cut off by a sign-out that is asked for while it waits (R3)', () => {
    const { api, states } = marbles((context, { expectObservable }) => {
      const signIn = signInOf(context);
      const error = cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.');
      context.at(2, () => {
        signIn.cut(error);
      });
      context.at(3, () => {
        context.signedOut();
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe('--#', undefined, error);
    });
    expect(api.calls).toEqual([]);
    expect(statuses(states)).toEqual(['restoring', 'signedOut']);
  });

  it('is refused while a user is signed in', () => {
    const { api } = marbles((context, { expectObservable }) => {
      const signIn = signInOf(context);
      context.signedInWith(fakeSession());
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({
          kind: 'invalidState',
          code: 'UserAlreadyAuthenticatedException',
          message: 'A user is signed in.',
          recoverySuggestion: 'Sign out with signOut$() first.',
        }),
      );
    });
    expect(api.calls).toEqual([]);
  });

  it('refuses an input before anything is touched (R42)', () => {
    const { states } = marbles((context) => {
      const signIn = challengedSignIn(context);
      const refused = watch(signIn.signIn$({ username: ' ' }));
      expect(refused.error).toMatchObject({ kind: 'validation' });
      expect(signIn.isPending).toBe(true);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
  });

  it.each([
    ['UserNotConfirmedException', 'CONFIRM_SIGN_UP'],
    ['PasswordResetRequiredException', 'RESET_PASSWORD'],
  ])('answers %s with the step %s', (code, signInStep) => {
    const { states } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', serviceError(code));
      expectObservable(signIn.signIn$(PLAIN)).toBe('(s|)', {
        s: { isSignedIn: false, nextStep: { signInStep } },
      });
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'ada' });
  });

  it.each([serviceError('NotAuthorizedException'), networkError()])(
    'errors with what was refused',
    (error) => {
      const { states } = marbles((context, { cold, expectObservable }) => {
        const signIn = signedOutSignIn(context);
        context.api.script('InitiateAuth', cold('--#', undefined, error));
        expectObservable(signIn.signIn$(PLAIN)).toBe('--#', undefined, error);
      });
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'ada' });
    },
  );

  it('is bounded in time', () => {
    marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', NEVER);
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '10000ms #',
        undefined,
        expect.objectContaining({
          kind: 'timeout',
          message: 'Signing in took longer than 10000 ms.',
          retryable: true,
        }),
      );
    });
  });

  it('refuses tokens of another client (R36)', () => {
    const { store } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', fakeAnswer({ accessClaims: { client_id: 'other' } }));
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({ code: 'InvalidTokens' }),
      );
    });
    expect(store.stored.session).toBeUndefined();
  });

  it('refuses an answer that lacks its tokens (R35)', () => {
    const { store, states } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', { AuthenticationResult: {} });
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({
          code: 'InvalidTokens',
          message: 'The answer of the user pool lacks a token.',
        }),
      );
    });
    expect(store.stored.session).toBeUndefined();
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'ada' });
  });

  it('refuses an answer without anything in it (R35)', () => {
    marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', {});
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({ code: 'UnknownChallenge' }),
      );
    });
  });

  it('revokes the tokens where they cannot be stored', () => {
    const error = storageError();
    const { api, states } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.failNext('begin$', error);
      context.api.script('InitiateAuth', fakeAnswer());
      context.api.script('RevokeToken', {});
      expectObservable(signIn.signIn$(PLAIN)).toBe('#', undefined, error);
    });
    expect(api.callsOf('RevokeToken')).toHaveLength(1);
    expect(statuses(states).at(-1)).toBe('signedOut');
  });

  it('revokes the tokens where another tab signed in or out meanwhile (R24)', () => {
    const { api, current } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
      context.api.script('RevokeToken', {});
      context.at(1, () => {
        context.store.stored = { epoch: 'of another tab', session: undefined };
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '--#',
        undefined,
        expect.objectContaining({
          kind: 'cancelled',
          code: 'SignedOutInOtherTab',
          message: 'Another tab signed in or out while this sign-in ran.',
        }),
      );
    });
    expect(api.callsOf('RevokeToken')).toHaveLength(1);
    expect(current).toMatchObject({ epoch: 'of another tab', session: undefined });
  });

  it('gives way to a session that another tab stored', () => {
    const session = fakeSession({ username: 'bob', userId: 'bob-sub' });
    const { api, states } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.stored = { epoch: 'of another tab', session };
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({ kind: 'cancelled', code: 'SignInSuperseded' }),
      );
    });
    expect(api.calls).toEqual([]);
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
  });

  it('errors where its code cannot be loaded, and loads it anew the next time', () => {
    const { states } = marbles((context, { expectObservable }) => {
      let isBroken = true;
      const broken$ = throwError(() => new TypeError('Failed to fetch'));
      const signIn = signedOutSignIn(context, {
        load$: (operations$) => defer(() => (isBroken ? broken$ : operations$)),
      });
      const notLoaded = expect.objectContaining({
        kind: 'network',
        code: 'SdkNotLoaded',
        retryable: true,
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe('#', undefined, notLoaded);
      context.at(1, () => {
        isBroken = false;
        context.api.script('InitiateAuth', fakeAnswer());
      });
      expectObservable(signIn.signIn$(PLAIN), '-^').toBe('-(d|)', { d: DONE });
    });
    expect(states).toMatchObject([
      { status: 'restoring' },
      { status: 'signedOut' },
      { status: 'signingIn' },
      { status: 'signedOut', reason: 'noSession', lastUsername: 'ada' },
      { status: 'signingIn' },
      { status: 'signedIn' },
    ]);
  });

  it('revokes nothing where a late answer carries no tokens', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', cold('-----(c|)', { c: SMS }));
      expectObservable(signIn.signIn$(PLAIN), '^-!').toBe('---');
    });
    expect(api.callsOf('RevokeToken')).toEqual([]);
  });

  it('clears nothing of another tab for an attempt that nobody waits for any more', () => {
    const { api, store } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.delayMs = 4;
      context.api.script('InitiateAuth', fakeAnswer());
      context.api.script('RevokeToken', {});
      context.at(5, () => {
        context.store.stored = { epoch: 'of another tab', session: undefined };
      });
      expectObservable(signIn.signIn$(PLAIN), '^-----!').toBe('------');
    });
    expect(store.calls).not.toContain('clear$');
    expect(api.callsOf('RevokeToken')).toHaveLength(1);
  });

  it('is not cancelled by a subscriber who leaves with the result', () => {
    const { states } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', fakeAnswer());
      expectObservable(signIn.signIn$(PLAIN).pipe(take(1))).toBe('(d|)', { d: DONE });
    });
    expect(statuses(states).at(-1)).toBe('signedIn');
  });

  it('leaves the challenge to be answered by a subscriber who leaves with it', () => {
    const { states } = marbles((context) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', SMS);
      watch(signIn.signIn$(PLAIN).pipe(take(1)));
      expect(signIn.isPending).toBe(true);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
  });

  it('begins in the epoch that another tab left, also where this one has not heard of it', () => {
    const { store } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.store.stored = { epoch: 'of another tab', session: undefined };
      context.api.script('InitiateAuth', fakeAnswer());
      expectObservable(signIn.signIn$(PLAIN)).toBe('(d|)', { d: DONE });
    });
    expect(store.stored.session).toBeDefined();
  });

  it('is not cancelled any more once the session is stored, from inside a subscriber to the state (R47)', () => {
    const { states, store } = marbles((context) => {
      const signIn = signInOf(context);
      context.api.script('InitiateAuth', fakeAnswer());
      context.machine.state$.pipe(filter(({ status }) => status === 'signedOut')).subscribe(() => {
        signIn.signIn$(PLAIN).subscribe().unsubscribe();
      });
      context.signedOut();
    });
    expect(statuses(states)).toEqual(['restoring', 'signedOut', 'signingIn', 'signedIn']);
    expect(store.stored.session).toBeDefined();
  });

  it('makes an AuthError of what is none', () => {
    marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script(
        'InitiateAuth',
        throwError(() => new TypeError('A fault.')),
      );
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '#',
        undefined,
        expect.objectContaining({ kind: 'unknown' }),
      );
    });
  });

  it('errors at destroy()', () => {
    marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', NEVER);
      context.at(2, () => {
        context.destroy();
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '--#',
        undefined,
        expect.objectContaining({ code: 'AuthDestroyed' }),
      );
    });
    marbles((context, { expectObservable }) => {
      const signIn = signInOf(context);
      context.at(2, () => {
        context.destroy();
      });
      expectObservable(signIn.signIn$(PLAIN)).toBe(
        '--#',
        undefined,
        expect.objectContaining({ code: 'AuthDestroyed' }),
      );
    });
  });
});

describe('confirmSignIn$', () => {
  it('answers the challenge with its session and under its user, once per subscription', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      const signIn = challengedSignIn(context);
      context.api.script('RespondToAuthChallenge', cold('--(t|)', { t: fakeAnswer() }));
      const confirm$ = signIn.confirmSignIn$(CODE);
      expectObservable(confirm$).toBe('--(d|)', { d: DONE });
      expectObservable(confirm$, '-^').toBe(
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
      },
    ]);
  });

  it('goes on to the next challenge', () => {
    const { states, challenges } = marbles((context, { expectObservable }) => {
      const signIn = challengedSignIn(context);
      const next: AuthAnswer = { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session-2' };
      context.api.script('RespondToAuthChallenge', next);
      const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' };
      expectObservable(signIn.confirmSignIn$(CODE)).toBe('(n|)', { n: { isSignedIn: false, nextStep } });
    });
    expect(states.at(-1)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
    expect(challenges.stored?.pending).toMatchObject({ session: 'session-2', answersAs: 'ada-sub' });
  });

  it.each([
    ['a wrong code', serviceError('CodeMismatchException')],
    ['a wrong code of a new authenticator app', serviceError('EnableSoftwareTokenMFAException')],
    ['a password that the policy refuses', serviceError('InvalidPasswordException')],
    ['a password that was used before', serviceError('PasswordHistoryPolicyViolationException')],
    ['a failure of the network', networkError()],
  ])('leaves the challenge open after %s (R41)', (_what, error) => {
    const { api, challenges } = marbles((context, { cold, expectObservable }) => {
      const signIn = challengedSignIn(context);
      context.api.script('RespondToAuthChallenge', cold('-#', undefined, error), fakeAnswer());
      expectObservable(signIn.confirmSignIn$(CODE)).toBe('-#', undefined, error);
      context.at(1, () => {
        expect(context.challenges.stored).toBeUndefined();
      });
      context.at(2, () => {
        expect(context.challenges.stored?.pending.resumableUntil).toBe(START_AT + RESUMABLE_MS);
      });
      expectObservable(signIn.confirmSignIn$(CODE), '---^').toBe('---(d|)', { d: DONE });
    });
    expect(api.callsOf('RespondToAuthChallenge').map(({ input }) => input.Session)).toEqual([
      'session-1',
      'session-1',
    ]);
    expect(challenges.stored).toBeUndefined();
  });

  it('leaves the challenge open after an answer that was refused before it was sent (R41, R42)', () => {
    const { api } = marbles((context) => {
      const signIn = challengedSignIn(context);
      context.api.script('RespondToAuthChallenge', fakeAnswer());
      expect(watch(signIn.confirmSignIn$({ challengeResponse: ' ' })).error).toMatchObject({
        kind: 'validation',
      });
      expect(context.challenges.stored?.pending.session).toBe('session-1');
      expect(watch(signIn.confirmSignIn$(CODE)).values).toEqual([DONE]);
    });
    expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
  });

  it.each(['NotAuthorizedException', 'ExpiredCodeException'])('ends the attempt at %s (R41)', (code) => {
    const { states, challenges } = marbles((context) => {
      const signIn = challengedSignIn(context);
      context.api.script('RespondToAuthChallenge', serviceError(code));
      expect(watch(signIn.confirmSignIn$(CODE)).error).toMatchObject({ code });
      expect(watch(signIn.confirmSignIn$(CODE)).error).toMatchObject({ code: 'NoPendingChallenge' });
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'ada' });
    expect(challenges.stored).toBeUndefined();
  });

  it('moves on without a request where the choice only says what to ask next', () => {
    const { api, states } = marbles((context) => {
      const select = { ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: ['PASSWORD'] };
      const signIn = challengedSignIn(context, select);
      const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' };
      expect(watch(signIn.confirmSignIn$({ challengeResponse: 'PASSWORD' })).values).toEqual([
        { isSignedIn: false, nextStep },
      ]);
    });
    expect(states.at(-1)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' } });
    expect(api.callsOf('RespondToAuthChallenge')).toEqual([]);
  });

  it('goes on where an answer broke off half way: the authenticator app is not checked twice', () => {
    const { api } = marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
      context.api.script('VerifySoftwareToken', { Status: 'SUCCESS', Session: 'session-3' });
      context.api.script('RespondToAuthChallenge', networkError(), fakeAnswer());
      const setup = { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' };
      const signIn = challengedSignIn(context, {
        ...SMS,
        ChallengeName: 'MFA_SETUP',
        ChallengeParameters: setup,
      });
      expect(watch(signIn.confirmSignIn$(CODE)).error).toMatchObject({ kind: 'network' });
      expect(watch(signIn.confirmSignIn$(CODE)).values).toEqual([DONE]);
    });
    expect(api.callsOf('VerifySoftwareToken')).toHaveLength(1);
    expect(api.callsOf('RespondToAuthChallenge').map(({ input }) => input.Session)).toEqual([
      'session-3',
      'session-3',
    ]);
  });

  it.each([undefined, null])('leaves the challenge open where it is given %s (R42)', (input) => {
    const { states } = marbles((context) => {
      const signIn = challengedSignIn(context);
      const { error } = watch(signIn.confirmSignIn$(input as unknown as ConfirmSignInInput));
      expect(error).toMatchObject({ kind: 'validation' });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
  });

  it('is refused out of order: before a challenge, and after a sign-out (R3, R41)', () => {
    const { api } = marbles((context) => {
      const signIn = signedOutSignIn(context);
      expect(watch(signIn.confirmSignIn$(CODE)).error).toMatchObject({ code: 'NoPendingChallenge' });
      context.api.script('InitiateAuth', SMS);
      signIn.signIn$(PLAIN).subscribe();
      signIn.cut(cancelledError('SignedOut', 'Cut off.'));
      context.machine.dispatch({ type: 'sessionEnded', reason: 'signedOut' });
      expect(watch(signIn.confirmSignIn$(CODE)).error).toMatchObject({ code: 'NoPendingChallenge' });
    });
    expect(api.callsOf('RespondToAuthChallenge')).toEqual([]);
  });

  it('ends the attempt when it is unsubscribed midway', () => {
    const { states } = marbles((context, { expectObservable }) => {
      const signIn = challengedSignIn(context);
      context.api.script('RespondToAuthChallenge', NEVER);
      expectObservable(signIn.confirmSignIn$(CODE), '^-!').toBe('---');
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signInCancelled' });
  });

  it('may be called from inside the result of the sign-in', () => {
    marbles((context) => {
      const signIn = signedOutSignIn(context);
      context.api.script('InitiateAuth', SMS);
      context.api.script('RespondToAuthChallenge', fakeAnswer());
      const results: unknown[] = [];
      signIn.signIn$(PLAIN).subscribe(() => {
        signIn.confirmSignIn$(CODE).subscribe((result) => results.push(result));
      });
      expect(results).toEqual([DONE]);
    });
  });

  it('does not bring a challenge back that was cut off while a wrong code was on its way', () => {
    const { challenges } = marbles((context, { cold, expectObservable }) => {
      const signIn = challengedSignIn(context);
      context.api.script(
        'RespondToAuthChallenge',
        cold('--#', undefined, serviceError('CodeMismatchException')),
      );
      context.at(1, () => {
        signIn.cut(cancelledError('SignedOut', 'Cut off.'));
      });
      expectObservable(signIn.confirmSignIn$(CODE)).toBe(
        '-#',
        undefined,
        expect.objectContaining({ code: 'SignedOut' }),
      );
    });
    expect(challenges.stored).toBeUndefined();
  });
});

describe('resume', () => {
  const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } as const;
  const stored = {
    epoch: 'e',
    username: 'ada',
    pending: {
      name: 'SOFTWARE_TOKEN_MFA',
      session: 'session-1',
      answersAs: 'ada-sub',
      nextStep,
      resumableUntil: START_AT + 1,
    },
  };

  it('takes a challenge up, which can then be answered', () => {
    marbles((context, { expectObservable }) => {
      context.challenges.stored = stored;
      const signIn = signInOf(context);
      const input = signIn.resume('e');
      expect(input).toEqual({ type: 'challengeReceived', username: 'ada', nextStep });
      context.store.stored = { epoch: 'e', session: undefined };
      context.current.begin('e', undefined);
      if (input) context.machine.dispatch(input);
      context.api.script('RespondToAuthChallenge', fakeAnswer());
      expectObservable(signIn.confirmSignIn$(CODE)).toBe('(d|)', { d: DONE });
    });
  });

  it.each([
    ['it is too old', { ...stored, pending: { ...stored.pending, resumableUntil: START_AT } }],
    [
      'a clock went wrong',
      { ...stored, pending: { ...stored.pending, resumableUntil: START_AT + RESUMABLE_MS + 1 } },
    ],
    ['somebody signed in or out since', { ...stored, epoch: 'earlier' }],
    ['there is none', undefined],
  ])('takes nothing up where %s', (_why, kept) => {
    marbles((context) => {
      context.challenges.stored = kept;
      const signIn = signInOf(context);
      expect(signIn.resume('e')).toBeUndefined();
      expect(signIn.isPending).toBe(false);
      context.signedOut();
      expect(context.challenges.stored).toBeUndefined();
    });
  });
});

describe('prepareSignIn$', () => {
  it('fetches the code ahead, and makes the pair that the next sign-in uses, once', () => {
    const { api, srp } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      const prepare$ = signIn.prepareSignIn$();
      expect(context.srp.ephemerals).toBe(0);
      expectObservable(prepare$).toBe('|');
      expectObservable(prepare$, '-^').toBe('-|');
      context.at(2, () => {
        context.api.script(
          'InitiateAuth',
          serviceError('NotAuthorizedException'),
          serviceError('NotAuthorizedException'),
        );
        watch(signIn.signIn$({ username: 'ada', password: 'secret' }));
        watch(signIn.signIn$({ username: 'ada', password: 'secret' }));
      });
    });
    expect(api.preloads).toBe(2);
    expect(api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['SRP_A'])).toEqual([
      'a1',
      'a2',
    ]);
    expect(srp.discarded).toBe(2);
  });

  it('completes also where nothing can be had; the sign-in then makes its own pair', () => {
    const { srp } = marbles((context, { expectObservable }) => {
      const signIn = signedOutSignIn(context);
      const usable$ = context.srp.ephemeral$();
      context.srp.ephemeral$ = () => throwError(() => networkError());
      expectObservable(signIn.prepareSignIn$()).toBe('|');
      context.at(1, () => {
        context.srp.ephemeral$ = () => usable$;
        context.api.script('InitiateAuth', fakeAnswer());
        expect(watch(signIn.signIn$({ username: 'ada', password: 'secret' })).values).toEqual([DONE]);
      });
    });
    expect(srp.ephemerals).toBe(1);
  });

  it('forgets a pair that could not be made when somebody signs in without it', () => {
    const { states } = marbles((context) => {
      const signIn = signedOutSignIn(context);
      context.srp.ephemeral$ = () => throwError(() => networkError());
      watch(signIn.prepareSignIn$());
      context.api.script('InitiateAuth', fakeAnswer());
      watch(signIn.signIn$(PLAIN));
    });
    expect(statuses(states).at(-1)).toBe('signedIn');
  });

  it('drops a pair that somebody signed in without, and at destroy()', () => {
    const { srp } = marbles((context) => {
      const signIn = signedOutSignIn(context);
      watch(signIn.prepareSignIn$());
      context.api.script('InitiateAuth', fakeAnswer());
      watch(signIn.signIn$(PLAIN));
      expect(context.srp.discarded).toBe(1);
      watch(signIn.prepareSignIn$());
      context.destroy();
    });
    expect(srp.discarded).toBe(2);
  });
});
