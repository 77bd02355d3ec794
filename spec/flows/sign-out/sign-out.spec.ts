import { filter, NEVER, of, take, tap } from 'rxjs';
import { createTokenSource } from '../../src/flows/tokens';
import { serviceError, storageError } from '../fakes/fake-errors';
import { fakeAnswer, fakeSession } from '../fakes/fake-tokens';
import { watch } from '../fakes/marbles';
import { onStage, pathOf, requestsOf } from './sign-out-fixture';
import type { Asked } from './sign-out-fixture';

const STEPS_OF_A_LOCAL = {
  hostedUi: 'notNeeded',
  globalSignOut: 'notNeeded',
  revokeToken: 'done',
  clearCache: 'done',
} as const;

const NOTHING_NEEDED = {
  outcome: 'complete',
  steps: {
    hostedUi: 'notNeeded',
    globalSignOut: 'notNeeded',
    revokeToken: 'notNeeded',
    clearCache: 'notNeeded',
  },
  stillValid: {},
} as const;

describe('createSignOut', () => {
  describe('with a user signed in', () => {
    it('does nothing before it is subscribed to', () => {
      const { api, states } = onStage(({ signOut$ }) => {
        void signOut$({ globalSignOut: true });
      });
      expect(api.calls).toEqual([]);
      expect(states.at(-1)?.status).toBe('signedIn');
    });

    it('ends the session by one request, and tells what it did', () => {
      let asked: Asked | undefined;
      const session = fakeSession();
      const stage = onStage(
        ({ api, signOutAt }, { cold }) => {
          api.script('RevokeToken', cold('20ms (a|)', { a: {} }));
          asked = signOutAt(0);
        },
        { session },
      );
      expect(asked?.at).toBe(20);
      expect(asked?.result).toMatchObject({
        outcome: 'complete',
        scope: 'local',
        signedOutLocally: true,
        steps: STEPS_OF_A_LOCAL,
        stillValid: { accessTokenUntil: session.expiresAt, idTokenUntil: session.idTokenExpiresAt },
      });
      expect(stage.api.calls).toMatchObject([
        {
          operation: 'RevokeToken',
          input: { Token: session.refreshToken, ClientId: stage.identity.userPoolClientId },
        },
      ]);
      expect(stage.events).toEqual([
        {
          type: 'signedOut',
          reason: 'signedOut',
          user: session.user,
          result: expect.objectContaining({ outcome: 'complete' }),
        },
      ]);
    });

    it('makes a second request for a global one, before the revocation', () => {
      let asked: Asked | undefined;
      const stage = onStage(({ api, signOutAt }, { cold }) => {
        api.script('GlobalSignOut', cold('10ms (a|)', { a: {} }));
        api.script('RevokeToken', cold('10ms (a|)', { a: {} }));
        asked = signOutAt(0, { globalSignOut: true });
      });
      expect(requestsOf(stage)).toEqual(['0 GlobalSignOut', '10 RevokeToken']);
      expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { globalSignOut: 'done' } });
    });

    it('goes through its steps in their order (R15)', () => {
      const stage = onStage(({ api, signOutAt }, { cold }) => {
        api.script('GlobalSignOut', cold('10ms (a|)', { a: {} }));
        api.script('RevokeToken', cold('10ms (a|)', { a: {} }));
        signOutAt(0, { globalSignOut: true });
      });
      expect(pathOf(stage)).toEqual([
        'restoring',
        'signedIn',
        'signingOut global globalSignOut',
        'signingOut global revokeToken',
        'signingOut global clearCache',
        'signedOut signedOut',
      ]);
    });

    it('lets its requests outlive the page (R8)', () => {
      const { api } = onStage((stage) => {
        stage.api.script('GetTokensFromRefreshToken', fakeAnswer({ serial: '2' }));
        stage.api.script('GlobalSignOut', {});
        stage.api.script('RevokeToken', {});
        stage.scheduler.offsetMs = 7_200_000;
        stage.signOutAt(0, { globalSignOut: true });
      });
      expect(api.calls.map(({ operation, options }) => [operation, options])).toEqual([
        ['GetTokensFromRefreshToken', { keepalive: true }],
        ['GlobalSignOut', { keepalive: true }],
        ['RevokeToken', { keepalive: true }],
      ]);
    });

    it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
      'refuses a deadline of %p before anything is touched',
      (remoteTimeoutMs) => {
        let asked: Asked | undefined;
        const { current, api } = onStage(({ signOutAt }) => {
          asked = signOutAt(0, { remoteTimeoutMs });
        });
        expect(asked?.error).toMatchObject({
          kind: 'validation',
          code: 'InvalidArgument',
          message: expect.stringContaining('remoteTimeoutMs'),
          recoverySuggestion: 'Pass a positive number of milliseconds as remoteTimeoutMs.',
        });
        expect(current.session).toBeDefined();
        expect(api.calls).toEqual([]);
      },
    );

    it('ends at the deadline that the caller sets (R4)', () => {
      let asked: Asked | undefined;
      onStage(({ api, signOutAt }) => {
        api.script('RevokeToken', NEVER);
        asked = signOutAt(0, { remoteTimeoutMs: 700 });
      });
      expect(asked?.at).toBe(700);
      expect(asked?.result).toMatchObject({
        outcome: 'partial',
        steps: { revokeToken: 'unknown' },
        revokeTokenError: { kind: 'timeout' },
      });
    });

    it('runs to its end when its subscriber leaves (R17)', () => {
      const stage = onStage(({ api, at, signOut$ }, { cold }) => {
        api.script('RevokeToken', cold('50ms (a|)', { a: {} }));
        const { subscription, values } = watch(signOut$());
        at(10, () => {
          subscription.unsubscribe();
        });
        at(100, () => {
          expect(values).toEqual([]);
        });
      });
      expect(stage.api.calls).toMatchObject([{ status: 'answered', endedAt: 50 }]);
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.events).toHaveLength(1);
    });

    it('leaves nothing to be delivered by a destroyed Auth but its result', () => {
      let asked: Asked | undefined;
      const { api } = onStage((stage, { cold }) => {
        stage.api.script('RevokeToken', cold('50ms (a|)', { a: {} }));
        asked = stage.signOutAt(0);
        stage.at(10, stage.destroy);
      });
      expect(asked).toMatchObject({ at: 50, result: { outcome: 'complete' } });
      expect(api.calls).toMatchObject([{ status: 'answered' }]);
    });
  });

  describe('joined', () => {
    it.each([
      ['local', 'local', false, false],
      ['local', 'global', true, false],
    ])(
      'gives a %s one that joins a %s one the result of that, and no request of its own (R9)',
      (_, __, first, second) => {
        const results: (Asked | undefined)[] = [];
        const stage = onStage(({ api, signOutAt }, { cold }) => {
          api.script('GlobalSignOut', cold('10ms (a|)', { a: {} }));
          api.script('RevokeToken', cold('10ms (a|)', { a: {} }));
          results.push(signOutAt(0, { globalSignOut: first }), signOutAt(5, { globalSignOut: second }));
          results.push(signOutAt(7, { globalSignOut: second }));
        });
        expect(results[1]?.result).toBe(results[0]?.result);
        expect(results[2]?.result).toBe(results[0]?.result);
        expect(results[0]?.result?.scope).toBe(first ? 'global' : 'local');
        expect(stage.api.callsOf('RevokeToken')).toHaveLength(1);
        expect(stage.store.calls.filter((call) => call === 'clear$')).toHaveLength(1);
        expect(stage.events).toHaveLength(1);
      },
    );

    it('adds the global step for one that comes while a refresh is waited for (R9)', () => {
      let joining: Asked | undefined;
      const stage = onStage(({ api, refresher, signOutAt, at }, { cold }) => {
        api.script('GetTokensFromRefreshToken', cold('300ms (a|)', { a: fakeAnswer({ serial: '2' }) }));
        api.script('GlobalSignOut', {});
        api.script('RevokeToken', {});
        at(0, () => watch(refresher.refresh$()));
        signOutAt(10);
        joining = signOutAt(100, { globalSignOut: true });
      });
      expect(requestsOf(stage)).toEqual([
        '0 GetTokensFromRefreshToken',
        '300 GlobalSignOut',
        '300 RevokeToken',
      ]);
      expect(joining?.result).toMatchObject({ outcome: 'complete', scope: 'global' });
      expect(pathOf(stage)).toContain('signingOut global revokeToken');
    });

    it.each([
      ['while the tokens are revoked', 10, 0],
      ['while the cache is cleared', 30, 500],
    ])(
      'reports the global step of one that comes %s as failed: it cannot be made any more (R9)',
      (_, frame, delayMs) => {
        let first: Asked | undefined;
        let second: Asked | undefined;
        const stage = onStage(
          ({ api, signOutAt }, { cold }) => {
            api.script('RevokeToken', cold('20ms (a|)', { a: {} }));
            first = signOutAt(0);
            second = signOutAt(frame, { globalSignOut: true });
          },
          { storageDelayMs: delayMs },
        );
        expect(second?.result).toBe(first?.result);
        expect(second?.result).toMatchObject({
          outcome: 'partial',
          scope: 'global',
          steps: { globalSignOut: 'failed', revokeToken: 'done', clearCache: 'done' },
          globalSignOutError: { code: 'GlobalSignOutNotRetryable' },
        });
        expect(requestsOf(stage)).toEqual(['0 RevokeToken']);
      },
    );

    it.each([
      ['while the tokens are revoked', 10, 0, '20 GlobalSignOut'],
      ['while the cache is cleared', 30, 500, '500 GlobalSignOut'],
    ])(
      'makes the global step of one that comes %s where the revocation has failed (R9)',
      (_, frame, delayMs, request) => {
        let joining: Asked | undefined;
        const stage = onStage(
          ({ api, signOutAt }, { cold }) => {
            api.script('RevokeToken', cold('20ms #', {}, serviceError('NotAuthorizedException')));
            api.script('GlobalSignOut', {});
            signOutAt(0);
            joining = signOutAt(frame, { globalSignOut: true });
          },
          { storageDelayMs: delayMs },
        );
        expect(requestsOf(stage)).toEqual(['0 RevokeToken', request]);
        expect(joining?.result).toMatchObject({
          outcome: 'partial',
          scope: 'global',
          steps: { globalSignOut: 'done', revokeToken: 'failed' },
        });
      },
    );

    it('joins, from inside a subscriber of the state, one that is over before the state could say so', () => {
      const results: Asked['result'][] = [];
      onStage(({ environment, machine, signOut$, at }) => {
        // Offline, and in the turn of another input, the whole sign-out is over before its first state is told.
        environment.online = false;
        machine.state$.subscribe((state) => {
          const isRefreshing = state.status === 'signedIn' && state.freshness === 'refreshing';
          const isFirstOfSignOut = state.status === 'signingOut' && state.step === 'revokeToken';
          if (isRefreshing) watch(signOut$().pipe(tap((result) => results.push(result))));
          if (isFirstOfSignOut)
            watch(signOut$({ globalSignOut: true }).pipe(tap((result) => results.push(result))));
        });
        at(0, () => {
          machine.dispatch({ type: 'refreshStarted' });
        });
      });
      expect(results).toHaveLength(2);
      expect(results[1]).toBe(results[0]);
      expect(results[0]).toMatchObject({ outcome: 'partial', scope: 'local' });
    });
  });

  describe('inside a subscriber of the state', () => {
    it('runs, and tells state, event and result in this order', () => {
      const told: string[] = [];
      onStage(({ api, machine, signOut$, at }) => {
        api.script('RevokeToken', {});
        machine.state$.subscribe((state) => {
          told.push(state.status);
          if (state.status === 'signedIn' && state.freshness === 'refreshing') {
            watch(signOut$().pipe(tap(() => told.push('result'))));
          }
        });
        machine.events$.subscribe(({ type }) => told.push(`event ${type}`));
        at(0, () => {
          machine.dispatch({ type: 'refreshStarted' });
        });
      });
      expect(told).toEqual([
        'signedIn',
        'signedIn',
        'signingOut',
        'signingOut',
        'signedOut',
        'event signedOut',
        'result',
      ]);
    });

    it('has nothing to do where the state says signedOut', () => {
      const results: unknown[] = [];
      const stage = onStage(({ api, machine, signOut$ }) => {
        api.script('RevokeToken', {});
        const revoked$ = signOut$().pipe(tap(({ steps }) => results.push(steps.revokeToken)));
        machine.state$.subscribe(({ status }) => {
          if (status === 'signedOut') watch(revoked$);
        });
        watch(revoked$);
      });
      expect(results).toEqual(['notNeeded', 'done']);
      expect(stage.events).toHaveLength(1);
    });
  });

  it('does not forget a newer one that was begun as the state said signedOut', () => {
    const results: Asked[] = [];
    const stage = onStage(
      ({ api, machine, signIn, signOut$, signOutAt }) => {
        api.script('RevokeToken', {});
        results.push(signOutAt(0));
        machine.events$.subscribe(() => {
          signIn.isPending = true;
          watch(signOut$());
        });
        results.push(signOutAt(110), signOutAt(120));
      },
      { storageDelayMs: 100 },
    );
    expect(stage.store.calls.filter((call) => call === 'clear$')).toHaveLength(2);
    expect(results.map(({ at }) => at)).toEqual([100, 200, 200]);
  });

  describe('with nobody signed in', () => {
    it('is complete at once, without request and event (R10)', () => {
      let asked: Asked | undefined;
      const { api, events } = onStage(
        ({ signOutAt }) => {
          asked = signOutAt(5, { globalSignOut: true });
        },
        { session: null },
      );
      expect(asked).toMatchObject({ at: 5, result: { ...NOTHING_NEEDED, scope: 'global' } });
      expect(api.calls).toEqual([]);
      expect(events).toEqual([]);
      expect(asked?.result).not.toHaveProperty('cleanupErrors');
    });

    it('is complete after a sign-out as well (R10)', () => {
      let again: Asked | undefined;
      const stage = onStage(({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        signOutAt(0);
        again = signOutAt(10);
      });
      expect(again?.result).toMatchObject(NOTHING_NEEDED);
      expect(stage.api.calls).toHaveLength(1);
      expect(stage.events).toHaveLength(1);
    });
  });

  describe('while the storage is read', () => {
    const isRestoring = true;

    it('waits for it, and ends the session it held without showing it', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(10);
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(requestsOf(stage)).toEqual(['100 RevokeToken']);
      expect(asked?.result).toMatchObject({ outcome: 'complete', steps: STEPS_OF_A_LOCAL });
      expect(pathOf(stage)).not.toContain('signedIn');
      expect(stage.store.stored.session).toBeUndefined();
    });

    it('is complete without a request when it is asked for again (R10)', () => {
      let again: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {}, {});
          signOutAt(10);
          again = signOutAt(500);
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(requestsOf(stage)).toEqual(['100 RevokeToken']);
      expect(again?.result).toMatchObject(NOTHING_NEEDED);
    });

    it('hands no token to those who wait', () => {
      const stage = onStage(
        (context) => {
          context.api.script('RevokeToken', {});
          const tokens = watch(createTokenSource(context, context.refresher).tokens$());
          context.signOutAt(10);
          context.at(2_000, () => {
            expect(tokens.error).toMatchObject({ kind: 'signedOut' });
          });
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(stage.current.session).toBeUndefined();
    });

    it('cuts off a sign-in that waits for the storage as well (R3)', () => {
      const { signIn } = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          signOutAt(10);
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(signIn.cuts).toMatchObject([{ kind: 'cancelled', code: 'SignedOut' }]);
    });

    it('counts the wait as part of the deadline', () => {
      let asked: Asked | undefined;
      onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', NEVER);
          asked = signOutAt(0);
        },
        { isRestoring, storageDelayMs: 1_000 },
      );
      expect(asked).toMatchObject({ at: 3_000, result: { steps: { revokeToken: 'unknown' } } });
    });

    it('has nothing to do where it held nothing', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ signOutAt }) => {
          asked = signOutAt(10);
        },
        { isRestoring, storageDelayMs: 100, session: null },
      );
      expect(asked).toMatchObject({ at: 100, result: NOTHING_NEEDED });
      expect(pathOf(stage)).toEqual(['restoring', 'signedOut noSession']);
      expect(stage.events).toEqual([]);
    });

    it('errors at the deadline, and clears and revokes what comes to light later', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0);
        },
        { isRestoring, storageDelayMs: 4_000 },
      );
      expect(asked).toMatchObject({
        at: 3_000,
        error: {
          kind: 'storage',
          code: 'StorageNotAnswering',
          message: 'The storage did not answer, so a stored session could not be removed yet.',
          recoverySuggestion:
            'It is removed when the storage answers; if this page is closed before, remove it by hand.',
          cause: { message: 'Reading the storage took longer than 3000 ms.' },
        },
      });
      expect(pathOf(stage)).toEqual(['restoring', 'signedOut signedOut']);
      expect(requestsOf(stage)).toEqual(['4000 RevokeToken']);
      expect(stage.store.stored.session).toBeUndefined();
      expect(stage.events).toEqual([{ type: 'lateTokensRevoked' }]);
    });

    it('revokes nothing later where a storage that was slow held nothing', () => {
      const { api } = onStage(({ signOutAt }) => signOutAt(0), {
        isRestoring,
        storageDelayMs: 4_000,
        session: null,
      });
      expect(api.calls).toEqual([]);
    });
  });

  describe('while a sign-in is under way', () => {
    it('cuts it off, and clears what it may be storing (R3)', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ machine, signIn, signOutAt }) => {
          signIn.isPending = true;
          machine.dispatch({ type: 'signInStarted', username: 'ada' });
          asked = signOutAt(0);
        },
        { session: null },
      );
      expect(stage.signIn.cuts).toMatchObject([
        { kind: 'cancelled', code: 'SignedOut', message: 'The sign-in was cut off by a sign-out.' },
      ]);
      expect(asked).toMatchObject({ at: 0, result: NOTHING_NEEDED });
      expect(stage.store.calls.at(-1)).toBe('clear$');
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.tabs.announcements).toBe(1);
      expect(stage.events).toEqual([]);
    });

    it.each([
      ['refuses', 'SessionNotCleared'],
      ['hangs', 'StorageNotAnswering'],
    ])('signs out and errors where the storage %s (R14)', (how, code) => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ machine, signIn, signOutAt, store }) => {
          signIn.isPending = true;
          machine.dispatch({ type: 'signInStarted', username: 'ada' });
          if (how === 'hangs') store.hangNext('clear$');
          else store.failNext('clear$', storageError(code));
          asked = signOutAt(0);
        },
        { session: null },
      );
      expect(asked?.error).toMatchObject({ kind: 'storage', code });
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.errors).toHaveLength(1);
    });

    it('leaves the state to a newer attempt that began while the storage was cleared', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ at, machine, signIn, signOutAt }) => {
          signIn.isPending = true;
          machine.dispatch({ type: 'signInStarted', username: 'ada' });
          asked = signOutAt(0);
          at(10, () => {
            signIn.isPending = true;
          });
        },
        { session: null, storageDelayMs: 100 },
      );
      expect(asked?.result?.outcome).toBe('complete');
      expect(pathOf(stage).at(-1)).toBe('signingIn');
    });

    it('ends a newer attempt as well that began as the state said signedOut', () => {
      const stage = onStage(
        ({ machine, signIn, signOut$ }) => {
          const begin = (): void => {
            signIn.isPending = true;
            machine.dispatch({ type: 'signInStarted', username: 'ada' });
          };
          begin();
          machine.state$
            .pipe(
              filter(({ status }) => status === 'signedOut'),
              take(1),
            )
            .subscribe(() => {
              begin();
              watch(signOut$());
            });
          watch(signOut$());
        },
        { session: null },
      );
      expect(stage.signIn.cuts).toHaveLength(2);
      expect(pathOf(stage).slice(-2)).toEqual(['signingIn', 'signedOut signedOut']);
    });

    it('cuts a newer attempt off as well when it is asked for again', () => {
      let again: Asked | undefined;
      const stage = onStage(
        ({ at, machine, signIn, signOutAt }) => {
          signIn.isPending = true;
          machine.dispatch({ type: 'signInStarted', username: 'ada' });
          signOutAt(0);
          at(10, () => {
            signIn.isPending = true;
          });
          again = signOutAt(20, { globalSignOut: true });
        },
        { session: null, storageDelayMs: 100 },
      );
      expect(stage.signIn.cuts).toHaveLength(2);
      expect(again?.result?.scope).toBe('global');
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
    });
  });

  it('errors with what a part throws that should not throw, and can be asked again', () => {
    const thrown = new TypeError('no randomness');
    const stage = onStage(
      ({ environment, machine, signIn, signOut$ }) => {
        signIn.isPending = true;
        machine.dispatch({ type: 'signInStarted' });
        const randomId = environment.randomId;
        environment.randomId = () => {
          throw thrown;
        };
        expect(watch(signOut$()).error).toBeDefined();
        environment.randomId = randomId;
        expect(watch(signOut$()).values).toHaveLength(1);
      },
      { session: null },
    );
    expect(stage.signIn.isPending).toBe(false);
  });

  it('emits one and the same result to all, whoever came first', () => {
    const stage = onStage(({ api, signOut$ }, { expectObservable }) => {
      api.script('RevokeToken', of({}));
      const outcomes$ = signOut$();
      expectObservable(outcomes$).toBe('(a|)', { a: expect.objectContaining({ outcome: 'complete' }) });
    });
    expect(stage.events).toHaveLength(1);
  });
});
