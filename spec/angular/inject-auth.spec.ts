/** @jest-environment jsdom */
import '@angular/compiler';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import { injectAuth, injectAuthState, injectRedirectResult, injectUser } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { createTestAuth, signedInState, signedOutState, testError, testUser } from 'rx-cognito/testing';
import type { RedirectSignIn, TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from './test-bed';

const Greeting = Component({
  selector: 'app-greeting',
  template: '@if (user(); as user) {Hello {{ user.username }}} @else {Nobody: {{ state().status }}}',
})(
  class {
    readonly user = injectUser();
    readonly state = injectAuthState();
  },
);

describe('injectAuthState', () => {
  let auth: TestAuth;

  beforeAll(beginTestBed);

  beforeEach(() => {
    auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
  });

  it('is right from its first read, and follows', () => {
    const state = TestBed.runInInjectionContext(injectAuthState);
    expect(state()).toEqual(signedInState());
    auth.endSession('sessionExpired');
    expect(state()).toEqual(signedOutState('sessionExpired', 'ada'));
  });

  it('shows in a component without a zone', async () => {
    const fixture = TestBed.createComponent(Greeting);
    await fixture.whenStable();
    const text = () => (fixture.nativeElement as HTMLElement).textContent.trim();
    expect(text()).toBe('Hello ada');

    auth.endSession();
    await fixture.whenStable();
    expect(text()).toBe('Nobody: signedOut');
  });
});

describe('injectUser', () => {
  beforeAll(beginTestBed);

  it('stays the same object while tokens are refreshed', () => {
    const auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
    const user = TestBed.runInInjectionContext(injectUser);
    const before = user();
    auth.setState(signedInState({ freshness: 'refreshing' }));
    expect(user()).toBe(before);
  });

  it('changes with the groups and the claims of the user, and with the user', () => {
    const auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
    const user = TestBed.runInInjectionContext(injectUser);
    auth.setState(signedInState({ user: { groups: ['admins'] } }));
    expect(user()?.groups).toEqual(['admins']);
    auth.setState(signedInState({ user: { groups: ['admins'], claims: { email: 'ada@example.com' } } }));
    expect(user()?.claims).toEqual({ email: 'ada@example.com' });
    auth.startSession({ username: 'grace' });
    expect(user()?.username).toBe('grace');
    auth.endSession();
    expect(user()).toBeUndefined();
  });
});

describe('injectAuth', () => {
  beforeAll(beginTestBed);

  it('names provideCognitoAuth() where it is missing', () => {
    expect(() => TestBed.runInInjectionContext(injectAuth)).toThrow(/provideCognitoAuth\(\)/);
  });
});

describe('injectRedirectResult', () => {
  beforeAll(beginTestBed);

  const inject = (auth: TestAuth) => {
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
    return TestBed.runInInjectionContext(injectRedirectResult);
  };

  it.each<RedirectSignIn>([
    { type: 'signedIn', user: testUser(), customState: '/basket' },
    { type: 'signInFailed', error: testError({ kind: 'cancelled' }), customState: '/basket' },
  ])('is undefined until the sign-in that the page returned from has ended: $type (#15)', (answer) => {
    const answer$ = new Subject<RedirectSignIn>();
    const result = inject(createTestAuth({ redirectResult: answer$ }));
    expect(result()).toBeUndefined();
    answer$.next(answer);
    expect(result()).toEqual(answer);
  });

  it('is there from the first read where it is known already (#15)', () => {
    const result = inject(createTestAuth({ redirectResult: { type: 'signedIn', user: testUser() } }));
    expect(result()).toEqual({ type: 'signedIn', user: testUser() });
  });
});
