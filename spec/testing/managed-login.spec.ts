import { NEVER, of, Subject } from 'rxjs';
import type { RedirectResult } from 'rx-cognito';
import { redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';
import { createTestAuth, signInResult, signOutResult, testError, testUser } from 'rx-cognito/testing';
import type { RedirectSignIn, TestAuth } from 'rx-cognito/testing';
import { watch } from '../fakes/marbles';

const refused = testError({ kind: 'cancelled', code: 'access_denied' });

const watched = (auth: TestAuth) => {
  const [states, events, errors] = [watch(auth.state$), watch(auth.events$), watch(auth.errors$)];
  return { states, events, errors, result: watch(redirectResult$(auth)) };
};

describe('createTestAuth, with managed login (#15)', () => {
  it('is a page that came back from nowhere, where nothing is said', () => {
    const auth = createTestAuth();
    expect(watch(redirectResult$(auth))).toMatchObject({ values: [{ type: 'none' }], isComplete: true });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
  });

  it('is signed in where the page returned from a sign-in', () => {
    const user = testUser({ username: 'grace', groups: ['admin'] });
    const auth = createTestAuth({ redirectResult: { type: 'signedIn', user, customState: 'basket 7' } });
    expect(auth.state).toMatchObject({ status: 'signedIn', user });
    expect(watch(redirectResult$(auth)).values).toEqual([
      { type: 'signedIn', user, customState: 'basket 7' },
    ]);
    expect(watch(auth.tokens$()).values).toMatchObject([{ accessToken: 'access-token.grace.0' }]);
  });

  it('is signingIn until the sign-in has returned, and tells of it as an Auth does', () => {
    const answer$ = new Subject<RedirectSignIn>();
    const auth = createTestAuth({ redirectResult: answer$ });
    const { states, events, result } = watched(auth);
    expect(result.values).toEqual([]);
    answer$.next({ type: 'signedIn', user: testUser() });
    expect(states.values.map(({ status }) => status)).toEqual(['signingIn', 'signedIn']);
    expect(events.values).toMatchObject([{ type: 'signedIn', user: testUser() }]);
    expect(result.values).toEqual([{ type: 'signedIn', user: testUser() }]);
  });

  it('is signed out where the sign-in failed, with the reason an Auth has', () => {
    const answer$ = new Subject<RedirectSignIn>();
    const auth = createTestAuth({ redirectResult: answer$ });
    const { errors, result } = watched(auth);
    answer$.next({ type: 'signInFailed', error: refused, customState: 'basket 7' });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'signInCancelled' });
    expect(errors.values).toEqual([refused]);
    expect(result.values).toEqual([{ type: 'signInFailed', error: refused, customState: 'basket 7' }]);
  });

  it('lets a sign-out cut off a sign-in that has not returned yet (R3)', () => {
    const auth = createTestAuth({ redirectResult: NEVER });
    const { result } = watched(auth);
    expect(watch(auth.signOut$()).values).toMatchObject([{ outcome: 'complete' }]);
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'signedOut' });
    expect(result.values).toMatchObject([{ type: 'signInFailed', error: { kind: 'cancelled' } }]);
  });

  it('has the report of a sign-out that left, without a way to try it again', () => {
    const report = signOutResult({ hostedUiError: testError({ kind: 'timeout' }) });
    const auth = createTestAuth({ redirectResult: { type: 'signedOut', report } });
    const [result] = watch(redirectResult$(auth)).values as [Extract<RedirectResult, { type: 'signedOut' }>];
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    expect(result.report).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'unknown' } });
    expect(result.report).not.toHaveProperty('retry$');
    expect(Object.isFrozen(result.report)).toBe(true);
  });

  describe('signInWithRedirect$', () => {
    it('leaves the page where nothing is said, counts as a call, and gives up what is still here after ten seconds', () => {
      const auth = createTestAuth();
      const leaving = watch(signInWithRedirect$(auth, { provider: 'Google' }));
      expect(auth.calls).toEqual([{ member: 'signInWithRedirect', input: { provider: 'Google' } }]);
      expect(leaving).toMatchObject({ values: [], error: undefined, isComplete: false });
      expect(auth.state).toEqual({ status: 'signingIn' });
      auth.clock.advance(10_000);
      expect(leaving.error).toMatchObject({ kind: 'cancelled' });
      expect(auth.state).toEqual({ status: 'signedOut', reason: 'signInCancelled' });
    });

    it('signs in where it is answered, as a window of its own does', () => {
      const auth = createTestAuth();
      auth.answer('signInWithRedirect', signInResult());
      expect(watch(signInWithRedirect$(auth)).values).toEqual([signInResult()]);
      expect(auth.state).toMatchObject({ status: 'signedIn', user: testUser() });
    });

    it('errors as it is answered, and is refused while somebody is signed in', () => {
      const auth = createTestAuth();
      auth.answer('signInWithRedirect', testError({ kind: 'invalidState', code: 'PopupBlocked' }));
      expect(watch(signInWithRedirect$(auth)).error).toMatchObject({ code: 'PopupBlocked' });
      auth.startSession();
      expect(watch(signInWithRedirect$(auth)).error).toMatchObject({
        code: 'UserAlreadyAuthenticatedException',
      });
    });
  });

  describe('signOut$ of a session that began at managed login', () => {
    const signedIn = () =>
      createTestAuth({ redirectResult: of<RedirectSignIn>({ type: 'signedIn', user: testUser() }) });

    it('leaves the page where nothing is said: it stays signingOut and emits nothing (R73)', () => {
      const auth = signedIn();
      const signOut = watch(auth.signOut$());
      expect(auth.state).toMatchObject({ status: 'signingOut', step: 'hostedUi' });
      expect(signOut.values).toEqual([]);
    });

    it('is unknown where the page is still here after ten seconds (R73)', () => {
      const auth = signedIn();
      const signOut = watch(auth.signOut$());
      auth.clock.advance(10_000);
      expect(signOut.values).toMatchObject([{ outcome: 'partial', steps: { hostedUi: 'unknown' } }]);
      expect(auth.state).toMatchObject({ status: 'signedOut' });
    });

    it.each([
      [signOutResult(), 'complete', 'done'],
      [signOutResult({ hostedUiError: testError({ kind: 'network' }) }), 'partial', 'unknown'],
      [signOutResult({ hostedUiError: testError({ kind: 'service' }) }), 'partial', 'failed'],
    ])('comes to what it is answered', (answer, outcome, hostedUi) => {
      const auth = signedIn();
      auth.answer('signOut', answer);
      expect(watch(auth.signOut$()).values).toMatchObject([{ outcome, steps: { hostedUi } }]);
    });

    it('stays where it shall be skipped, and where the session began elsewhere', () => {
      const skipped = signedIn();
      expect(watch(skipped.signOut$({ hostedUi: 'skip' })).values).toMatchObject([
        { outcome: 'complete', steps: { hostedUi: 'notNeeded' } },
      ]);
      const elsewhere = createTestAuth();
      elsewhere.startSession();
      expect(watch(elsewhere.signOut$()).values).toMatchObject([{ steps: { hostedUi: 'notNeeded' } }]);
    });
  });
});
