import { filter, NEVER, of, take, tap, throwError } from 'rxjs';
import { recordKeyOf } from '../../../src/adapters/storage/key-value-session-store';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { createTokenSource } from '../../../src/flows/session/tokens';
import type { SignOutOptions } from '../../../src/flows/sign-out/asked';
import { writeRecord } from '../../../src/model/write-record';
import type { Attempt } from '../../../src/model/situation';
import type { KeyValueStorage, SynchronousStorage } from '../../../src/ports/key-value-storage';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, IDENTITY } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import { onStage, pathOf, requestsOf } from './fixture';
import type { Asked, SignOutStage } from './fixture';

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

const neverLoaded$ = throwError(() => new TypeError('Failed to fetch'));
/** What each option must be. */
const EXPECTED: Readonly<Record<string, string>> = {
  remoteTimeoutMs: 'a positive number of milliseconds up to 2^31-1',
  globalSignOut: 'true or false',
  forgetDevice: 'true or false',
  reason: 'signedOut or idle',
};

const ATTEMPT: Attempt = { id: 100, username: 'ada' };

/** Puts a sign-in under way. */
const beginSignIn = ({ machine }: SignOutStage, attempt = ATTEMPT): void => {
  machine.send({ type: 'signInStarted', attempt });
};

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

    it.each<[string, unknown]>([
      ['remoteTimeoutMs', 0],
      ['remoteTimeoutMs', -1],
      ['remoteTimeoutMs', Number.NaN],
      ['remoteTimeoutMs', Number.POSITIVE_INFINITY],
      ['remoteTimeoutMs', 2 ** 31],
      ['remoteTimeoutMs', 2 ** 31 - 0.5],
      ['remoteTimeoutMs', 1.7e308],
      ['remoteTimeoutMs', '3000'],
      ['remoteTimeoutMs', null],
      ['reason', 'sessionExpired'],
      ['reason', {}],
      ['reason', null],
      ['globalSignOut', 'yes'],
      ['globalSignOut', null],
      ['globalSignOut', 1],
      ['forgetDevice', 'yes'],
      ['forgetDevice', null],
      ['reason', 'sessionRevoked'],
      ['reason', null],
    ])('refuses %s of %p before anything is touched (R68)', (option, value) => {
      let asked: Asked | undefined;
      const { machine, api, store } = onStage(({ signOutAt }) => {
        asked = signOutAt(0, { [option]: value });
      });
      const expected = EXPECTED[option];
      expect(asked?.error).toMatchObject({
        kind: 'validation',
        code: 'InvalidArgument',
        message: `The argument ${option} is not ${expected}.`,
        recoverySuggestion: `Pass ${expected} as ${option}.`,
      });
      expect(machine.now.session).toBeDefined();
      expect([api.calls, store.calls]).toEqual([[], []]);
    });

    it.each([null, undefined, {}, { globalSignOut: undefined, remoteTimeoutMs: undefined }])(
      'takes %j for no options at all (R68)',
      (options) => {
        let asked: Asked | undefined;
        onStage(({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0, options as unknown as SignOutOptions);
        });
        expect(asked?.result).toMatchObject({ outcome: 'complete', scope: 'local' });
      },
    );

    it('takes the longest deadline that a timer can be set to (R68)', () => {
      let asked: Asked | undefined;
      onStage(({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        asked = signOutAt(0, { remoteTimeoutMs: 2 ** 31 - 1 });
      });
      expect(asked?.result?.outcome).toBe('complete');
    });

    it('says why, where a user was idle: to state, event and cleanups', () => {
      const reasons: string[] = [];
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          signOutAt(0, { reason: 'idle' });
        },
        {
          cleanups: [
            {
              name: 'spy',
              beforeRevoke: ({ reason }) => void reasons.push(reason),
              afterClear: ({ reason }) => void reasons.push(reason),
            },
          ],
        },
      );
      expect(pathOf(stage).at(-1)).toBe('signedOut idle');
      expect(stage.events).toMatchObject([{ type: 'signedOut', reason: 'idle' }]);
      expect(reasons).toEqual(['idle', 'idle']);
      // Other tabs were not idle: to them it is a sign-out in another tab.
      expect(stage.store.stored.epoch).toMatch(/\.signedOut$/);
    });

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
      const stage = onStage(({ api, userPool, signOutAt, at }, { cold }) => {
        api.script('GetTokensFromRefreshToken', cold('300ms (a|)', { a: fakeAnswer({ serial: '2' }) }));
        api.script('GlobalSignOut', {});
        api.script('RevokeToken', {});
        at(0, () => watch(userPool.refresh$({ isForced: true })));
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
      onStage(({ api, environment, machine, signOut$, at }) => {
        // Offline, and in the turn of another input, the whole sign-out is over before its first state is told.
        environment.online = false;
        api.script('RevokeToken', networkError());
        machine.state$.subscribe((state) => {
          const isRefreshing = state.status === 'signedIn' && state.freshness === 'refreshing';
          const isFirstOfSignOut = state.status === 'signingOut' && state.step === 'revokeToken';
          if (isRefreshing) watch(signOut$().pipe(tap((result) => results.push(result))));
          if (isFirstOfSignOut)
            watch(signOut$({ globalSignOut: true }).pipe(tap((result) => results.push(result))));
        });
        at(0, () => {
          machine.send({ type: 'refreshStarted', epoch: machine.now.epoch });
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
          machine.send({ type: 'refreshStarted', epoch: machine.now.epoch });
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
      (stage) => {
        const { api, machine, signOut$, signOutAt } = stage;
        api.script('RevokeToken', {});
        results.push(signOutAt(0));
        machine.events$.subscribe(() => {
          beginSignIn(stage);
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
          const tokens = watch(
            createTokenSource(context, (options) => context.userPool.refresh$(options)).tokens$(),
          );
          context.signOutAt(10);
          context.at(2_000, () => {
            expect(tokens.error).toMatchObject({ kind: 'signedOut' });
          });
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(stage.machine.now.session).toBeUndefined();
    });

    it('cuts off a sign-in that waits for the storage as well (R3)', () => {
      const stage = onStage(
        ({ api, at, signIn, signOutAt }) => {
          api.script('RevokeToken', {});
          const waiting = watch(signIn.signIn$({ username: 'ada', password: 'secret' }));
          signOutAt(10);
          at(11, () => {
            expect(waiting.error).toMatchObject({ kind: 'cancelled', code: 'SignedOut' });
          });
        },
        { isRestoring, storageDelayMs: 100 },
      );
      expect(stage.api.callsOf('InitiateAuth')).toEqual([]);
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
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

    it('has no device to forget where it held nothing', () => {
      let asked: Asked | undefined;
      onStage(
        ({ signOutAt }) => {
          asked = signOutAt(10, { forgetDevice: true });
        },
        { isRestoring, storageDelayMs: 100, session: null },
      );
      expect(asked).toMatchObject({
        at: 100,
        result: { outcome: 'complete', steps: { forgetDevice: 'notNeeded' } },
      });
    });

    it('takes the epoch of the storage over where the state has moved on meanwhile', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ at, machine, signOutAt }) => {
          asked = signOutAt(10);
          at(50, () => {
            machine.send({ type: 'noSessionFound', epoch: 'of somebody else' });
          });
        },
        { isRestoring, storageDelayMs: 100, session: null },
      );
      expect(asked).toMatchObject({ at: 100, result: NOTHING_NEEDED });
      expect(stage.machine.now.epoch).toBe(stage.store.stored.epoch);
    });
  });

  describe('while a sign-in is under way', () => {
    it('cuts it off, and clears what it may be storing (R3)', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, at, signIn, signOutAt }) => {
          api.script('InitiateAuth', NEVER);
          const attempt = watch(signIn.signIn$({ username: 'ada', password: 'secret' }));
          asked = signOutAt(5);
          at(6, () => {
            expect(attempt.error).toMatchObject({
              kind: 'cancelled',
              code: 'SignedOut',
              message: 'The sign-in was cut off by a sign-out.',
            });
          });
        },
        { session: null },
      );
      expect(asked).toMatchObject({ at: 5, result: NOTHING_NEEDED });
      // Of what was not asked for, nothing is said.
      expect(asked?.result?.steps).not.toHaveProperty('forgetDevice');
      expect(stage.store.calls.at(-1)).toBe('clear$');
      expect(stage.store.stored.epoch).toBe(stage.machine.now.epoch);
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.tabs.announcements).toBe(1);
      expect(stage.events).toEqual([]);
    });

    describe('on a machine that others use (#12)', () => {
      const device = {
        deviceKey: 'key',
        deviceGroupKey: 'group',
        password: 'secret',
        username: 'ada-sub',
        loginId: 'ada',
      };
      const cutOff = (known: boolean, joins = false): { stage: SignOutStage; asked: Asked | undefined } => {
        let asked: Asked | undefined;
        const stage = onStage(
          ({ api, devices, signIn, signOutAt, store }) => {
            if (known) devices.keep$(device).subscribe();
            api.script('InitiateAuth', NEVER);
            watch(signIn.signIn$({ username: 'ada', password: 'secret' }));
            store.delayMs = 5;
            asked = signOutAt(5, { forgetDevice: !joins });
            if (joins) signOutAt(6, { forgetDevice: true });
          },
          { session: null },
        );
        return { stage, asked };
      };

      it.each([false, true])(
        'removes what the user is known by, and says that the pool could not be told: joined %p',
        (joins) => {
          const { stage, asked } = cutOff(true, joins);
          expect(stage.devices.devices).toEqual([]);
          expect(asked?.result).toMatchObject({
            outcome: 'partial',
            steps: { ...NOTHING_NEEDED.steps, forgetDevice: 'failed' },
            forgetDeviceError: { code: 'ForgetDeviceNotRetryable' },
          });
          expect(stage.errors.map(({ code }) => code)).toContain('ForgetDeviceNotRetryable');
        },
      );

      it('has nothing to forget where the user is known by nothing', () => {
        const { asked } = cutOff(false);
        expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'notNeeded' } });
      });

      it('has nothing to forget where nobody knows yet who it is', () => {
        let asked: Asked | undefined;
        const stage = onStage(
          (context) => {
            context.devices.keep$(device).subscribe();
            beginSignIn(context, { id: 100 });
            asked = context.signOutAt(5, { forgetDevice: true });
          },
          { session: null },
        );
        expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'notNeeded' } });
        expect(stage.devices.devices).toEqual([device]);
      });
    });

    it('revokes the tokens that still come, and stores nothing of them (R3)', () => {
      const stage = onStage(
        ({ api, signIn, signOutAt }, { cold }) => {
          api.script('InitiateAuth', cold('20ms (a|)', { a: fakeAnswer({ refreshToken: 'late' }) }));
          api.script('RevokeToken', {});
          watch(signIn.signIn$({ username: 'ada', password: 'secret', authFlowType: 'USER_PASSWORD_AUTH' }));
          signOutAt(5);
        },
        { session: null },
      );
      expect(requestsOf(stage)).toEqual(['0 InitiateAuth', '20 RevokeToken']);
      expect(stage.store.stored.session).toBeUndefined();
      expect(stage.events).toEqual([{ type: 'lateTokensRevoked' }]);
    });

    it.each([
      ['refuses', 'SessionNotCleared', 0],
      ['hangs', 'StorageNotAnswering', 2_000],
    ])('signs out and errors where the storage %s (R14, R52)', (how, code, at) => {
      let asked: Asked | undefined;
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          if (how === 'hangs') set.store.hangNext('clear$');
          else set.store.failNext('clear$', storageError(code));
          asked = set.signOutAt(0);
        },
        { session: null },
      );
      expect(asked).toMatchObject({ at, error: { kind: 'storage', code } });
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.errors).toHaveLength(1);
    });

    it('leaves the state to a newer attempt that began while the storage was cleared', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          asked = set.signOutAt(0);
          set.at(10, () => {
            beginSignIn(set, { ...ATTEMPT, id: 101 });
          });
        },
        { session: null, storageDelayMs: 100 },
      );
      expect(asked?.result?.outcome).toBe('complete');
      expect(pathOf(stage).at(-1)).toBe('signingIn');
      expect(stage.machine.now.attempt?.id).toBe(101);
    });

    it('ends a newer attempt as well that began as the state said signedOut', () => {
      const stage = onStage(
        (set) => {
          const { machine, signOut$ } = set;
          beginSignIn(set);
          machine.state$
            .pipe(
              filter(({ status }) => status === 'signedOut'),
              take(1),
            )
            .subscribe(() => {
              beginSignIn(set, { ...ATTEMPT, id: 101 });
              watch(signOut$());
            });
          watch(signOut$());
        },
        { session: null },
      );
      expect(stage.machine.now.attempt).toBeUndefined();
      expect(pathOf(stage).slice(-3)).toEqual(['signedOut signedOut', 'signingIn', 'signedOut signedOut']);
    });

    it('cuts a newer attempt off as well when it is asked for again', () => {
      let again: Asked | undefined;
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          set.signOutAt(0);
          set.at(10, () => {
            beginSignIn(set, { ...ATTEMPT, id: 101 });
          });
          again = set.signOutAt(20, { globalSignOut: true });
        },
        { session: null, storageDelayMs: 100 },
      );
      expect(stage.machine.now.attempt).toBeUndefined();
      expect(again?.result?.scope).toBe('global');
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
    });

    it('ends a session that began while the storage was still being cleared of an older attempt (R48)', () => {
      let again: Asked | undefined;
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          set.store.hangNext('clear$');
          set.api.script('RevokeToken', {});
          set.signOutAt(0);
          set.at(10, () => {
            beginSignIn(set, { ...ATTEMPT, id: 101 });
            const session = fakeSession();
            set.store.stored = { epoch: 'newer', session };
            set.machine.send({ type: 'sessionBegun', attemptId: 101, epoch: 'newer', session });
          });
          again = set.signOutAt(20);
        },
        { session: null },
      );
      expect(again).toMatchObject({ at: 20, result: { outcome: 'complete', steps: STEPS_OF_A_LOCAL } });
      expect(stage.machine.now.session).toBeUndefined();
      expect(stage.store.stored.session).toBeUndefined();
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(requestsOf(stage)).toEqual(['20 RevokeToken']);
    });

    it('clears nothing for an Auth that was destroyed', () => {
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          set.destroy();
          expect(watch(set.signOut$()).values).toMatchObject([NOTHING_NEEDED]);
        },
        { session: null },
      );
      expect(stage.store.calls).toEqual([]);
    });

    it('says the reason that was asked for in the state: who idles out in the middle of a sign-in (#12)', () => {
      const stage = onStage(
        ({ api, signIn, signOutAt }) => {
          api.script('InitiateAuth', NEVER);
          watch(signIn.signIn$({ username: 'ada', password: 'x', authFlowType: 'USER_PASSWORD_AUTH' }));
          signOutAt(10, { reason: 'idle' });
        },
        { session: null },
      );
      expect(stage.states.at(-1)).toEqual({ status: 'signedOut', reason: 'idle', lastUsername: 'ada' });
    });

    it('joins the clearing that runs where the attempt is cut off already (R9)', () => {
      const asked: Asked[] = [];
      const stage = onStage(
        (set) => {
          beginSignIn(set);
          asked.push(set.signOutAt(0), set.signOutAt(50, { globalSignOut: true }));
        },
        { session: null, storageDelayMs: 100 },
      );
      expect(asked.map(({ at }) => at)).toEqual([100, 100]);
      expect(asked[1]?.result).toBe(asked[0]?.result);
      expect(stage.store.calls).toEqual(['clear$']);
    });
  });

  it('errors with what a part throws that should not throw, and can be asked again', () => {
    const stage = onStage(
      (set) => {
        const { environment, signOut$ } = set;
        beginSignIn(set);
        const { randomId } = environment;
        environment.randomId = () => {
          throw new TypeError('no randomness');
        };
        expect(watch(signOut$()).error).toMatchObject({ kind: 'unknown' });
        environment.randomId = randomId;
        expect(watch(signOut$()).values).toHaveLength(1);
      },
      { session: null },
    );
    expect(stage.machine.now.attempt).toBeUndefined();
  });

  it('emits one and the same result to all, whoever came first', () => {
    const stage = onStage(({ api, signOut$ }, { expectObservable }) => {
      api.script('RevokeToken', of({}));
      const outcomes$ = signOut$();
      expectObservable(outcomes$).toBe('(a|)', { a: expect.objectContaining({ outcome: 'complete' }) });
    });
    expect(stage.events).toHaveLength(1);
  });

  describe('over a storage that fails', () => {
    const key = recordKeyOf(IDENTITY);
    const SESSION = fakeSession();
    const record = writeRecord({ epoch: 'epoch-1', session: SESSION }, IDENTITY) ?? '';

    const holding = (): SynchronousStorage => {
      const storage = createMemoryStorage();
      storage.setItem(key, record);
      return storage;
    };

    /** A storage whose method does something else for its first calls. */
    const broken = (
      storage: SynchronousStorage,
      method: 'getItem' | 'setItem' | 'removeItem',
      instead: (...given: readonly string[]) => unknown,
      calls = 1,
    ): KeyValueStorage => {
      let left = calls;
      const works = storage[method as 'getItem'] as (...given: never[]) => unknown;
      const call = (...given: readonly string[]): unknown => {
        left -= 1;
        return left >= 0 ? instead(...given) : works(...(given as never[]));
      };
      return { ...storage, [method]: call };
    };
    const refuse = (): never => {
      throw new Error('SecurityError');
    };
    const hang = (): Promise<never> => new Promise(() => undefined);

    it('ends the session of one that fails at the start and works later (R53)', () => {
      const storage = holding();
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, at, machine, signOutAt }) => {
          expect(machine.now).toMatchObject({ state: { status: 'signedOut' }, isUnread: true });
          api.script('RevokeToken', {});
          asked = signOutAt(10);
          at(20, () => {
            expect(machine.now.isUnread).toBeUndefined();
          });
        },
        { storage: broken(storage, 'getItem', refuse) },
      );
      expect(asked?.result).toMatchObject({ outcome: 'complete', steps: STEPS_OF_A_LOCAL });
      expect(stage.api.callsOf('RevokeToken')[0]?.input.Token).toBe(SESSION.refreshToken);
      expect(storage.getItem(key) ?? '').not.toContain(SESSION.refreshToken);
      expect(stage.events).toMatchObject([{ type: 'signedOut', user: { username: 'ada' } }]);
    });

    it('clears it in the middle of a sign-in too, and says that nothing was revoked (R53, #12)', () => {
      const storage = holding();
      let asked: Asked | undefined;
      onStage(
        ({ at, machine, signOutAt }) => {
          at(5, () => {
            machine.send({ type: 'signInStarted', attempt: { id: 1, username: 'ada' } });
          });
          asked = signOutAt(10);
        },
        { storage: broken(storage, 'getItem', refuse) },
      );
      expect(asked).toMatchObject({
        result: undefined,
        error: { kind: 'storage', code: 'StorageNotReadable' },
      });
      expect(storage.getItem(key) ?? '').not.toContain(SESSION.refreshToken);
    });

    it('has nothing to do where such a storage holds nothing after all (R53)', () => {
      let asked: Asked[] = [];
      const stage = onStage(
        ({ at, machine, signOutAt }) => {
          asked = [signOutAt(10), signOutAt(20)];
          at(15, () => {
            expect(machine.now.isUnread).toBeUndefined();
          });
        },
        { storage: broken(createMemoryStorage(), 'getItem', refuse) },
      );
      expect(asked.map(({ result }) => result)).toMatchObject([NOTHING_NEEDED, NOTHING_NEEDED]);
      expect([stage.api.calls, stage.events]).toEqual([[], []]);
    });

    it('clears one that cannot be read, and errors: what it held is not revoked (R53)', () => {
      const storage = holding();
      let asked: Asked | undefined;
      const stage = onStage(
        ({ signOutAt }) => {
          asked = signOutAt(10);
        },
        { storage: broken(storage, 'getItem', refuse, 2) },
      );
      expect(asked?.error).toMatchObject({
        kind: 'storage',
        code: 'StorageNotReadable',
        message:
          'The storage could not be read. It was cleared, but tokens that it may have held were not revoked.',
        recoverySuggestion: 'Sign in and sign out globally to end every session of the user.',
      });
      expect(storage.getItem(key) ?? '').not.toContain(SESSION.refreshToken);
      expect(pathOf(stage).at(-1)).toMatch(/^signedOut/);
      expect(stage.errors.map(({ kind }) => kind)).toContain('storage');
    });

    it('never says complete where it can neither be read nor cleared (R53)', () => {
      const storage = holding();
      const asked: Asked[] = [];
      onStage(
        ({ signOutAt }) => {
          asked.push(signOutAt(10), signOutAt(20));
        },
        { storage: { getItem: refuse, setItem: refuse, removeItem: refuse } },
      );
      expect(asked.map(({ error }) => error)).toMatchObject([{ kind: 'storage' }, { kind: 'storage' }]);
      expect(storage.getItem(key)).toBe(record);
    });

    it.each<['getItem' | 'setItem' | 'removeItem', number]>([
      ['getItem', 1],
      ['getItem', 2],
      ['setItem', 1],
      ['removeItem', 1],
    ])('ends within its bound where %s never answers, %i times, at the sign-out (R52)', (method, calls) => {
      const storage = holding();
      const lost: { from?: KeyValueStorage } = {};
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, machine, signOutAt }) => {
          expect(machine.now.state.status).toBe('signedIn');
          lost.from = broken(storage, method, hang, calls);
          api.script('RevokeToken', {});
          asked = signOutAt(0);
        },
        {
          storage: {
            getItem: (...given) => (lost.from ?? storage).getItem(...given),
            setItem: (...given) => (lost.from ?? storage).setItem(...given),
            removeItem: (...given) => (lost.from ?? storage).removeItem(...given),
          },
        },
      );
      expect(asked?.at).toBeLessThanOrEqual(5_000);
      expect(asked?.result ?? asked?.error).toBeDefined();
      expect(stage.machine.now.session).toBeUndefined();
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      expect(stage.api.callsOf('RevokeToken')).toHaveLength(1);
      // What can be cleared is cleared.
      expect(storage.getItem(key) ?? '').not.toContain(SESSION.refreshToken);
    });

    it.each([1, 2])('ends within its bound where %i readings at the start never answer (R52)', (calls) => {
      const storage = holding();
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(10);
        },
        { storage: broken(storage, 'getItem', hang, calls) },
      );
      expect(asked?.at).toBeLessThanOrEqual(6_000);
      expect(asked?.error).toMatchObject({ kind: 'storage' });
      expect(storage.getItem(key) ?? '').not.toContain(SESSION.refreshToken);
      expect(stage.machine.now.session).toBeUndefined();
      expect(stage.machine.now.state.status).toBe('signedOut');
    });

    it('revokes what a reading brings to light that answers after its deadline', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0, { remoteTimeoutMs: 500 });
        },
        { isRestoring: true, storageDelayMs: 1_000 },
      );
      expect(asked).toMatchObject({ error: { kind: 'storage', code: 'StorageNotReadable' } });
      expect(stage.api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([
        SESSION.refreshToken,
      ]);
      expect(stage.store.stored.session).toBeUndefined();
      expect(stage.events).toEqual([{ type: 'lateTokensRevoked' }]);
      expect(pathOf(stage)).toEqual(['restoring', 'signedOut signedOut']);
    });

    it.each([
      [true, 0],
      [false, 1],
    ])(
      'forgets the device of whoever such a reading brings to light, where asked to: %p (#12)',
      (forgetDevice, left) => {
        const stage = onStage(
          ({ api, devices, signOutAt }) => {
            devices
              .keep$({ deviceKey: 'key', deviceGroupKey: 'group', password: 'secret', username: 'ada' })
              .subscribe();
            api.script('RevokeToken', {});
            signOutAt(0, { remoteTimeoutMs: 500, forgetDevice });
          },
          { isRestoring: true, storageDelayMs: 1_000 },
        );
        expect(stage.devices.devices).toHaveLength(left);
      },
    );

    it('reports where the code to revoke that with does not come', () => {
      const stage = onStage(({ signOutAt }) => signOutAt(0, { remoteTimeoutMs: 500 }), {
        isRestoring: true,
        storageDelayMs: 1_000,
        load$: () => neverLoaded$,
      });
      expect(stage.errors.map(({ code }) => code).sort()).toEqual(['SdkNotLoaded', 'StorageNotReadable']);
    });

    it('revokes nothing later where a storage that was slow held nothing', () => {
      const { api } = onStage(({ signOutAt }) => signOutAt(0, { remoteTimeoutMs: 500 }), {
        isRestoring: true,
        storageDelayMs: 1_000,
        session: null,
      });
      expect(api.calls).toEqual([]);
    });
  });
});
