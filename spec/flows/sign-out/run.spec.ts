import { defer, EMPTY, NEVER, throwError, timer } from 'rxjs';
import type { SessionCleanup } from '../../../src/ports/session-cleanup';
import { followStorage } from '../../../src/flows/session/follow-storage';
import { createTokenSource } from '../../../src/flows/session/tokens';
import type { TokenSource } from '../../../src/flows/session/tokens';
import type { AuthError } from '../../../src/model/auth-error';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import { onStage, pathOf, requestsOf } from './fixture';
import type { Asked, SignOutStage } from './fixture';

const SESSION = fakeSession();

const tokenSourceOf = (stage: SignOutStage): TokenSource =>
  createTokenSource(stage, (options) => stage.userPool.refresh$(options));

/** Begins a refresh, and a sign-out ten frames later. */
const signOutDuringRefresh = (stage: SignOutStage): Asked => {
  stage.at(0, () => watch(stage.userPool.refresh$({ isForced: true })));
  return stage.signOutAt(10);
};

describe('createSignOutRun', () => {
  describe('the fence', () => {
    it('stands before subscribe returns: state, memory, storage and the other tabs (R4, R16)', () => {
      const { machine, store } = onStage((stage) => {
        stage.api.script('RevokeToken', NEVER);
        stage.signOut$().subscribe();
        expect(stage.machine.now.state).toMatchObject({ status: 'signingOut', step: 'revokeToken' });
        expect(stage.machine.now.session).toBeUndefined();
        expect(stage.store.stored.session).toBeUndefined();
        expect(stage.tabs.announcements).toBe(1);
        expect(watch(tokenSourceOf(stage).tokens$()).error).toMatchObject({
          kind: 'signedOut',
        });
      });
      expect(machine.now.epoch).toBe(store.stored.epoch);
      expect(machine.now.epoch).toBe('id-1.signedOut');
    });

    it('tells the other tabs once more when a slow storage is cleared: they may have read it before (R25)', () => {
      const told: number[] = [];
      onStage(
        (stage) => {
          stage.api.script('RevokeToken', {});
          stage.signOutAt(0);
          stage.at(19, () => told.push(stage.tabs.announcements));
          stage.at(21, () => told.push(stage.tabs.announcements));
        },
        { storageDelayMs: 20 },
      );
      expect(told).toEqual([1, 2]);
    });

    it('lets those who wait for a refresh know at once, before its answer comes (R16)', () => {
      onStage((stage, { cold }) => {
        stage.api.script('GetTokensFromRefreshToken', cold('500ms (a|)', { a: fakeAnswer() }));
        stage.api.script('RevokeToken', {});
        const waiting = watch(tokenSourceOf(stage).tokens$({ forceRefresh: true }));
        stage.signOut$().subscribe();
        expect(waiting.error).toMatchObject({ kind: 'signedOut' });
        expect(stage.api.calls).toMatchObject([{ status: 'pending' }]);
      });
    });

    it('does not let a subscriber of its first state have a token (R16, R47)', () => {
      const errors: unknown[] = [];
      onStage((stage) => {
        stage.api.script('RevokeToken', {});
        const { tokens$ } = tokenSourceOf(stage);
        stage.machine.state$.subscribe(({ status }) => {
          if (status === 'signingOut') errors.push((watch(tokens$()).error as AuthError).kind);
        });
        stage.signOut$().subscribe();
      });
      expect(errors).toEqual(['signedOut', 'signedOut']);
    });

    it('clears a slow storage before the state says signedOut, though after the requests began (R4)', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, at, signOutAt, store }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0);
          at(39, () => {
            expect(store.stored.session).toBeDefined();
          });
          at(41, () => {
            expect(store.stored.session).toBeUndefined();
          });
        },
        { storageDelayMs: 40 },
      );
      expect(requestsOf(stage)).toEqual(['0 RevokeToken']);
      expect(asked?.at).toBe(40);
    });
  });

  describe('with a refresh in flight', () => {
    it('waits for its answer, revokes the newest token and stores nothing (R1, R2)', () => {
      let asked: Asked | undefined;
      const stage = onStage((set, { cold }) => {
        const answer = fakeAnswer({ serial: '2', refreshToken: 'rotated-refresh-token' });
        set.api.script('GetTokensFromRefreshToken', cold('500ms (a|)', { a: answer }));
        set.api.script('RevokeToken', {}, {});
        asked = signOutDuringRefresh(set);
      });
      expect(requestsOf(stage)).toEqual([
        '0 GetTokensFromRefreshToken',
        '500 RevokeToken',
        '500 RevokeToken',
      ]);
      expect(stage.api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([
        'rotated-refresh-token',
        SESSION.refreshToken,
      ]);
      expect(asked?.result?.outcome).toBe('complete');
      expect(stage.store.stored.session).toBeUndefined();
      expect(stage.machine.now.session).toBeUndefined();
      expect(stage.events.map(({ type }) => type)).toEqual(['signedOut']);
    });

    it('waits a third of the deadline at most, and says that it does not know (R2)', () => {
      let asked: Asked | undefined;
      const stage = onStage((set, { cold }) => {
        const answer = fakeAnswer({ serial: '2', refreshToken: 'rotated-refresh-token' });
        set.api.script('GetTokensFromRefreshToken', cold('5s (a|)', { a: answer }));
        set.api.script('RevokeToken', {}, {});
        asked = signOutDuringRefresh(set);
      });
      expect(requestsOf(stage)).toEqual([
        '0 GetTokensFromRefreshToken',
        '1010 RevokeToken',
        '5000 RevokeToken',
      ]);
      expect(asked).toMatchObject({
        at: 1_010,
        result: {
          outcome: 'partial',
          steps: { revokeToken: 'unknown' },
          revokeTokenError: { code: 'RefreshPending' },
        },
      });
      expect(stage.events.map(({ type }) => type)).toEqual(['signedOut', 'lateTokensRevoked']);
      expect(stage.store.stored.session).toBeUndefined();
    });

    it('does not wait for one that waits for its lock: nothing was asked yet', () => {
      const stage = onStage((set) => {
        set.locks.granted$ = timer(500, set.scheduler);
        set.api.script('RevokeToken', {});
        signOutDuringRefresh(set);
      });
      expect(requestsOf(stage)).toEqual(['10 RevokeToken']);
      expect(stage.locks.grants).toBe(0);
    });

    it('does not wait offline', () => {
      let asked: Asked | undefined;
      const stage = onStage((set) => {
        set.api.script('GetTokensFromRefreshToken', NEVER);
        set.api.script('RevokeToken', networkError());
        set.at(5, () => {
          set.environment.online = false;
        });
        asked = signOutDuringRefresh(set);
      });
      expect(requestsOf(stage)).toEqual(['0 GetTokensFromRefreshToken', '10 RevokeToken']);
      expect(asked).toMatchObject({ at: 10, result: { revokeTokenError: { code: 'Offline' } } });
    });

    it('listens to one through a destroy(), for as long as it may take', () => {
      let asked: Asked | undefined;
      onStage((set) => {
        set.api.script('GetTokensFromRefreshToken', NEVER);
        set.api.script('RevokeToken', {});
        asked = signOutDuringRefresh(set);
        set.at(20, set.destroy);
      });
      expect(asked).toMatchObject({ at: 1_010, result: { revokeTokenError: { code: 'RefreshPending' } } });
    });
  });

  describe('with cleanups', () => {
    const log: string[] = [];
    beforeEach(() => {
      log.length = 0;
    });

    it('runs them before the tokens are revoked and after the storage is cleared, with what they need', () => {
      const cleanups: SessionCleanup[] = [
        {
          name: 'push',
          beforeRevoke: ({ user, reason, accessToken }) => {
            log.push(`before ${user.username} ${reason} ${accessToken === SESSION.accessToken}`);
          },
          afterClear: ({ user, reason }) => {
            log.push(`after ${user.username} ${reason}`);
          },
        },
      ];
      const stage = onStage(
        ({ api, machine, signOutAt }) => {
          api.script('RevokeToken', {});
          machine.state$.subscribe((state) => {
            if (state.status === 'signingOut') log.push(state.step);
          });
          signOutAt(0);
        },
        { cleanups, session: SESSION },
      );
      expect(log).toEqual(['revokeToken', 'before ada signedOut true', 'clearCache', 'after ada signedOut']);
      expect(stage.errors).toEqual([]);
    });

    it('asks for the code of the remote steps in the turn of the sign-out, not after them (R8, #12)', () => {
      const asked: number[] = [];
      const time = { now: (): number => NaN };
      const stage = onStage(
        ({ api, scheduler, signOutAt }) => {
          const startedAt = scheduler.now();
          time.now = () => scheduler.now() - startedAt;
          api.script('RevokeToken', {});
          signOutAt(5);
        },
        {
          cleanups: [{ name: 'slow', beforeRevoke: () => timer(400) }],
          load$: (userPool$) =>
            defer(() => {
              asked.push(time.now());
              return userPool$;
            }),
        },
      );
      expect(asked).toEqual([5]);
      expect(requestsOf(stage)).toEqual(['405 RevokeToken']);
    });

    it('goes on when they fail, and reports each once (R15)', () => {
      let asked: Asked | undefined;
      const cleanups: SessionCleanup[] = [
        {
          name: 'push',
          beforeRevoke: () => {
            throw new TypeError(`no ${SESSION.accessToken}`);
          },
        },
        { name: 'caches', afterClear: () => throwError(() => new Error('full')) },
      ];
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0);
        },
        { cleanups, session: SESSION },
      );
      const messages = ['The beforeRevoke cleanup "push" failed.', 'The afterClear cleanup "caches" failed.'];
      expect(asked?.result).toMatchObject({
        outcome: 'complete',
        cleanupErrors: messages.map((message) => ({ kind: 'unknown', code: 'CleanupFailed', message })),
      });
      expect(stage.errors.map(({ message }) => message)).toEqual(messages);
      expect(JSON.stringify(stage.errors.map(({ cause }) => cause))).not.toContain(SESSION.accessToken);
    });

    it('bounds the ones before by a third of the deadline, the ones after by a second (R4)', () => {
      let asked: Asked | undefined;
      const stage = onStage(
        ({ api, signOutAt }) => {
          api.script('RevokeToken', {});
          asked = signOutAt(0);
        },
        { cleanups: [{ name: 'slow', beforeRevoke: () => NEVER, afterClear: () => NEVER }] },
      );
      expect(requestsOf(stage)).toEqual(['1000 RevokeToken']);
      expect(asked?.at).toBe(2_000);
      expect(asked?.result?.cleanupErrors).toMatchObject([{ kind: 'timeout' }, { kind: 'timeout' }]);
    });
  });

  describe('with a storage that fails', () => {
    it('gives a normal result where a tombstone was written, and reports the error (R14)', () => {
      let asked: Asked | undefined;
      const refusal = storageError('SessionNotRemoved');
      const stage = onStage(({ api, signOutAt, store }) => {
        store.clearReport = { storageError: refusal };
        api.script('RevokeToken', {});
        asked = signOutAt(0);
      });
      expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { clearCache: 'done' } });
      expect(stage.errors).toEqual([refusal]);
    });

    it.each([
      ['refuses', 'SessionNotCleared', 0],
      ['hangs', 'StorageNotAnswering', 2_000],
    ])('signs out, and errors once the state says so, where it %s (R14)', (how, code, at) => {
      let asked: Asked | undefined;
      const told: string[] = [];
      const stage = onStage(({ api, events, machine, signOutAt, store }) => {
        api.script('RevokeToken', serviceError('NotAuthorizedException'));
        if (how === 'hangs') store.hangNext('clear$');
        else store.failNext('clear$', storageError(code));
        machine.state$.subscribe(({ status }) => told.push(status));
        machine.errors$.subscribe((error) => told.push(error.code));
        asked = signOutAt(0);
        expect(events).toEqual([]);
      });
      expect(asked).toMatchObject({ at, error: { kind: 'storage', code } });
      expect(told.slice(-4)).toEqual(['signingOut', 'NotAuthorizedException', 'signedOut', code]);
      expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
      // Whoever only listens is told of the error as well, and of no result (#12).
      expect(stage.events).toMatchObject([{ type: 'signedOut', error: asked?.error }]);
      expect(stage.events[0]).not.toHaveProperty('result');
      expect(stage.machine.now.session).toBeUndefined();
    });
  });

  it('tells whoever only listens of the very result that its callers get (#12)', () => {
    let asked: Asked | undefined;
    const stage = onStage(
      ({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        asked = signOutAt(0);
      },
      { session: SESSION },
    );
    const [event] = stage.events;
    expect(asked?.result?.outcome).toBe('complete');
    expect(event?.type === 'signedOut' && event.result).toBe(asked?.result);
  });

  it.each([
    ['lets go of it at the next look', 1, false],
    ['never lets go of it', 9, true],
  ])('is not undone by the record of a storage that %s (R14)', (_what, failures, isLeft) => {
    const stage = onStage((context) => {
      context.api.script('RevokeToken', {});
      for (let failure = 0; failure < failures; failure += 1) {
        context.store.failNext('clear$', storageError('SessionNotCleared'));
      }
      followStorage(context, { revoke: () => undefined, writing$: EMPTY });
      context.signOutAt(0);
      context.at(10, () => {
        context.tabs.hints$.next(undefined);
      });
    });
    expect(stage.store.stored.session !== undefined).toBe(isLeft);
    expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
    expect(stage.machine.now.session).toBeUndefined();
    expect(stage.errors).toHaveLength(1);
  });
});
