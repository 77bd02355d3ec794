import { EMPTY, map, NEVER, of, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError, AuthState } from 'rx-cognito';
import {
  createTestAuth,
  restoringState,
  signedInState,
  signedOutState,
  signingInState,
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

  it('refuses every call after destroy(), and completes its streams', () => {
    const auth = createTestAuth();
    const states = heard(auth.state$);
    auth.destroy();
    expect(states.isComplete).toBe(true);
    expect(heard(auth.tokens$()).error?.kind).toBe('invalidState');
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

    it('keeps the challenge open after a wrong code', () => {
      const auth = createTestAuth({ state: signingInState({ username: 'ada', nextStep: totp.nextStep }) });
      auth.answer('confirmSignIn', testError({ kind: 'notAuthorized', code: 'CodeMismatchException' }));
      expect(heard(auth.confirmSignIn$({ challengeResponse: '0' })).error?.code).toBe(
        'CodeMismatchException',
      );
      expect(auth.state.status).toBe('signingIn');
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
      expect(first.error?.kind).toBe('cancelled');
      expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'grace' } });
    });

    it('is cut off by a sign-out', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      const attempt = heard(auth.signIn$(input));
      expect(heard(auth.signOut$()).values[0]?.outcome).toBe('complete');
      expect(attempt.error?.kind).toBe('cancelled');
      expect(auth.state).toEqual(signedOutState('signedOut', 'ada'));
    });

    it('is cancelled by unsubscribing', () => {
      const auth = createTestAuth();
      auth.answer('signIn', NEVER);
      auth.signIn$(input).subscribe().unsubscribe();
      expect(auth.state).toEqual(signedOutState('signInCancelled', 'ada'));
    });

    it('is refused while somebody is signed in', () => {
      const auth = createTestAuth({ state: signedInState() });
      expect(heard(auth.signIn$(input)).error?.code).toBe('UserAlreadyAuthenticatedException');
    });
  });

  describe('confirmSignIn$', () => {
    it('is refused where no challenge waits', () => {
      expect(heard(createTestAuth().confirmSignIn$({ challengeResponse: '1' })).error?.kind).toBe(
        'invalidState',
      );
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

    it('refreshes tokens that expired by its clock', () => {
      const auth = createTestAuth();
      auth.setState(signedInState({ expiresAt: auth.clock.now() + 60_000 }));
      auth.clock.advance(59_999);
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.ada.0');
      auth.clock.advance(1);
      expect(heard(auth.tokens$()).values[0]?.accessToken).toBe('access-token.ada.1');
      expect(auth.state).toMatchObject({ freshness: 'fresh', expiresAt: auth.clock.now() + 3_600_000 });
    });

    it('makes one refresh for all who ask while it runs', () => {
      const auth = createTestAuth({ state: signedInState() });
      auth.answer(
        'tokens',
        timer(10, auth.clock.scheduler).pipe(map(() => testTokens({ accessToken: 'new' }))),
      );
      const both = [heard(auth.tokens$({ forceRefresh: true })), heard(auth.tokens$({ forceRefresh: true }))];
      expect(auth.state).toMatchObject({ freshness: 'refreshing' });
      auth.clock.advance(10);
      expect(both.map(({ values }) => values.map(({ accessToken }) => accessToken))).toEqual([
        ['new'],
        ['new'],
      ]);
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
      expect(states.map(({ status }) => status)).toEqual(['signedIn', 'signingOut', 'signedOut']);
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
    expect([next(), next(), next()]).toEqual(['first', 'second', 'access-token.ada.0']);
  });
});

describe('testTokens', () => {
  it('does not write tokens down', () => {
    const tokens = testTokens({ accessToken: 'secret' });
    expect(tokens.accessToken).toBe('secret');
    expect(JSON.stringify(tokens)).not.toContain('secret');
  });
});
