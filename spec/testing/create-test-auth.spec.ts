import { EMPTY, map, NEVER, of, switchMap, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError, AuthState, SignOutResult } from 'rx-cognito';
import {
  createTestAuth,
  restoringState,
  signedInState,
  signedOutState,
  signingInState,
  signingOutState,
  signInResult,
  signOutResult,
  testError,
  testTokens,
  testUser,
} from 'rx-cognito/testing';

/** What a stream emitted and how it ended, as far as it did synchronously. */
function heard<T>(stream$: Observable<T>): { readonly values: T[]; error?: AuthError; isComplete: boolean } {
  const seen: { values: T[]; error?: AuthError; isComplete: boolean } = { values: [], isComplete: false };
  stream$.subscribe({
    next: (value) => seen.values.push(value),
    error: (error: unknown) => (seen.error = error as AuthError),
    complete: () => (seen.isComplete = true),
  });
  return seen;
}

const input = { username: 'ada', password: 'correct horse' };
const code = { challengeResponse: '123456' };
const totp = signInResult({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });

describe('createTestAuth', () => {
  it('begins signed out, or in the state it is given', () => {
    expect(createTestAuth().state).toEqual({ status: 'signedOut', reason: 'noSession' });
    expect(createTestAuth({ state: restoringState() }).state.status).toBe('restoring');
  });

  it('replays its state and freezes it', () => {
    const auth = createTestAuth();
    auth.setState(signedInState({ user: { username: 'grace' } }));
    const [state] = heard(auth.state$).values;
    expect(state).toBe(auth.state);
    expect(Object.isFrozen(state)).toBe(true);
  });

  it('answers what needs no access token, signed in or not (#14)', () => {
    const auth = createTestAuth();
    const sent$ = auth.sendPublic$((ClientId) => ({ ClientId }) as never);
    auth.answer('sendPublic', { UserConfirmed: true }, testError({ kind: 'service' }));
    expect(heard(sent$)).toEqual({ values: [{ UserConfirmed: true }], isComplete: true });
    expect(heard(sent$).error).toMatchObject({ kind: 'service' });
    expect(heard(sent$)).toEqual({ values: [{}], isComplete: true });
    expect(auth.calls[0]).toEqual({ member: 'sendPublic', input: { ClientId: 'client-id' } });
  });

  it('counts calls at subscription, not at the call', () => {
    const auth = createTestAuth();
    const signOut$ = auth.signOut$({ globalSignOut: true });
    expect(auth.calls).toEqual([]);
    signOut$.subscribe();
    expect(auth.calls).toEqual([{ member: 'signOut', input: { globalSignOut: true } }]);
  });

  it('tells of a session that starts, changes its user, ends', () => {
    const auth = createTestAuth();
    const events = heard(auth.events$).values;
    auth.startSession();
    auth.startSession({ username: 'grace' });
    auth.endSession('sessionRevoked');
    expect(events.map(({ type }) => type)).toEqual(['signedIn', 'userChanged', 'signedOut']);
    expect(auth.state).toEqual(signedOutState('sessionRevoked', 'grace'));
  });

  it.each([
    [restoringState(), signedOutState('idle'), []],
    [signingOutState(), signedOutState('idle', 'ada'), ['signedOut']],
    [signedOutState(), signedOutState('idle'), []],
    [
      signedInState({ user: { loginId: 'ada@example.com' } }),
      signedOutState('idle', 'ada@example.com'),
      ['signedOut'],
    ],
  ])('ends whatever there is: %j', (before, after, types) => {
    const auth = createTestAuth({ state: before });
    const events = heard(auth.events$).values;
    auth.endSession('idle');
    expect(auth.state).toEqual(after);
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  it('starts a session whatever there is, a sign-out that hangs too', () => {
    const auth = createTestAuth({ state: signingOutState() });
    const events = heard(auth.events$).values;
    auth.startSession();
    expect(auth.state).toEqual(signedInState());
    expect(events).toEqual([{ type: 'signedIn', user: testUser() }]);
    expect(heard(auth.tokens$()).values).toHaveLength(1);
  });

  it('emits an error that a spec has, once', () => {
    const auth = createTestAuth();
    const errors = heard(auth.errors$).values;
    const error = testError({ kind: 'network' });
    auth.emitError(error);
    auth.emitError(error);
    expect(errors).toEqual([error]);
  });

  it('prepares a sign-in, which is no call to count', () => {
    const auth = createTestAuth();
    expect(heard(auth.prepareSignIn$()).isComplete).toBe(true);
    expect(auth.calls).toEqual([]);
  });

  it('is independent of every other one', () => {
    const first = createTestAuth();
    const second = createTestAuth();
    first.startSession();
    expect(second.state).toEqual(signedOutState());
  });

  it('refuses every call after destroy(), and completes its streams', () => {
    const auth = createTestAuth();
    const states = heard(auth.state$);
    auth.destroy();
    expect(states.isComplete).toBe(true);
    expect(heard(auth.events$).isComplete).toBe(true);
    expect(heard(auth.tokens$()).error?.code).toBe('AuthDestroyed');
    expect(heard(auth.signOut$()).error?.code).toBe('AuthDestroyed');
    expect(heard(auth.prepareSignIn$()).error?.kind).toBe('invalidState');
  });

  it('emits on errors$ what a call fails with, once', () => {
    const auth = createTestAuth();
    const errors = heard(auth.errors$).values;
    heard(auth.tokens$());
    expect(errors.map(({ kind }) => kind)).toEqual(['signedOut']);
  });

  describe('signIn$', () => {
    it('signs in where nothing else is said', () => {
      const auth = createTestAuth();
      const states: AuthState[] = heard(auth.state$).values;
      expect(heard(auth.signIn$(input)).values).toEqual([signInResult()]);
      expect(states.map(({ status }) => status)).toEqual(['signedOut', 'signingIn', 'signedIn']);
    });

    it('stops at a challenge, and goes on with its answer', () => {
      const auth = createTestAuth();
      auth.answer('signIn', totp);
      auth.signIn$(input).subscribe();
      expect(auth.state).toEqual(signingInState({ username: 'ada', nextStep: totp.nextStep }));
      auth.confirmSignIn$({ challengeResponse: '123456' }).subscribe();
      expect(auth.state.status).toBe('signedIn');
    });

    it('keeps the secret of an authenticator app out of the state', () => {
      const auth = createTestAuth();
      const totpSetupDetails = { sharedSecret: 'JBSWY3DP', getSetupUri: () => new URL('otpauth://totp/x') };
      auth.answer(
        'signIn',
        signInResult({ signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP', totpSetupDetails }),
      );
      const { values } = heard(auth.signIn$(input));
      expect(values[0]?.nextStep).toMatchObject({ totpSetupDetails: { sharedSecret: 'JBSWY3DP' } });
      expect(JSON.stringify(auth.state)).not.toContain('JBSWY3DP');
    });

    it('keeps the challenge open after a wrong code, and after what is no code', () => {
      const state = signingInState({ username: 'ada', nextStep: totp.nextStep });
      const auth = createTestAuth({ state });
      auth.answer('confirmSignIn', testError({ kind: 'notAuthorized', code: 'CodeMismatchException' }));
      expect(heard(auth.confirmSignIn$(code)).error?.code).toBe('CodeMismatchException');
      expect(heard(auth.confirmSignIn$({ challengeResponse: '0' })).error?.kind).toBe('validation');
      expect(auth.state).toEqual(state);
      expect(heard(auth.confirmSignIn$(code)).values).toEqual([signInResult()]);
    });

    it.each([
      ['CONFIRM_SIGN_UP', 'signUpNotConfirmed'],
      ['RESET_PASSWORD', 'passwordResetRequired'],
    ] as const)('ends with the step %s, signed out', (signInStep, reason) => {
      const auth = createTestAuth();
      auth.answer('signIn', signInResult({ signInStep }));
      expect(heard(auth.signIn$(input)).values).toEqual([signInResult({ signInStep })]);
      expect(auth.state).toEqual(signedOutState(reason, 'ada'));
    });

    it('is signed out again after an error', () => {
      const auth = createTestAuth();
      auth.answer('signIn', testError({ kind: 'notAuthorized' }));
      expect(heard(auth.signIn$(input)).error?.kind).toBe('notAuthorized');
      expect(auth.state).toEqual(signedOutState('noSession', 'ada'));
    });

    it('is cut off by a newer attempt', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      const first = heard(auth.signIn$(input));
      auth.signIn$({ ...input, username: 'grace' }).subscribe();
      expect(first.error).toMatchObject({ kind: 'cancelled', code: 'SignInSuperseded' });
      expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'grace' } });
    });

    it('is cut off by a sign-out', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      const attempt = heard(auth.signIn$(input));
      expect(heard(auth.signOut$()).values[0]?.outcome).toBe('complete');
      expect(attempt.error).toMatchObject({ kind: 'cancelled', code: 'SignedOut' });
      expect(auth.state).toEqual(signedOutState('signedOut', 'ada'));
    });

    it('is cancelled by unsubscribing', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      auth.signIn$(input).subscribe().unsubscribe();
      expect(auth.state).toEqual(signedOutState('signInCancelled', 'ada'));
    });

    it('is cut off by a session that comes from elsewhere', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      const attempt = heard(auth.signIn$(input));
      auth.startSession({ username: 'grace' });
      expect(attempt.error).toMatchObject({ kind: 'cancelled', code: 'SignInSuperseded' });
    });

    it('waits while restoring and while a sign-out runs; a session that is restored refuses it', () => {
      const auth = createTestAuth({ state: restoringState() });
      const refused = heard(auth.signIn$(input));
      auth.startSession();
      expect(refused.error?.code).toBe('UserAlreadyAuthenticatedException');

      auth.answer('signOut', timer(100, auth.clock.scheduler).pipe(map(() => signOutResult())));
      auth.signOut$().subscribe();
      const queued = heard(auth.signIn$({ ...input, username: 'grace' }));
      expect(queued.values).toEqual([]);
      auth.clock.advance(100);
      expect(queued.values).toEqual([signInResult()]);
      expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'grace' } });
    });

    it('lets the last word win, also from inside a subscriber (#11)', () => {
      const auth = createTestAuth();
      auth.signIn$(input).subscribe(() => {
        auth.signOut$().subscribe();
        auth.signIn$({ ...input, username: 'grace' }).subscribe();
      });
      expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'grace' } });
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.grace.0');
    });

    it('refuses, before it asks, what no user pool could take', () => {
      const auth = createTestAuth();
      auth.answer('signIn', totp);
      expect(heard(auth.signIn$({ username: ' ', password: 'x' })).error?.kind).toBe('validation');
      expect(heard(auth.signIn$(input)).values).toEqual([totp]);
    });

    it('is refused while somebody is signed in', () => {
      const auth = createTestAuth({ state: signedInState() });
      expect(heard(auth.signIn$(input)).error?.code).toBe('UserAlreadyAuthenticatedException');
    });
  });

  describe('confirmSignIn$', () => {
    it('is refused where no challenge waits', () => {
      expect(heard(createTestAuth().confirmSignIn$(code)).error).toMatchObject({
        kind: 'invalidState',
        code: 'NoPendingChallenge',
      });
    });

    it('ends the attempt where the user pool refuses it for good', () => {
      const auth = createTestAuth({ state: signingInState({ username: 'ada', nextStep: totp.nextStep }) });
      auth.answer('confirmSignIn', testError({ kind: 'notAuthorized', code: 'NotAuthorizedException' }));
      expect(heard(auth.confirmSignIn$(code)).error?.code).toBe('NotAuthorizedException');
      expect(auth.state).toEqual(signedOutState('noSession', 'ada'));
    });

    it('answers a challenge once at a time', () => {
      const auth = createTestAuth({ state: signingInState({ username: 'ada', nextStep: totp.nextStep }) });
      auth.answer('confirmSignIn', NEVER);
      auth.confirmSignIn$(code).subscribe();
      expect(heard(auth.confirmSignIn$(code)).error?.code).toBe('NoPendingChallenge');
    });
  });

  describe('tokens$', () => {
    it('hands out tokens that name their user', () => {
      const auth = createTestAuth({ state: signedInState({ user: { username: 'grace' } }) });
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.grace.0');
    });

    it('waits while restoring', () => {
      const auth = createTestAuth({ state: restoringState() });
      const tokens = heard(auth.tokens$());
      expect(tokens.values).toEqual([]);
      auth.setState(signedInState());
      expect(tokens.values).toHaveLength(1);
    });

    it('waits while restoring for a session that is restored, with its event', () => {
      const auth = createTestAuth({ state: restoringState() });
      const events = heard(auth.events$).values;
      const tokens = heard(auth.tokens$());
      auth.startSession();
      expect(tokens.values).toHaveLength(1);
      expect(events).toEqual([{ type: 'sessionRestored', user: testUser() }]);
    });

    it('refreshes tokens that are due by its clock: a quarter of their life before they expire', () => {
      const auth = createTestAuth();
      auth.setState(signedInState({ expiresAt: auth.clock.now() + 60_000 }));
      auth.clock.advance(44_999);
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.ada.0');
      auth.clock.advance(1);
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.ada.1');
      expect(auth.state).toMatchObject({ freshness: 'fresh', expiresAt: auth.clock.now() + 3_600_000 });
    });

    it('makes one refresh for all who wait for it', () => {
      const auth = createTestAuth();
      auth.setState(signedInState({ expiresAt: auth.clock.now() }));
      auth.answer(
        'tokens',
        timer(10, auth.clock.scheduler).pipe(map(() => testTokens({ accessToken: 'new' }))),
      );
      const both = [heard(auth.tokens$()), heard(auth.tokens$())];
      expect(auth.state).toMatchObject({ freshness: 'refreshing' });
      auth.clock.advance(10);
      expect(both.map(({ values }) => values.map(({ accessToken }) => accessToken))).toEqual([
        ['new'],
        ['new'],
      ]);
    });

    it('emits to a forced call what was asked for after it', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer(
        'tokens',
        timer(10, auth.clock.scheduler).pipe(map(() => testTokens({ accessToken: 'first' }))),
        testTokens({ accessToken: 'second' }),
      );
      const both = [heard(auth.tokens$({ forceRefresh: true })), heard(auth.tokens$({ forceRefresh: true }))];
      auth.clock.advance(10);
      expect(both.map(({ values }) => values[0]?.accessToken)).toEqual(['first', 'second']);
    });

    it('emits newer tokens than the refused ones, and asks again for the newest once in ten seconds (R34)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const afterRefusalOf = (refused: string) => heard(auth.tokens$({ refused }));
      expect(afterRefusalOf('access-token.ada.0').values[0]?.accessToken).toBe('access-token.ada.1');
      expect(afterRefusalOf('access-token.ada.0').values[0]?.accessToken).toBe('access-token.ada.1');
      expect(afterRefusalOf('access-token.ada.1').error?.code).toBe('TokenRefusedAgain');
      auth.clock.advance(10_000);
      expect(afterRefusalOf('access-token.ada.1').values[0]?.accessToken).toBe('access-token.ada.2');
    });

    it.each([
      [{ forceRefresh: true }, 'sessionExpired'],
      [{ refused: 'access-token.ada.0' }, 'sessionRevoked'],
    ] as const)('ends the session where the refresh after %j is refused: %s', (options, reason) => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('tokens', testError({ kind: 'notAuthorized', code: 'NotAuthorizedException' }));
      expect(heard(auth.tokens$(options)).error?.kind).toBe('sessionExpired');
      expect(auth.state).toEqual(signedOutState(reason, 'ada'));
    });

    it('shows the same user after a refresh', () => {
      const user = testUser({ groups: ['admins'], loginId: 'ada@example.com', claims: { name: 'Ada' } });
      const auth = createTestAuth({ state: signedInState({ user }) });
      auth.tokens$({ forceRefresh: true }).subscribe();
      expect(auth.state).toMatchObject({ status: 'signedIn', freshness: 'fresh', user });
    });

    it('answers who asks again from inside the end of a refresh (#11)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const again = heard(
        auth.tokens$({ forceRefresh: true }).pipe(switchMap(() => auth.tokens$({ forceRefresh: true }))),
      );
      expect(again.values.map(({ accessToken }) => accessToken)).toEqual(['access-token.ada.2']);
    });

    it('gives up a refresh that hangs when its time is over', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('tokens', NEVER);
      const hanging = heard(auth.tokens$({ forceRefresh: true }));
      auth.clock.advance(10_000);
      expect(hanging.error?.code).toBe('Timeout');
      expect(auth.state).toMatchObject({ freshness: 'stale' });
    });

    it('is stale after a refresh that failed', () => {
      const auth = createTestAuth({ state: signedInState() });
      const events = heard(auth.events$).values;
      auth.answer('tokens', testError({ kind: 'network' }));
      expect(heard(auth.tokens$({ forceRefresh: true })).error?.kind).toBe('network');
      expect(auth.state).toMatchObject({ status: 'signedIn', freshness: 'stale' });
      expect(events.map(({ type }) => type)).toEqual(['tokenRefreshFailed']);
    });

    it('fails for those who wait, at the fence of a sign-out and when the user changes (R16)', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('tokens', NEVER, NEVER);
      const atFence = heard(auth.tokens$());
      auth.answer('signOut', NEVER);
      auth.signOut$().subscribe();
      expect(atFence.error?.kind).toBe('signedOut');

      auth.setState(signedInState());
      const atChange = heard(auth.tokens$());
      auth.startSession({ username: 'grace' });
      expect(atChange.error?.kind).toBe('signedOut');
    });
  });

  describe('send$', () => {
    it('answers what it is told to', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('send', { Username: 'ada' });
      expect(heard(auth.send$(() => ({}) as never)).values).toEqual([{ Username: 'ada' }]);
    });

    it('renews a token that is refused, and sends once more', () => {
      const auth = createTestAuth({ state: signedInState() });
      const built: string[] = [];
      auth.answer('send', testError({ kind: 'notAuthorized', code: 'NotAuthorizedException' }));
      const sent = heard(
        auth.send$((accessToken) => {
          built.push(accessToken);
          return {} as never;
        }),
      );
      expect(sent.values).toEqual([{}]);
      expect(new Set(built)).toEqual(new Set(['access-token.ada.0', 'access-token.ada.1']));
    });
  });

  describe('signOut$', () => {
    it('passes through signingOut, with one event', () => {
      const auth = createTestAuth({ state: signedInState() });
      const states = heard(auth.state$).values;
      const events = heard(auth.events$).values;
      const { values, isComplete } = heard(auth.signOut$({ globalSignOut: true }));
      expect(values[0]).toMatchObject({
        outcome: 'complete',
        scope: 'global',
        steps: { globalSignOut: 'done' },
      });
      expect(isComplete).toBe(true);
      expect(states).toEqual([
        signedInState(),
        signingOutState({ scope: 'global', step: 'globalSignOut' }),
        signingOutState({ scope: 'global', step: 'revokeToken' }),
        signingOutState({ scope: 'global', step: 'clearCache' }),
        signedOutState('signedOut', 'ada'),
      ]);
      expect(events).toEqual([
        { type: 'signedOut', reason: 'signedOut', user: testUser(), result: values[0] },
      ]);
    });

    it('is partial on demand, and whole on the retry', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
      const [result] = heard(auth.signOut$()).values;
      expect(result).toMatchObject({ outcome: 'partial', steps: { revokeToken: 'unknown' } });
      expect(auth.state.status).toBe('signedOut');
      expect(heard(result?.retry$ ?? EMPTY).values[0]?.outcome).toBe('complete');
    });

    it('says what each step came to, in the scope that was asked for', () => {
      const auth = createTestAuth({ state: signedInState() });
      const globalSignOutError = testError({ kind: 'notAuthorized' });
      const cleanupErrors = [testError({ kind: 'timeout' })];
      auth.answer(
        'signOut',
        signOutResult({ globalSignOutError, cleanupErrors, steps: { revokeToken: 'notSupported' } as never }),
      );
      const errors = heard(auth.errors$).values;
      expect(heard(auth.signOut$({ globalSignOut: true })).values[0]).toMatchObject({
        outcome: 'partial',
        scope: 'global',
        steps: { globalSignOut: 'failed', revokeToken: 'notSupported', clearCache: 'done' },
        globalSignOutError,
        cleanupErrors,
      });
      expect(errors).toEqual([...cleanupErrors, globalSignOutError]);
    });

    it('is partial where a request fails or hangs: a sign-out ends (R12)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const revokeTokenError = testError({ kind: 'network' });
      auth.answer('signOut', revokeTokenError, NEVER);
      expect(heard(auth.signOut$()).values[0]).toMatchObject({ outcome: 'partial', revokeTokenError });

      auth.startSession();
      const hanging = heard(auth.signOut$());
      auth.clock.advance(2_999);
      expect(auth.state.status).toBe('signingOut');
      auth.clock.advance(1);
      expect(hanging.values[0]).toMatchObject({ outcome: 'partial', steps: { revokeToken: 'unknown' } });
    });

    it('is widened by a global one that joins', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('signOut', timer(100, auth.clock.scheduler).pipe(map(() => signOutResult())));
      const local = heard(auth.signOut$());
      auth.signOut$({ globalSignOut: true }).subscribe();
      expect(auth.state).toMatchObject({ scope: 'global' });
      auth.clock.advance(100);
      expect(local.values[0]).toMatchObject({
        outcome: 'partial',
        scope: 'global',
        steps: { globalSignOut: 'failed', revokeToken: 'done' },
        globalSignOutError: { code: 'GlobalSignOutNotRetryable' },
      });
    });

    it('waits while restoring, and ends the session that comes', () => {
      const auth = createTestAuth({ state: restoringState() });
      const result = heard(auth.signOut$());
      expect(result.values).toEqual([]);
      auth.setState(signedInState());
      expect(result.values[0]).toMatchObject({ outcome: 'complete', steps: { revokeToken: 'done' } });
      expect(auth.state).toEqual(signedOutState('signedOut', 'ada'));
    });

    it('ends a sign-out that is only shown', () => {
      const auth = createTestAuth({ state: signingOutState() });
      expect(heard(auth.signOut$()).values[0]?.outcome).toBe('complete');
      expect(auth.state).toEqual(signedOutState('signedOut', 'ada'));
    });

    it('is signed out where the storage fails while the requests are under way', () => {
      const auth = createTestAuth({ state: signedInState() });
      const error = testError({ kind: 'storage' });
      auth.answer('signOut', timer(100, auth.clock.scheduler).pipe(switchMap(() => throwError(() => error))));
      const failed = heard(auth.signOut$());
      auth.clock.advance(100);
      expect(failed.error).toBe(error);
      expect(auth.state.status).toBe('signedOut');
    });

    it('is signed out even where it errors', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('signOut', testError({ kind: 'storage' }));
      expect(heard(auth.signOut$()).error?.kind).toBe('storage');
      expect(auth.state.status).toBe('signedOut');
    });

    it('keeps the session where the call itself is refused', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer('signOut', testError({ kind: 'configuration' }));
      expect(heard(auth.signOut$()).error?.kind).toBe('configuration');
      expect(auth.state).toEqual(signedInState());
    });

    it('is joined by a second call, and goes on without its subscriber (R9, R17)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const events = heard(auth.events$).values;
      auth.answer('signOut', timer(100, auth.clock.scheduler).pipe(map(() => signOutResult())));
      auth.signOut$().subscribe().unsubscribe();
      const joined = heard(auth.signOut$());
      expect(auth.state.status).toBe('signingOut');
      auth.clock.advance(100);
      expect(joined.values).toHaveLength(1);
      expect(events).toHaveLength(1);
    });

    it('has nothing to do while signed out (R10)', () => {
      const auth = createTestAuth();
      const events = heard(auth.events$).values;
      expect(heard(auth.signOut$()).values[0]).toMatchObject({
        outcome: 'complete',
        steps: { revokeToken: 'notNeeded', clearCache: 'notNeeded' },
      });
      expect(events).toEqual([]);
    });
  });

  it('takes answers in their order, then does the usual again', () => {
    const auth = createTestAuth({ state: signedInState() });
    auth.answer('tokens', testTokens({ accessToken: 'first' }), of(testTokens({ accessToken: 'second' })));
    const next = () => heard(auth.tokens$()).values[0]?.accessToken;
    expect([next(), next(), next()]).toEqual(['first', 'second', 'second']);
    auth.tokens$({ forceRefresh: true }).subscribe();
    expect(next()).toBe('access-token.ada.1');
  });

  it('emits an event after what happened before it', () => {
    const auth = createTestAuth();
    const told: string[] = [];
    auth.state$.subscribe(({ status }) => {
      if (status === 'signedIn') auth.emitEvent({ type: 'lateTokensRevoked' });
    });
    auth.events$.subscribe(({ type }) => told.push(type));
    auth.startSession();
    expect(told).toEqual(['signedIn', 'lateTokensRevoked']);
  });

  it('has in each state what belongs to it, from whichever it comes', () => {
    const states = [
      restoringState(),
      signedOutState('sessionExpired', 'grace'),
      signingInState({ username: 'ada', nextStep: totp.nextStep as never }),
      signedInState({ freshness: 'stale' }),
      signingOutState({ scope: 'global' }),
    ];
    for (const before of states) {
      for (const after of states) {
        const auth = createTestAuth({ state: before });
        const events = heard(auth.events$).values;
        auth.setState(after);
        expect(auth.state).toEqual(after);
        expect(events).toEqual([]);
        const tokens = heard(auth.tokens$());
        expect(tokens.error?.kind).toBe(
          after.status === 'signedIn' || after.status === 'restoring' ? undefined : 'signedOut',
        );
        expect(tokens.values).toHaveLength(after.status === 'signedIn' ? 1 : 0);
      }
    }
  });
});

describe('createTestAuth, asked to forget the device', () => {
  it('tells what became of that step by its own error, and of no other (#14)', () => {
    const auth = createTestAuth();
    auth.startSession();
    const forgetDeviceError = testError({ kind: 'service' });
    auth.answer('signOut', signOutResult({ forgetDeviceError }));
    let result: SignOutResult | undefined;
    auth.signOut$({ forgetDevice: true }).subscribe((it) => (result = it));
    expect(result).toMatchObject({
      outcome: 'partial',
      steps: { forgetDevice: 'failed', revokeToken: 'done' },
      forgetDeviceError,
    });
  });

  it('has it done where nothing else is said', () => {
    const auth = createTestAuth();
    auth.startSession();
    let result: SignOutResult | undefined;
    auth.signOut$({ forgetDevice: true }).subscribe((it) => (result = it));
    expect(result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'done' } });
  });
});

describe('testTokens', () => {
  it('does not write tokens down', () => {
    const tokens = testTokens({ accessToken: 'secret' });
    expect(tokens.accessToken).toBe('secret');
    expect(JSON.stringify(tokens)).not.toContain('secret');
  });
});

describe('signOutResult', () => {
  it('is partial, and the step unknown or failed, where the device could not be forgotten (#14)', () => {
    const of = (kind: 'timeout' | 'service') => signOutResult({ forgetDeviceError: testError({ kind }) });
    expect(of('timeout')).toMatchObject({ outcome: 'partial', steps: { forgetDevice: 'unknown' } });
    expect(of('service')).toMatchObject({ outcome: 'partial', steps: { forgetDevice: 'failed' } });
    expect(Object.keys(signOutResult().steps)).not.toContain('forgetDevice');
  });

  it('is partial, and the step unknown or failed, where the browser’s session could not be ended (#15)', () => {
    const of = (kind: 'timeout' | 'service') => signOutResult({ hostedUiError: testError({ kind }) });
    expect(of('timeout')).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'unknown' } });
    expect(of('service')).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'failed' } });
    expect(signOutResult().steps.hostedUi).toBe('notNeeded');
  });
});
