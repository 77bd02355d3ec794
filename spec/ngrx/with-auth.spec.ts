/** @jest-environment jsdom */
import '@angular/compiler';
import { TestBed } from '@angular/core/testing';
import { signalStore } from '@ngrx/signals';
import { NEVER } from 'rxjs';
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
import { beginTestBed } from '../angular/test-bed';

const SessionStore = signalStore({ providedIn: 'root' }, withAuth());

function begin() {
  const auth = createTestAuth({ state: signedInState() });
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

  it('says nothing of a sign-out that was refused before anything was touched, but to who asked (#12)', () => {
    const { auth, store } = begin();
    auth.answer('signOut', testError({ kind: 'configuration' }), testError({ kind: 'configuration' }));
    auth.signOut$().subscribe({ error: () => undefined });
    expect(store.signOutError()).toBeUndefined();
    store.signOut();
    expect(store.signOutError()?.kind).toBe('configuration');
    expect(store.isSignedIn()).toBe(true);
  });

  it('passes over a call while a sign-out runs', () => {
    const { auth, store } = begin();
    auth.answer('signOut', NEVER);
    store.signOut();
    store.signOut();
    expect(auth.calls).toHaveLength(1);
  });
});
