/** @jest-environment jsdom */
import '@angular/compiler';
import { TestBed } from '@angular/core/testing';
import { injectIdleState, withSignOutOnIdle } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { createTestAuth, signedInState } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../test-bed';

describe('withSignOutOnIdle', () => {
  let auth: TestAuth;

  beforeAll(beginTestBed);

  beforeEach(() => {
    localStorage.clear();
    auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth(
          auth,
          withSignOutOnIdle({ after: 10_000, warnBefore: 3_000, scheduler: auth.clock.scheduler }),
        ),
      ],
    });
  });

  it('watches by itself, and says when it is about to sign out', () => {
    const idle = TestBed.runInInjectionContext(injectIdleState);
    expect(idle()).toEqual({ status: 'active' });
    auth.clock.advance(7_000);
    expect(idle()).toEqual({ status: 'warning', signOutAt: auth.clock.now() + 3_000 });
    auth.clock.advance(3_000);
    expect(auth.state.status).toBe('signedOut');
    expect(idle()).toEqual({ status: 'active' });
  });

  it.each(['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'])(
    'takes %s for activity',
    (name) => {
      const idle = TestBed.runInInjectionContext(injectIdleState);
      auth.clock.advance(9_000);
      document.body.dispatchEvent(new Event(name));
      expect(idle()).toEqual({ status: 'active' });
      auth.clock.advance(9_000);
      expect(auth.state.status).toBe('signedIn');
    },
  );

  it('ends with its injector', () => {
    TestBed.runInInjectionContext(injectIdleState);
    TestBed.resetTestingModule();
    auth.clock.advance(20_000);
    expect(auth.state.status).toBe('signedIn');
  });

  it.each([
    { after: 0 },
    { after: Number.NaN },
    { after: Number.POSITIVE_INFINITY },
    { after: 1_000, warnBefore: 1_000 },
    { after: 1_000, warnBefore: -1 },
  ])('refuses %j', (options) => {
    expect(() => withSignOutOnIdle(options)).toThrow(expect.objectContaining({ kind: 'configuration' }));
  });
});
