/** @jest-environment jsdom */
import '@angular/compiler';
import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { signalStore } from '@ngrx/signals';
import { NEVER } from 'rxjs';
import type { RedirectResult, SignOutOptions } from 'rx-cognito';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { withAuth } from 'rx-cognito/ngrx';
import {
  createTestAuth,
  signedInState,
  signedOutState,
  signOutResult,
  testError,
  testUser,
} from 'rx-cognito/testing';
import type { TestAuthOptions } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';

const SessionStore = signalStore({ providedIn: 'root' }, withAuth());

function begin(options: TestAuthOptions = { state: signedInState() }) {
  const auth = createTestAuth(options);
  TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
  return { auth, store: TestBed.inject(SessionStore) };
}

describe('withAuth', () => {
  beforeAll(beginTestBed);

  it('follows the auth state', () => {
    const { auth, store } = begin();
    expect(store.user()).toEqual(testUser());
    expect(store.isSignedIn()).toBe(true);
    auth.endSession('sessionRevoked');
    expect(store.authState()).toEqual(signedOutState('sessionRevoked', 'ada'));
    expect(store.isSignedIn()).toBe(false);
  });

  it('signs out, and keeps the outcome with its retry', () => {
    const { auth, store } = begin();
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'network' }) }));
    store.signOut({ globalSignOut: true });
    expect(auth.calls).toEqual([{ member: 'signOut', input: { globalSignOut: true } }]);
    expect(store.lastSignOut()?.outcome).toBe('partial');
    expect(store.signOutError()).toBeUndefined();
  });

  it('keeps why a sign-out errored, and signs out again after that', () => {
    const { auth, store } = begin();
    auth.answer('signOut', testError({ kind: 'storage' }));
    store.signOut();
    expect(store.signOutError()?.kind).toBe('storage');
    auth.startSession();
    store.signOut();
    expect(store.signOutError()).toBeUndefined();
    expect(store.lastSignOut()?.outcome).toBe('complete');
  });

  it('signs out where the route or component that provides the store is gone (#12)', () => {
    const { auth } = begin();
    const RouteStore = signalStore(withAuth());
    const route = createEnvironmentInjector([RouteStore], TestBed.inject(EnvironmentInjector));
    const store = route.get(RouteStore);
    route.destroy();
    store.signOut({ globalSignOut: true });
    expect(auth.state.status).toBe('signedOut');
    expect(auth.calls).toEqual([{ member: 'signOut', input: { globalSignOut: true } }]);
  });

  it.each<SignOutOptions | undefined>([undefined, { globalSignOut: true }])(
    'keeps what a sign-out left open where nobody is signed in any more who asks again: %j (#12)',
    (options) => {
      const { auth, store } = begin();
      auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'network' }) }));
      store.signOut();
      const partial = store.lastSignOut();
      store.signOut(options);
      expect(partial?.outcome).toBe('partial');
      expect(store.lastSignOut()).toBe(partial);
    },
  );

  it('keeps the report that a returning page finds where somebody signs out again (#12)', () => {
    const report = signOutResult({ hostedUiError: testError({ kind: 'timeout' }) });
    const { store } = begin({ redirectResult: { type: 'signedOut', report } });
    store.signOut();
    expect(store.lastSignOut()).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'unknown' } });
  });

  it('keeps what is open beside why another sign-out was refused (#12)', () => {
    const { auth, store } = begin();
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'network' }) }));
    store.signOut();
    store.signOut({ remoteTimeoutMs: -1 });
    expect(store.signOutError()?.kind).toBe('validation');
    expect(store.lastSignOut()?.outcome).toBe('partial');
    auth.startSession();
    expect([store.signOutError(), store.lastSignOut()]).toStrictEqual([undefined, undefined]);
  });

  it('keeps the outcome of a sign-out that somebody else asked for, until the next sign-in (#12)', () => {
    const { auth, store } = begin();
    expect(store.lastSignOut()).toBeUndefined();
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'network' }) }));
    auth.signOut$().subscribe();
    expect(store.lastSignOut()?.outcome).toBe('partial');
    auth.startSession();
    expect(store.lastSignOut()).toBeUndefined();

    auth.answer('signOut', testError({ kind: 'storage' }));
    auth.signOut$().subscribe({ error: () => undefined });
    expect(store.signOutError()?.kind).toBe('storage');
    auth.startSession();
    expect(store.signOutError()).toBeUndefined();
  });

  it('keeps the report that a returning page finds, which nothing can try again, until the next sign-in (#15)', () => {
    const report = signOutResult({ hostedUiError: testError({ kind: 'timeout' }) });
    const { auth, store } = begin({ redirectResult: { type: 'signedOut', report } });
    expect(store.lastSignOut()).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'unknown' } });
    expect(store.lastSignOut()?.retry$).toBeUndefined();
    expect(store.signOutError()).toBeUndefined();
    auth.startSession();
    expect(store.lastSignOut()).toBeUndefined();
  });

  it.each<RedirectResult>([
    { type: 'none' },
    { type: 'signedIn', user: testUser() },
    { type: 'signInFailed', error: testError({ kind: 'cancelled' }) },
  ])('takes no other return for a sign-out: $type (#15)', (redirectResult) => {
    expect(begin({ redirectResult }).store.lastSignOut()).toBeUndefined();
  });

  it('says nothing of a sign-out that was refused before anything was touched, but to who asked (#12)', () => {
    const { auth, store } = begin();
    auth.answer('signOut', testError({ kind: 'configuration' }), testError({ kind: 'configuration' }));
    auth.signOut$().subscribe({ error: () => undefined });
    expect(store.signOutError()).toBeUndefined();
    store.signOut();
    expect(store.signOutError()?.kind).toBe('configuration');
    expect(store.isSignedIn()).toBe(true);
  });

  it('joins a sign-out that runs, and makes it global (R9, #12)', () => {
    const { auth, store } = begin();
    auth.answer('signOut', NEVER);
    store.signOut();
    store.signOut({ globalSignOut: true });
    expect(auth.state).toMatchObject({ status: 'signingOut', scope: 'global' });
  });
});
