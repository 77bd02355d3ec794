/** @jest-environment jsdom */
import '@angular/compiler';
import { TestBed } from '@angular/core/testing';
import { Actions, provideEffects } from '@ngrx/effects';
import { provideStore, Store } from '@ngrx/store';
import type { Action } from '@ngrx/store';
import { Subject } from 'rxjs';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { AuthActions, authFeature, provideAuthStore } from 'rx-cognito/ngrx';
import { createTestAuth, signOutResult, testError, testUser } from 'rx-cognito/testing';
import type { RedirectSignIn, TestAuthOptions } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';

const strict = {
  strictStateImmutability: true,
  strictActionImmutability: true,
  strictStateSerializability: true,
  strictActionSerializability: true,
};

describe('redirectReturned (#15)', () => {
  beforeAll(beginTestBed);

  const begin = (options?: TestAuthOptions) => {
    const auth = createTestAuth(options);
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth(auth),
        provideStore({}, { runtimeChecks: strict }),
        provideEffects(),
        provideAuthStore(),
      ],
    });
    const actions: Action[] = [];
    TestBed.inject(Actions).subscribe((action) => actions.push(action));
    const store = TestBed.inject(Store);
    const lastSignOut = () => store.selectSignal(authFeature.selectLastSignOut)();
    const returns = () => actions.filter(({ type }) => type === AuthActions.redirectReturned.type);
    return { auth, returns, lastSignOut };
  };

  it('is not dispatched where the page did not come back', () => {
    const { returns, lastSignOut } = begin();
    expect(returns()).toEqual([]);
    expect(lastSignOut()).toBeNull();
  });

  it('tells of a sign-in that returned, once it is signed in', () => {
    const answer$ = new Subject<RedirectSignIn>();
    const { returns } = begin({ redirectResult: answer$ });
    expect(returns()).toEqual([]);
    answer$.next({ type: 'signedIn', user: testUser(), customState: '/basket' });
    expect(returns()).toEqual([
      AuthActions.redirectReturned({
        result: { type: 'signedIn', user: testUser(), customState: '/basket' },
      }),
    ]);
  });

  it('tells of one that failed, as plain data', () => {
    const answer$ = new Subject<RedirectSignIn>();
    const { returns, lastSignOut } = begin({ redirectResult: answer$ });
    const error = testError({ kind: 'cancelled', code: 'access_denied' });
    answer$.next({ type: 'signInFailed', error, customState: '/basket' });
    expect(returns()).toEqual([
      AuthActions.redirectReturned({
        result: { type: 'signInFailed', error: error.toJSON(), customState: '/basket' },
      }),
    ]);
    expect(lastSignOut()).toBeNull();
  });

  it('keeps the report of a sign-out that left as the last one, until the next sign-in', () => {
    const error = testError({ kind: 'timeout', code: 'NotReturned' });
    const { auth, lastSignOut } = begin({
      redirectResult: {
        type: 'signedOut',
        report: signOutResult({ hostedUiError: error, cleanupErrors: [error] }),
      },
    });
    expect(lastSignOut()).toEqual({
      outcome: 'partial',
      scope: 'local',
      signedOutLocally: true,
      steps: { hostedUi: 'unknown', globalSignOut: 'notNeeded', revokeToken: 'done', clearCache: 'done' },
      stillValid: {},
      hostedUiError: error.toJSON(),
      cleanupErrors: [error.toJSON()],
    });
    auth.startSession();
    expect(lastSignOut()).toBeNull();
  });
});
