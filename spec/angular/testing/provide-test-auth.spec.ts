/** @jest-environment jsdom */
import '@angular/compiler';
import { inject, InjectionToken } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AUTH, withSessionCleanup } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { createTestAuth, signedInState } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../test-bed';

const KEPT = new InjectionToken<string[]>('What a page keeps of a user', { factory: () => ['draft'] });

const cleanup = (ran: string[]) =>
  withSessionCleanup({
    name: 'drafts',
    beforeRevoke: ({ user }) => void ran.push(`before ${user.username} ${inject(KEPT).join()}`),
    afterClear: ({ user, reason }) => void ran.push(`after ${user.username} ${reason}`),
  });

describe('provideTestAuth', () => {
  beforeAll(beginTestBed);

  it('runs the cleanups of withSessionCleanup, which may inject, whoever has injected the Auth (#12)', () => {
    const ran: string[] = [];
    const auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth, cleanup(ran))] });
    TestBed.inject(KEPT);
    auth.signOut$().subscribe();
    expect(ran).toEqual(['before ada draft', 'after ada signedOut']);
  });

  it('runs them where a session ends in another way, and no more once its injector is gone (#12)', () => {
    const ran: string[] = [];
    const auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({ providers: [provideTestAuth(auth, cleanup(ran))] });
    TestBed.inject(AUTH);
    auth.startSession({ username: 'grace' });
    auth.endSession('sessionExpired');
    expect(ran).toEqual(['after ada signedOutInOtherTab', 'after grace sessionExpired']);
    TestBed.resetTestingModule();
    auth.startSession();
    auth.signOut$().subscribe();
    expect(ran).toHaveLength(2);
  });

  it('makes a new Auth for each injector, and destroys it with that (#12)', () => {
    const PROVIDERS = [provideTestAuth()];
    const injected = (): TestAuth => {
      TestBed.configureTestingModule({ providers: PROVIDERS });
      return TestBed.inject(AUTH) as TestAuth;
    };
    const first = injected();
    first.startSession();
    let isOver = false;
    first.state$.subscribe({ complete: () => (isOver = true) });
    TestBed.resetTestingModule();
    expect(isOver).toBe(true);
    expect(injected().state.status).toBe('signedOut');
  });

  it('refuses cleanups that nothing would run: beside an Auth that createTestAuth() has not made (#12)', () => {
    const { addCleanups, ...own } = createTestAuth();
    expect(addCleanups).toBeInstanceOf(Function);
    TestBed.configureTestingModule({ providers: [provideTestAuth(own, cleanup([]))] });
    expect(() => TestBed.inject(AUTH)).toThrow(
      expect.objectContaining({ kind: 'configuration', code: 'InvalidOption' }),
    );
  });
});
