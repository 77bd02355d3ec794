/** @jest-environment jsdom */
import '@angular/compiler';
import { ErrorHandler, inject, InjectionToken, NgZone, PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { NEVER } from 'rxjs';
import type { AuthState } from 'rx-cognito';
import { withSessionEndHook } from 'rx-cognito/angular';
import type { SessionEndContext, SessionEndHook } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { createTestAuth, restoringState, signedInState, signingOutState, testUser } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from './test-bed';

const GREETING = new InjectionToken<string>('A greeting', { factory: () => 'hello' });

describe('withSessionEndHook', () => {
  let auth: TestAuth;
  let told: SessionEndContext[];
  let failures: unknown[];

  beforeAll(beginTestBed);

  function begin(
    hook: SessionEndHook = (context) => told.push(context),
    state: AuthState = signedInState(),
    platform = 'browser',
  ) {
    told = [];
    failures = [];
    auth = createTestAuth({ state });
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth(auth, withSessionEndHook(hook)),
        provideRouter([]),
        { provide: ErrorHandler, useValue: { handleError: (error: unknown) => failures.push(error) } },
        { provide: PLATFORM_ID, useValue: platform },
      ],
    });
    return TestBed.inject(Router);
  }

  it('calls the hook at the fence of a sign-out whose server does not answer, once (#12)', () => {
    begin();
    auth.answer('signOut', NEVER);
    auth.signOut$({ globalSignOut: true }).subscribe();
    expect(told).toMatchObject([{ user: testUser(), state: { status: 'signingOut', scope: 'global' } }]);
    auth.setState(signingOutState({ scope: 'global', step: 'clearCache' }));
    auth.endSession('signedOut');
    expect(told).toHaveLength(1);
  });

  it('calls it where a session ends in another way, and where another user takes its place (#12)', () => {
    begin();
    auth.startSession({ username: 'grace' });
    auth.endSession('sessionExpired');
    expect(told).toMatchObject([
      { user: { username: 'ada' }, state: { status: 'signedIn', user: { username: 'grace' } } },
      { user: { username: 'grace' }, state: { status: 'signedOut', reason: 'sessionExpired' } },
    ]);
  });

  it('calls it for a sign-out that was asked for before the storage had answered (#12)', () => {
    begin(undefined, restoringState());
    auth.setState(signingOutState());
    expect(told).toMatchObject([{ user: testUser() }]);
  });

  it('leaves a session alone that lives on', () => {
    begin();
    auth.setState(signedInState({ freshness: 'refreshing' }));
    auth.setState(signedInState({ freshness: 'stale' }));
    expect(told).toEqual([]);
  });

  it('runs it in an injection context and in the zone (#12)', () => {
    const heard: unknown[] = [];
    begin(() => heard.push(inject(GREETING)));
    const run = jest.spyOn(TestBed.inject(NgZone), 'run');
    auth.endSession();
    expect([heard, run.mock.calls.length]).toEqual([['hello'], 1]);
  });

  it.each([
    [
      'throws',
      (error: Error) => {
        throw error;
      },
    ],
    ['rejects', (error: Error) => Promise.reject(error)],
  ])('tells the ErrorHandler where it %s, and goes on (R54, #12)', async (_, fail) => {
    const failure = new Error('The hook failed.');
    let calls = 0;
    begin(() => {
      calls += 1;
      return fail(failure);
    });
    auth.endSession();
    auth.startSession();
    auth.endSession();
    await Promise.resolve();
    await Promise.resolve();
    expect([calls, failures]).toEqual([2, [failure, failure]]);
  });

  it('leaves the page before the server has answered (#12)', async () => {
    let navigation: Promise<boolean> | undefined;
    const router = begin(() => (navigation = inject(Router).navigateByUrl('/?signed=out')));
    auth.answer('signOut', NEVER);
    auth.signOut$().subscribe();
    await navigation;
    expect([router.url, auth.state.status]).toEqual(['/?signed=out', 'signingOut']);
  });

  it('does nothing on a server, nor after its injector is destroyed', () => {
    begin(undefined, signedInState(), 'server');
    auth.endSession();
    expect(told).toEqual([]);
    TestBed.resetTestingModule();
    begin();
    TestBed.resetTestingModule();
    auth.endSession();
    expect(told).toEqual([]);
  });
});
