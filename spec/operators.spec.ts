import { EMPTY, of, shareReplay } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { RunHelpers } from 'rxjs/testing';
import type { SignOutResult } from '../src/flows/sign-out/result';
import type { AuthState } from '../src/model/auth-state';
import { requireComplete, takeUntilSignedOut, whenSignedIn, whenSignedOut } from '../src/operators';
import { networkError, serviceError } from './fakes/fake-errors';
import { watch } from './fakes/marbles';

const user = { username: 'ada', userId: 'ada-sub', groups: [] };
const STATES: Readonly<Record<string, AuthState>> = {
  r: { status: 'restoring' },
  i: { status: 'signedIn', user, freshness: 'fresh', expiresAt: 1 },
  j: { status: 'signedIn', user, freshness: 'stale', expiresAt: 1 },
  b: { status: 'signedIn', user: { ...user, userId: 'bob-sub' }, freshness: 'fresh', expiresAt: 1 },
  x: { status: 'signingOut', user, scope: 'local', step: 'revokeToken' },
  o: { status: 'signedOut', reason: 'signedOut' },
  n: { status: 'signingIn' },
};

const run = (test: (helpers: RunHelpers) => void): void => {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run(test);
};

describe('whenSignedIn', () => {
  it('passes on the states in which a user is signed in', () => {
    run(({ cold, expectObservable }) => {
      expectObservable(cold('r-i-j-x-o-n-i|', STATES).pipe(whenSignedIn())).toBe('--i-j-------i|', STATES);
    });
  });
});

describe('whenSignedOut', () => {
  it('passes on the states in which nobody is signed in', () => {
    run(({ cold, expectObservable }) => {
      expectObservable(cold('r-i-j-x-o-n-i|', STATES).pipe(whenSignedOut())).toBe('--------o----|', STATES);
    });
  });
});

describe('takeUntilSignedOut', () => {
  it('completes a stream at the fence of a sign-out', () => {
    run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const state$ = cold('  i--j-x-o', STATES);
      const source$ = hot('  a-b-c-d-e');
      expectObservable(source$.pipe(takeUntilSignedOut({ state$ }))).toBe('a-b-c|');
      expectSubscriptions(source$.subscriptions).toBe('^----!');
      expectSubscriptions(state$.subscriptions).toBe('^----!');
    });
  });

  it('completes it where the session ends in another way', () => {
    run(({ cold, hot, expectObservable }) => {
      const state$ = cold('i---o', STATES);
      expectObservable(hot('a-b--c').pipe(takeUntilSignedOut({ state$ }))).toBe('a-b-|');
    });
  });

  it('completes it at once where nobody is signed in', () => {
    run(({ cold, hot, expectObservable }) => {
      const state$ = cold('o', STATES);
      expectObservable(hot('-a-b').pipe(takeUntilSignedOut({ state$ }))).toBe('|');
    });
  });

  it('completes it where another user takes the session’s place, for each subscriber by its own (#18)', () => {
    run(({ hot, expectObservable }) => {
      const state$ = hot('  i--j-b--', STATES).pipe(shareReplay({ bufferSize: 1, refCount: false }));
      const source$ = hot(' a-b-c-d-e').pipe(takeUntilSignedOut({ state$ }));
      expectObservable(state$).toBe('i--j-b--', STATES);
      expectObservable(source$, '^        ').toBe('a-b-c|');
      expectObservable(source$, '------^  ').toBe('------d-e');
    });
  });

  it('waits for the session that begins next where none is there yet (#18)', () => {
    run(({ cold, hot, expectObservable }) => {
      const state$ = cold('r-i-j-b', STATES);
      expectObservable(hot('a-b-c--d').pipe(takeUntilSignedOut({ state$ }))).toBe('a-b-c-|');
    });
  });

  it('goes on where the auth is destroyed: nobody has signed out', () => {
    run(({ cold, hot, expectObservable }) => {
      const state$ = cold('i-|', STATES);
      expectObservable(hot('-a-b-|').pipe(takeUntilSignedOut({ state$ }))).toBe('-a-b-|');
    });
  });
});

describe('requireComplete', () => {
  const complete: SignOutResult = {
    outcome: 'complete',
    scope: 'local',
    signedOutLocally: true,
    steps: { hostedUi: 'notNeeded', globalSignOut: 'notNeeded', revokeToken: 'done', clearCache: 'done' },
    stillValid: {},
    retry$: EMPTY,
  };
  const partial: SignOutResult = { ...complete, outcome: 'partial' };

  it('passes on a complete result', () => {
    expect(watch(of(complete).pipe(requireComplete()))).toMatchObject({
      values: [complete],
      isComplete: true,
    });
  });

  it('turns a partial result into an error, with the step’s error as its cause', () => {
    const revokeTokenError = networkError();
    expect(watch(of({ ...partial, revokeTokenError }).pipe(requireComplete()))).toMatchObject({
      values: [],
      error: { code: 'SignOutIncomplete', kind: 'network', retryable: true, cause: revokeTokenError },
    });
  });

  it.each(['forgetDeviceError', 'globalSignOutError', 'hostedUiError'] as const)(
    'finds the cause in %s',
    (field) => {
      const cause = serviceError('InternalErrorException');
      const { error } = watch(of({ ...partial, [field]: cause }).pipe(requireComplete()));
      expect(error).toMatchObject({ code: 'SignOutIncomplete', cause });
    },
  );

  it('says something where no step left an error', () => {
    expect(watch(of(partial).pipe(requireComplete())).error).toMatchObject({
      kind: 'unknown',
      message: 'Signed out here, but not everywhere: a remote step failed.',
    });
  });
});
