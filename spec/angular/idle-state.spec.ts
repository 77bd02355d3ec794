import { Subject } from 'rxjs';
import type { AuthState } from 'rx-cognito';
import { idleState$ } from '../../src/angular/idle-state';
import type { IdleState } from '../../src/angular/idle-state';
import {
  createTestAuth,
  createTestClock,
  restoringState,
  signedInState,
  signedOutState,
  signOutResult,
  testError,
} from 'rx-cognito/testing';

const START_AT = 1_000_000_000_000;
const AFTER_MS = 10_000;
const WARN_MS = 3_000;

/** Tabs of one browser: they share a clock and what is stored. */
function createBrowser(storedAt?: number) {
  const clock = createTestClock(START_AT);
  const stored: { at: number | undefined } = { at: storedAt };
  const changed$ = new Subject<object>();

  const openTab = (state: AuthState = signedInState()) => {
    const auth = createTestAuth({ state, clock });
    const activity$ = new Subject<void>();
    const wake$ = new Subject<void>();
    const states: IdleState['status'][] = [];
    const self = {};
    const subscription = idleState$({
      auth,
      activity$,
      wake$,
      lastActivity: {
        at: () => stored.at,
        mark: (at) => {
          stored.at = at;
          changed$.next(self);
        },
        changes$: changed$,
      },
      afterMs: AFTER_MS,
      warnBeforeMs: WARN_MS,
      scheduler: clock.scheduler,
    }).subscribe(({ status }) => states.push(status));
    return { auth, activity$, wake$, states, subscription };
  };
  return { clock, stored, openTab };
}

describe('idleState$', () => {
  it('warns, then signs out who does nothing, with the reason (#12)', () => {
    const { clock, openTab } = createBrowser();
    const { auth, states } = openTab();
    clock.advance(6_999);
    expect(states).toEqual(['active']);
    clock.advance(1);
    expect(states).toEqual(['active', 'warning']);
    clock.advance(2_999);
    expect(auth.state.status).toBe('signedIn');
    clock.advance(1);
    expect(auth.state.status).toBe('signedOut');
    expect(states).toEqual(['active', 'warning', 'active']);
    expect(auth.calls).toEqual([{ member: 'signOut', input: { reason: 'idle' } }]);
    expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'idle' });
  });

  it('starts anew with each activity, and takes a warning back', () => {
    const { clock, openTab } = createBrowser();
    const { auth, activity$, states } = openTab();
    clock.advance(9_000);
    activity$.next();
    expect(states).toEqual(['active', 'warning', 'active']);
    clock.advance(9_999);
    expect(auth.state.status).toBe('signedIn');
    clock.advance(1);
    expect(auth.state.status).toBe('signedOut');
  });

  it('counts activity in any tab for all', () => {
    const { clock, openTab } = createBrowser();
    const [used, unused] = [openTab(), openTab()];
    clock.advance(9_000);
    used.activity$.next();
    expect(unused.states.at(-1)).toBe('active');
    clock.advance(9_000);
    expect(unused.auth.state.status).toBe('signedIn');
  });

  it('signs out at once where the page was left alone for too long before it was opened', () => {
    const { openTab } = createBrowser(START_AT - AFTER_MS);
    expect(openTab().auth.state.status).toBe('signedOut');
    const restored = openTab(restoringState());
    restored.auth.setState(signedInState());
    expect(restored.auth.state.status).toBe('signedOut');
  });

  it('takes a sign-in for activity, whatever was before', () => {
    const { stored, openTab } = createBrowser(START_AT - AFTER_MS);
    const { auth } = openTab(signedOutState());
    auth.setState({ status: 'signingIn' });
    auth.startSession();
    expect(auth.state.status).toBe('signedIn');
    expect(stored.at).toBe(START_AT);
  });

  it('waits for the tab that signs in to say so, where it hears of the session first (#12)', () => {
    const { clock, stored, openTab } = createBrowser(START_AT - AFTER_MS);
    const { auth, states } = openTab(signedOutState());
    auth.startSession();
    stored.at = START_AT;
    clock.advance(AFTER_MS - 1);
    expect(auth.state.status).toBe('signedIn');
    expect(states).toEqual(['active', 'warning']);
    clock.advance(1);
    expect(auth.state.status).toBe('signedOut');
  });

  it.each([
    ['nobody', signedOutState()],
    ['another user', signedInState({ user: { userId: 'bob' } })],
  ])(
    'signs out a session of another tab that was left alone for too long before this one, asleep with %s, heard of it (#12)',
    (_who, asleep) => {
      const { clock, stored, openTab } = createBrowser(START_AT);
      const { auth } = openTab(asleep);
      jest.spyOn(clock.scheduler, 'now').mockReturnValue(START_AT + AFTER_MS);
      auth.startSession();
      clock.advance(1_000);
      expect(auth.state.status).toBe('signedOut');
      expect(stored.at).toBe(START_AT);
    },
  );

  it('does not let what wakes a device count as activity in time', () => {
    const { clock, openTab } = createBrowser();
    const { auth, activity$ } = openTab();
    jest.spyOn(clock.scheduler, 'now').mockReturnValue(START_AT + AFTER_MS);
    activity$.next();
    expect(auth.state.status).toBe('signedOut');
  });

  it('looks at the clock when the page wakes, not at its timers', () => {
    const { clock, openTab } = createBrowser();
    const { auth, wake$ } = openTab();
    jest.spyOn(clock.scheduler, 'now').mockReturnValue(START_AT + AFTER_MS);
    wake$.next();
    expect(auth.state.status).toBe('signedOut');
  });

  it('takes an activity in the future for one of now: clocks are set back', () => {
    const { clock, openTab } = createBrowser(START_AT + 3_600_000);
    const { auth } = openTab();
    clock.advance(AFTER_MS - 1);
    expect(auth.state.status).toBe('signedIn');
    clock.advance(1);
    expect(auth.state.status).toBe('signedOut');
  });

  it('sets no timer while nobody is signed in, nor after it is unsubscribed from', () => {
    const { clock, openTab } = createBrowser();
    const { auth, subscription } = openTab();
    const schedule = jest.spyOn(clock.scheduler, 'schedule');
    auth.endSession();
    auth.setState({ status: 'signingIn' });
    expect(schedule).not.toHaveBeenCalled();
    auth.setState(signedInState());
    subscription.unsubscribe();
    clock.advance(AFTER_MS);
    expect(auth.state.status).toBe('signedIn');
  });

  it('goes on after a sign-out that failed', () => {
    const { clock, openTab } = createBrowser();
    const { auth, states } = openTab();
    auth.answer('signOut', testError({ kind: 'storage' }), signOutResult());
    clock.advance(AFTER_MS);
    auth.setState({ status: 'signingIn' });
    auth.startSession();
    clock.advance(AFTER_MS);
    expect(states).toEqual(['active', 'warning', 'active', 'warning', 'active']);
  });
});
