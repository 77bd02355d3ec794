import { delay, NEVER, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { RefreshOptions } from '../../../src/flows/load-user-pool';
import { endSession } from '../../../src/flows/session/end-session';
import { epochAfter } from '../../../src/model/epoch';
import type { Session } from '../../../src/model/session';
import type { Refresher } from '../../../src/user-pool/refresh/refresher';
import { EPOCH } from '../../fakes/fake-context';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError, storageError, throttlingError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import type { Watched } from '../../fakes/marbles';
import { dueSession, refresherOf, renewal, rotation, sessionOfBob } from '../../fakes/parts';

const OPERATION = 'GetTokensFromRefreshToken';
const renewed = expect.objectContaining({ accessToken: fakeTokens(renewal).AccessToken });
const signedOut = expect.objectContaining({ kind: 'signedOut' });

/** A refresher over a session that is due. */
const started = (context: FakeContext): Refresher => {
  context.signedInWith(dueSession);
  return refresherOf(context);
};

/** What a sign-out does first. */
const endHere = (context: FakeContext): void => {
  endSession(context, 'signedOut');
};

/** What another tab does that signs another user in, as this one hears of it. */
const replacedByBob = ({ machine, store }: FakeContext): void => {
  const next = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
  store.stored = next;
  machine.send({ type: 'sessionReplaced', ...next });
};

/** Another tab has refreshed in the same session. */
const storedByOtherTab = fakeSession({
  serial: 'other',
  refreshToken: 'newest-refresh-token',
  issuedAt: START_AT,
});

describe('createRefresher', () => {
  it('asks for nothing before subscription', () => {
    const { api, states } = marbles((context) => {
      void started(context).refresh$();
    });
    expect([api.calls.length, states.length]).toEqual([0, 2]);
  });

  it('emits the session with new tokens, and completes', () => {
    marbles((context, { cold, expectObservable }) => {
      context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
      expectObservable(started(context).refresh$()).toBe('--(a|)', { a: renewed });
    });
  });

  it('shows refreshing, then fresh, stores the tokens, and tells of them', () => {
    const { states, events, store, machine } = marbles((context, { cold }) => {
      context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
      watch(started(context).refresh$());
    });
    expect(states.slice(2)).toMatchObject([{ freshness: 'refreshing' }, { freshness: 'fresh' }]);
    expect(events).toEqual([{ type: 'tokensRefreshed', expiresAt: START_AT + 3_600_000 }]);
    expect(store.stored).toEqual({ epoch: EPOCH, session: machine.now.session });
  });

  it('shares one request among all callers (R29)', () => {
    const { api, events, store } = marbles((context, { cold, expectObservable }) => {
      context.api.script(OPERATION, cold('---(a|)', { a: fakeAnswer(renewal) }));
      const refresher = started(context);
      expectObservable(refresher.refresh$()).toBe('---(a|)', { a: renewed });
      expectObservable(refresher.refresh$(), '-^').toBe('---(a|)', { a: renewed });
      expectObservable(refresher.refresh$({ refused: dueSession.accessToken }), '--^').toBe('---(a|)', {
        a: renewed,
      });
    });
    expect([api.calls.length, events.length, store.calls]).toEqual([1, 1, ['read$', 'read$', 'renew$']]);
  });

  it('goes on for the others where a caller leaves, and to its end where all do (R29)', () => {
    const { api, machine } = marbles((context, { cold, expectObservable }) => {
      context.api.script(OPERATION, cold('---(a|)', { a: fakeAnswer(renewal) }));
      const refresher = started(context);
      expectObservable(refresher.refresh$(), '^!').toBe('-');
      expectObservable(refresher.refresh$(), '^-!').toBe('--');
    });
    expect(api.calls).toMatchObject([{ status: 'answered' }]);
    expect(machine.now.session).toEqual(renewed);
  });

  it('asks again once a refresh is over', () => {
    const { api } = marbles((context, { expectObservable }) => {
      context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
      const refresher = started(context);
      expectObservable(refresher.refresh$()).toBe('(a|)', { a: renewed });
      expectObservable(refresher.refresh$(), '-^').toBe('-(a|)', { a: expect.anything() });
    });
    expect(api.calls).toHaveLength(2);
  });

  it('errors with kind signedOut where nobody is signed in', () => {
    marbles((context, { expectObservable }) => {
      context.signedOut();
      expectObservable(refresherOf(context).refresh$()).toBe('#', undefined, signedOut);
    });
  });

  it('can be asked from inside a state$ subscriber, without a second request (R26)', () => {
    const inside: Watched<unknown>[] = [];
    const { api } = marbles((context, { cold }) => {
      context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
      const refresher = started(context);
      context.machine.state$.subscribe((state) => {
        if (state.status === 'signedIn' && state.freshness === 'refreshing') {
          inside.push(watch(refresher.refresh$()));
        }
      });
      watch(refresher.refresh$());
    });
    expect(api.calls).toHaveLength(1);
    expect(inside).toMatchObject([{ values: [renewed], isComplete: true }]);
  });

  it('asks for nothing where the session is ended by whoever is told of the refresh (R26)', () => {
    const { api, store } = marbles((context, { expectObservable }) => {
      const refresher = started(context);
      context.store.failNext('read$', storageError());
      context.machine.state$.subscribe((state) => {
        if (state.status === 'signedIn' && state.freshness === 'refreshing') endHere(context);
      });
      expectObservable(refresher.refresh$()).toBe('#', undefined, signedOut);
    });
    expect([api.calls, store.calls]).toEqual([[], ['clear$']]);
  });

  describe('where the session ends meanwhile', () => {
    it('cuts its callers off at once, and takes no late answer (R1)', () => {
      const { api, store, machine, events } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(renewal) }));
        const refresher = started(context);
        context.at(2, () => {
          endHere(context);
        });
        expectObservable(refresher.refresh$()).toBe('--#', undefined, signedOut);
      });
      expect(api.calls).toMatchObject([{ status: 'answered' }]);
      expect([store.stored.session, machine.now.session]).toStrictEqual([undefined, undefined]);
      expect(events).toMatchObject([{ type: 'signedOut' }]);
    });

    it('stores no late answer in a storage that kept the session (R1, R14)', () => {
      const { store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(renewal) }));
        watch(started(context).refresh$());
        context.at(2, () => {
          context.store.failNext('clear$', storageError());
          endHere(context);
        });
      });
      expect([store.stored.session, store.calls]).toEqual([dueSession, ['read$', 'clear$']]);
    });

    it('says nothing of a late answer that failed', () => {
      const { errors, events, states } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('----#', undefined, networkError()));
        watch(started(context).refresh$());
        context.at(2, () => {
          endHere(context);
        });
      });
      expect([errors, events.length]).toEqual([[], 1]);
      expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    });

    it('cuts its callers off where the record is gone and the epoch stayed (R28)', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(renewal) }));
        const refresher = started(context);
        context.at(2, () => {
          context.store.stored = { epoch: undefined };
          const reason = 'signedOutInOtherTab';
          context.machine.send({ type: 'sessionEnded', reason, epoch: EPOCH, isOwn: false });
        });
        expectObservable(refresher.refresh$()).toBe('--#', undefined, signedOut);
      });
    });

    it('revokes a rotated refresh token that comes late, and tells of it (R2)', () => {
      const { api, store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(rotation) }));
        context.api.script('RevokeToken', {});
        watch(started(context).refresh$());
        context.at(2, () => {
          endHere(context);
        });
      });
      expect(api.callsOf('RevokeToken')).toMatchObject([
        { input: { Token: 'rotated-refresh-token' }, options: { keepalive: true } },
      ]);
      expect(store.stored.session).toBeUndefined();
    });

    it('leaves the late answer to whoever has claimed it (R2)', () => {
      let claimed: Watched<unknown> | undefined;
      const { api } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(rotation) }));
        const refresher = started(context);
        watch(refresher.refresh$());
        context.at(2, () => {
          const answer$ = refresher.claimAnswer$();
          claimed = answer$ && watch(answer$);
          endHere(context);
        });
      });
      expect(claimed?.values).toMatchObject([{ refreshToken: 'rotated-refresh-token' }]);
      expect(api.callsOf('RevokeToken')).toHaveLength(0);
    });

    it('has no answer to claim once the session is over: its tokens are seen to (R2)', () => {
      const claims: unknown[] = [];
      const { api } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(rotation) }));
        context.api.script('RevokeToken', {});
        const refresher = started(context);
        watch(refresher.refresh$());
        context.at(2, () => {
          endHere(context);
          claims.push(refresher.claimAnswer$());
        });
      });
      expect([claims, api.callsOf('RevokeToken').length]).toStrictEqual([[undefined], 1]);
    });

    it('has no answer to claim where none is awaited', () => {
      const claims: unknown[] = [];
      marbles((context) => {
        const refresher = started(context);
        claims.push(refresher.claimAnswer$());
        context.locks.granted$ = NEVER;
        watch(refresher.refresh$());
        claims.push(refresher.claimAnswer$());
      });
      expect(claims).toStrictEqual([undefined, undefined]);
    });

    it('asks for nothing where it still waited for the lock', () => {
      const { api, locks } = marbles((context, { cold, expectObservable }) => {
        context.locks.granted$ = cold('----a');
        const refresher = started(context);
        context.at(2, () => {
          endHere(context);
        });
        expectObservable(refresher.refresh$()).toBe('--#', undefined, signedOut);
      });
      expect([api.calls.length, locks.grants]).toEqual([0, 0]);
    });

    it('stores nothing where another tab ended it: the storage’s epoch decides (R19)', () => {
      const { api, store, states } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(rotation) }));
        context.api.script('RevokeToken', {});
        const refresher = started(context);
        context.at(2, () => {
          context.store.stored = { epoch: epochAfter('signedOut', 'other'), from: EPOCH };
        });
        expectObservable(refresher.refresh$()).toBe('----#', undefined, signedOut);
      });
      expect(store.stored.session).toBeUndefined();
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signedOutInOtherTab' });
      expect(api.callsOf('RevokeToken')).toHaveLength(1);
    });

    it('begins a refresh of its own for the session that came after', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        const ofBob = fakeAnswer({ userId: 'bob-sub', username: 'bob', serial: '2' });
        context.api.script(
          OPERATION,
          cold('----(a|)', { a: fakeAnswer(renewal) }),
          cold('-(a|)', { a: ofBob }),
        );
        const refresher = started(context);
        watch(refresher.refresh$());
        context.at(1, () => {
          replacedByBob(context);
        });
        const bob = expect.objectContaining({ user: sessionOfBob.user });
        expectObservable(refresher.refresh$(), '--^').toBe('---(a|)', { a: bob });
      });
      expect(api.calls).toHaveLength(2);
    });
  });

  describe('with other tabs', () => {
    it('asks under the lock, and tells nobody while it is held (R20, R26)', () => {
      const held: [string, boolean][] = [];
      marbles((context, { cold }) => {
        context.locks.granted$ = cold('--a');
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        const refresher = started(context);
        context.machine.state$.subscribe(({ status }) => held.push([status, context.locks.isHeld]));
        refresher.refresh$().subscribe(() => held.push(['value', context.locks.isHeld]));
        context.at(3, () => held.push(['asking', context.locks.isHeld]));
      });
      expect(held).toEqual([
        ['signedIn', false],
        ['signedIn', false],
        ['asking', true],
        ['signedIn', false],
        ['value', false],
      ]);
    });

    it('adopts what another tab has stored while it waited for the lock (R20)', () => {
      const { api, machine, events } = marbles((context, { cold, expectObservable }) => {
        context.locks.granted$ = cold('---a');
        const refresher = started(context);
        context.at(1, () => {
          context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        });
        expectObservable(refresher.refresh$()).toBe('---(a|)', { a: storedByOtherTab });
      });
      expect(api.calls).toHaveLength(0);
      expect([machine.now.session, events.length]).toEqual([storedByOtherTab, 1]);
    });

    it('asks with the newest refresh token where what was stored is due again', () => {
      const dueAgain = fakeSession({ serial: 'x', refreshToken: 'newest', issuedAt: START_AT - 3_490_000 });
      const { api } = marbles((context) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        context.store.stored = { epoch: EPOCH, session: dueAgain };
        watch(refresher.refresh$());
      });
      expect(api.calls).toMatchObject([{ input: { RefreshToken: 'newest' } }]);
    });

    it('moves to the session of another user as a whole, and gives its callers no token of that (R24)', () => {
      const { api, events, machine } = marbles((context, { expectObservable }) => {
        const refresher = started(context);
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
        expectObservable(refresher.refresh$()).toBe('#', undefined, signedOut);
      });
      expect(api.calls).toHaveLength(0);
      expect(machine.now).toMatchObject({ epoch: 'epoch-2', session: sessionOfBob });
      expect(events).toMatchObject([{ type: 'userChanged' }]);
    });

    it('ends where the record is gone (R28)', () => {
      const { states } = marbles((context, { expectObservable }) => {
        const refresher = started(context);
        context.store.stored = { epoch: undefined };
        expectObservable(refresher.refresh$()).toBe('#', undefined, signedOut);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    });

    it.each(['RefreshTokenReuseException', 'NotAuthorizedException'])(
      'adopts newer tokens of the storage where its own were refused by %s (R21)',
      (code) => {
        const { states, store, api } = marbles((context, { cold, expectObservable }) => {
          context.api.script(OPERATION, cold('--#', undefined, serviceError(code)));
          const refresher = started(context);
          context.at(1, () => {
            context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
          });
          expectObservable(refresher.refresh$()).toBe('--(a|)', { a: storedByOtherTab });
        });
        expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'fresh' });
        expect(store.stored.session).toEqual(storedByOtherTab);
        expect(api.calls).toHaveLength(1);
      },
    );

    it('waits for the tokens that another tab got for the same refresh token (R20, R21)', () => {
      const { states, api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('RefreshTokenReuseException')));
        context.at(400, () => {
          context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        });
        expectObservable(started(context).refresh$()).toBe('-- 500ms (a|)', { a: storedByOtherTab });
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'fresh' });
      expect(api.calls).toHaveLength(1);
    });

    it('holds nothing against the next session where this one ended before its lock was free (R16)', () => {
      const { errors, states } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--#', undefined, networkError()));
        const { exclusive$ } = context.locks;
        Object.assign(context.locks, {
          exclusive$: <T>(work$: Observable<T>) => exclusive$(work$).pipe(delay(2, context.scheduler)),
        });
        const { error } = watch(started(context).refresh$());
        context.at(3, () => {
          endHere(context);
        });
        expect(error).toBeUndefined();
      });
      expect(errors).toEqual([]);
      expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    });

    it('does not even look where the session was over before its own were refused', () => {
      const { store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('RefreshTokenReuseException')));
        watch(started(context).refresh$());
        context.at(1, () => {
          endHere(context);
        });
      });
      expect(store.calls).toEqual(['read$', 'clear$']);
    });

    it('looks no further once the session is over, be it that the storage keeps it (R14)', () => {
      const { events, store } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('RefreshTokenReuseException')));
        const refresher = started(context);
        context.at(100, () => {
          context.store.failNext('clear$', storageError());
          endHere(context);
        });
        expectObservable(refresher.refresh$()).toBe('100ms #', undefined, signedOut);
      });
      expect(events).toMatchObject([{ type: 'signedOut', reason: 'signedOut' }]);
      expect([store.stored.session, store.calls]).toEqual([dueSession, ['read$', 'read$', 'clear$']]);
    });

    it('follows the storage where another session was stored while its own was refused (R21, R24)', () => {
      const { machine } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('NotAuthorizedException')));
        const refresher = started(context);
        context.at(1, () => {
          context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
        });
        expectObservable(refresher.refresh$()).toBe('--#', undefined, signedOut);
      });
      expect(machine.now.session).toBe(sessionOfBob);
    });

    it('judges no refusal of a session that was over before the storage had answered', () => {
      const { errors, store } = marbles((context, { cold, expectObservable }) => {
        const refresher = started(context);
        context.store.delayMs = 2;
        context.api.script(OPERATION, cold('--#', undefined, serviceError('NotAuthorizedException')));
        context.at(5, () => {
          endHere(context);
        });
        expectObservable(refresher.refresh$()).toBe('-----#', undefined, signedOut);
      });
      expect([errors, store.calls]).toEqual([[], ['read$', 'read$', 'clear$']]);
    });

    it('adopts nothing for a session that was over before the storage had answered (R1)', () => {
      const { machine, store } = marbles((context, { cold, expectObservable }) => {
        const refresher = started(context);
        context.store.delayMs = 2;
        context.api.script(OPERATION, cold('--#', undefined, serviceError('NotAuthorizedException')));
        context.at(3, () => {
          context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        });
        context.at(5, () => {
          endHere(context);
        });
        expectObservable(refresher.refresh$()).toBe('-----#', undefined, signedOut);
      });
      expect([machine.now.session, store.stored.session]).toStrictEqual([undefined, undefined]);
    });

    it('leaves the refresh of the session that came after to go on', () => {
      const inside: Watched<unknown>[] = [];
      const { api } = marbles((context, { cold }) => {
        const refresher = started(context);
        const answer = fakeAnswer({ userId: 'bob-sub', username: 'bob', serial: '2' });
        context.api.script(OPERATION, cold('-----(a|)', { a: answer }));
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
        context.machine.events$.subscribe(({ type }) => {
          if (type === 'userChanged') inside.push(watch(refresher.refresh$()));
        });
        watch(refresher.refresh$());
        context.at(2, () => inside.push(watch(refresher.refresh$())));
      });
      expect(api.calls).toHaveLength(1);
      expect(inside).toMatchObject([{ isComplete: true }, { isComplete: true }]);
    });

    it('hands nothing out where the storage will not say whose session it holds, and keeps it as stale', () => {
      const { states, errors } = marbles((context, { expectObservable }) => {
        const refresher = started(context);
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
        context.store.failNext('read$', storageError(), 1);
        const error = expect.objectContaining({
          kind: 'storage',
          code: 'SessionNotConfirmed',
          message: 'The storage could not tell whose session it holds, so no tokens were taken.',
          recoverySuggestion: 'Check that the storage answers; the refresh is tried again.',
          retryable: true,
        });
        expectObservable(refresher.refresh$()).toBe('#', undefined, error);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
      expect(errors.map(({ code }) => code)).toEqual(['StorageRefused', 'SessionNotConfirmed']);
    });

    it('hands out what the storage turns out to hold of the same session', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        const refresher = started(context);
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        context.at(1, () => {
          context.store.refuseNextRenewal();
          context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        });
        expectObservable(refresher.refresh$()).toBe('--(a|)', { a: storedByOtherTab });
      });
      expect(api.calls).toHaveLength(1);
    });
  });

  describe('with a storage that fails', () => {
    it('asks with the tokens in memory where the storage cannot be read', () => {
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        context.store.failNext('read$', storageError());
        expectObservable(refresher.refresh$()).toBe('(a|)', { a: renewed });
      });
    });

    it('keeps good tokens in memory where storing them fails, and reports that once the lock is free (R26)', () => {
      const error = storageError();
      const heard: unknown[] = [];
      const { machine, errors, tabs, states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        context.store.failNext('renew$', error);
        context.machine.errors$.subscribe(() => heard.push(context.locks.isHeld));
        expectObservable(refresher.refresh$()).toBe('(a|)', { a: renewed });
      });
      expect(machine.now.session).toEqual(renewed);
      expect([errors, heard, tabs.announcements]).toEqual([[error], [false], 1]);
      expect(states.at(-1)).toMatchObject({ freshness: 'fresh' });
    });

    it('takes none where storing them fails after the session has ended, and revokes what was rotated', () => {
      const { machine, api } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(rotation) }));
        context.api.script('RevokeToken', {});
        const refresher = started(context);
        const failed$ = cold<boolean>('---#', undefined, storageError());
        context.store.renew$ = () => failed$;
        watch(refresher.refresh$());
        context.at(3, () => {
          endHere(context);
        });
      });
      expect(machine.now.session).toBeUndefined();
      expect(api.callsOf('RevokeToken')).toMatchObject([{ input: { Token: 'rotated-refresh-token' } }]);
    });

    it('asks for nothing in a session that never had an epoch: nobody could fence it', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.signedOut();
        context.machine.send({ type: 'sessionReplaced', epoch: undefined as never, session: dueSession });
        expectObservable(refresherOf(context).refresh$()).toBe('#', undefined, signedOut);
      });
      expect(api.calls).toEqual([]);
    });

    it('holds a refusal for definite where the storage cannot be asked for anything newer', () => {
      const { states } = marbles((context) => {
        const refresher = started(context);
        context.api.script(OPERATION, serviceError('NotAuthorizedException'));
        context.store.failNext('read$', storageError(), 1);
        watch(refresher.refresh$());
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionExpired' });
    });
  });

  describe('where the refresh is refused', () => {
    it.each<[string, string, RefreshOptions]>([
      ['NotAuthorizedException', 'sessionExpired', {}],
      ['NotAuthorizedException', 'sessionRevoked', { refused: dueSession.accessToken }],
      ['PasswordResetRequiredException', 'sessionExpired', {}],
      ['UserNotConfirmedException', 'sessionExpired', {}],
      ['UserNotFoundException', 'userDeleted', {}],
      ['UserNotFoundException', 'userDeleted', { isForced: true, refused: dueSession.accessToken }],
    ])('ends the session at %s with the reason %s, once (R31)', (code, reason, options) => {
      const { states, events, store, machine, tabs, errors } = marbles(
        (context, { cold, expectObservable }) => {
          context.api.script(OPERATION, cold('--#', undefined, serviceError(code)));
          const refresher = started(context);
          const expired = expect.objectContaining({ kind: 'sessionExpired', code, retryable: false });
          expectObservable(refresher.refresh$(options)).toBe('--#', undefined, expired);
          expectObservable(refresher.refresh$(), '-^').toBe('--#', undefined, expired);
        },
      );
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason, lastUsername: 'ada' });
      expect(events).toMatchObject([{ type: 'signedOut', reason }]);
      expect([store.stored.session, machine.now.session, tabs.announcements]).toEqual([
        undefined,
        undefined,
        1,
      ]);
      const message = 'The session has ended: the user pool refused to refresh it.';
      expect(errors).toMatchObject([{ code, message, recoverySuggestion: 'Sign in again.' }]);
    });

    it('ends the session at RefreshTokenReuseException as revoked where nothing newer comes (R31)', () => {
      const { states, events, store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('RefreshTokenReuseException')));
        watch(started(context).refresh$());
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionRevoked' });
      expect([events.length, store.stored.session]).toStrictEqual([1, undefined]);
    });

    it.each<[string, string, Partial<Session>, readonly string[]]>([
      [
        'at a reuse',
        'RefreshTokenReuseException',
        { originalRefreshToken: 'original' },
        ['used', 'original'],
      ],
      ['at a reuse of the first one', 'RefreshTokenReuseException', {}, ['used']],
      ['nowhere else', 'NotAuthorizedException', { originalRefreshToken: 'original' }, []],
    ])(
      'revokes the branch of the session that it ends and nobody holds: %s (#12.11, R61)',
      (_what, code, more, revoked) => {
        const { api, store, events } = marbles((context, { cold }) => {
          context.api.script(OPERATION, cold('--#', undefined, serviceError(code)));
          context.api.script('RevokeToken', {}, {});
          context.signedInWith({ ...dueSession, refreshToken: 'used', ...more });
          watch(refresherOf(context).refresh$());
        });
        expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(revoked);
        expect(store.stored.session).toBeUndefined();
        expect(events.map(({ type }) => type)).toEqual([
          'signedOut',
          ...(revoked.length > 0 ? ['lateTokensRevoked'] : []),
        ]);
      },
    );

    it('learns from a caller who joins that the access token had been refused', () => {
      const { states } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('NotAuthorizedException')));
        const refresher = started(context);
        watch(refresher.refresh$());
        watch(refresher.refresh$({ refused: dueSession.accessToken }));
      });
      expect(states.at(-1)).toMatchObject({ reason: 'sessionRevoked' });
    });
  });

  describe('where the refresh fails for now', () => {
    it.each([throttlingError(), serviceError('InternalErrorException'), serviceError('InvalidTokens')])(
      'keeps the session as stale after $code, and tells of it (R30)',
      (error) => {
        const { states, events, errors, store } = marbles((context, { cold, expectObservable }) => {
          context.api.script(OPERATION, cold('--#', undefined, error));
          expectObservable(started(context).refresh$()).toBe('--#', undefined, error);
        });
        expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
        expect(events).toEqual([{ type: 'tokenRefreshFailed', error }]);
        expect([errors, store.stored.session]).toEqual([[error], dueSession]);
      },
    );

    it('keeps it after a timeout, and asks again after the next wait: nothing hangs for ever', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('-'), fakeAnswer(renewal));
        const refresher = started(context);
        const timeout = expect.objectContaining({ kind: 'timeout' });
        expectObservable(refresher.refresh$()).toBe('10s #', undefined, timeout);
        expectObservable(refresher.refresh$(), '11s ^').toBe('11s (a|)', { a: renewed });
      });
      expect(api.calls).toHaveLength(2);
    });

    it('holds refreshes back, doubling the wait, with jitter (R30, R34)', () => {
      const waits: number[] = [];
      marbles((context) => {
        const error = throttlingError();
        context.api.script(OPERATION, error, error, error);
        const refresher = started(context);
        [0, 750, 2_250].forEach((frame) => {
          context.at(frame, () => {
            watch(refresher.refresh$());
            waits.push(refresher.retryAt - context.scheduler.now());
          });
        });
      });
      expect(waits).toEqual([750, 1_500, 3_000]);
    });

    it('begins with the shortest wait again where the device was offline in between', () => {
      const waits: number[] = [];
      marbles((context) => {
        context.api.script(OPERATION, throttlingError(), networkError(), throttlingError());
        const refresher = started(context);
        [0, 750, 10_000].forEach((frame) => {
          context.at(frame, () => {
            context.environment.online = frame !== 750;
            watch(refresher.refresh$());
            waits.push(refresher.retryAt - context.scheduler.now());
          });
        });
      });
      expect(waits).toEqual([750, 750, 750]);
    });

    it('answers with the last error while it holds back, without a request, or a second report (R34)', () => {
      const error = throttlingError();
      const { api, errors, states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const refresher = started(context);
        expectObservable(refresher.refresh$()).toBe('#', undefined, error);
        expectObservable(refresher.refresh$(), '749ms ^').toBe('749ms #', undefined, error);
      });
      expect([api.calls.length, errors.length, states.length]).toEqual([1, 1, 4]);
    });

    it('waits as long as the server asked for', () => {
      let waitMs = 0;
      marbles((context) => {
        context.api.script(OPERATION, throttlingError(20_000));
        const refresher = started(context);
        watch(refresher.refresh$());
        waitMs = refresher.retryAt - context.scheduler.now();
      });
      expect(waitMs).toBe(20_000);
    });

    it('holds nothing back for hours where the clock was set back by them (R32)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, throttlingError(), fakeAnswer(renewal));
        const refresher = started(context);
        watch(refresher.refresh$());
        context.scheduler.offsetMs = -7_200_000;
        expectObservable(refresher.refresh$(), '1s ^').toBe('1s (a|)', { a: renewed });
      });
      expect(api.calls).toHaveLength(2);
    });

    it('forgets its failures once a refresh has worked', () => {
      let retryAt = -1;
      marbles((context) => {
        context.api.script(OPERATION, throttlingError(), fakeAnswer(renewal));
        const refresher = started(context);
        watch(refresher.refresh$());
        context.at(1_000, () => {
          watch(refresher.refresh$());
          ({ retryAt } = refresher);
        });
      });
      expect(retryAt).toBe(0);
    });

    it('holds nothing back for the session that comes after', () => {
      let retryAt = -1;
      marbles((context) => {
        context.api.script(OPERATION, throttlingError());
        const refresher = started(context);
        watch(refresher.refresh$());
        endHere(context);
        ({ retryAt } = refresher);
      });
      expect(retryAt).toBe(0);
    });

    it('is held back offline as well, and no longer once the device is online', () => {
      const { api, errors } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, networkError(), fakeAnswer(renewal));
        const refresher = started(context);
        const offline = expect.objectContaining({ code: 'Offline' });
        context.environment.online = false;
        expectObservable(refresher.refresh$()).toBe('#', undefined, offline);
        expectObservable(refresher.refresh$(), '-^').toBe('-#', undefined, offline);
        context.at(2, () => {
          context.environment.online = true;
        });
        expectObservable(refresher.refresh$(), '---^').toBe('---(a|)', { a: renewed });
      });
      expect([api.calls.length, errors.length]).toEqual([2, 1]);
    });
  });

  describe('forced', () => {
    it('asks for other tokens, however fresh those in hand are', () => {
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        context.signedInWith(fakeSession());
        expectObservable(refresherOf(context).refresh$({ isForced: true })).toBe('(a|)', { a: renewed });
      });
    });

    it('asks each time that it is asked (R63)', () => {
      const { api } = marbles((context) => {
        context.api.script(OPERATION, ...['2', '3', '4', '5'].map((serial) => fakeAnswer({ serial })));
        const refresher = started(context);
        [0, 0, 1, 10_000].forEach((frame) => {
          context.at(frame, () => watch(refresher.refresh$({ isForced: true })));
        });
      });
      expect(api.calls.map(({ sentAt }) => sentAt)).toEqual([0, 0, 1, 10_000]);
    });

    it('shares a request that is not sent yet, and none that is (R29, R63)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.locks.granted$ = timer(2);
        context.api.script(
          OPERATION,
          cold('---(a|)', { a: fakeAnswer(renewal) }),
          cold('---(a|)', { a: fakeAnswer({ serial: '3' }) }),
        );
        const refresher = started(context);
        const third = expect.objectContaining({ accessToken: fakeTokens({ serial: '3' }).AccessToken });
        expectObservable(refresher.refresh$()).toBe('-----(a|)', { a: renewed });
        expectObservable(refresher.refresh$({ isForced: true }), '-^').toBe('-----(a|)', { a: renewed });
        expectObservable(refresher.refresh$({ isForced: true }), '---^').toBe('----------(a|)', { a: third });
        expectObservable(refresher.refresh$({ isForced: true }), '----^').toBe('----------(a|)', {
          a: third,
        });
      });
      expect(api.calls.map(({ sentAt }) => sentAt)).toEqual([2, 7]);
    });

    it('makes one request for all who wait for the end of another (R29, R63)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(
          OPERATION,
          cold('----(a|)', { a: fakeAnswer(renewal) }),
          cold('--(a|)', { a: fakeAnswer({ serial: '3' }) }),
        );
        const refresher = started(context);
        const third = expect.objectContaining({ accessToken: fakeTokens({ serial: '3' }).AccessToken });
        watch(refresher.refresh$());
        expectObservable(refresher.refresh$({ isForced: true }), '-^').toBe('------(a|)', { a: third });
        expectObservable(refresher.refresh$({ isForced: true }), '--^').toBe('------(a|)', { a: third });
      });
      expect(api.calls.map(({ sentAt }) => sentAt)).toEqual([0, 4]);
    });

    it('asks after a refresh under way that fails, and emits what that brings (R63)', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(
          OPERATION,
          cold('---#', undefined, throttlingError()),
          cold('--(a|)', { a: fakeAnswer(renewal) }),
        );
        const refresher = started(context);
        expectObservable(refresher.refresh$()).toBe('---#', undefined, throttlingError());
        expectObservable(refresher.refresh$({ isForced: true }), '-^').toBe('-----(a|)', { a: renewed });
      });
    });

    it('errors as soon as the session ends while another refresh is waited for (R16, R63)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('-----(a|)', { a: fakeAnswer(renewal) }));
        const refresher = started(context);
        watch(refresher.refresh$());
        context.at(2, () => {
          endHere(context);
        });
        expectObservable(refresher.refresh$({ isForced: true })).toBe('--#', undefined, signedOut);
      });
      expect(api.calls).toHaveLength(1);
    });

    it('is not held back after a failure (R63)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, throttlingError(), fakeAnswer(renewal));
        const refresher = started(context);
        watch(refresher.refresh$());
        expectObservable(refresher.refresh$({ isForced: true }), '-^').toBe('-(a|)', { a: renewed });
      });
      expect(api.calls).toHaveLength(2);
    });

    it('takes no tokens that another tab stored for new: it asks with those (R63)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        expectObservable(refresher.refresh$({ isForced: true })).toBe('(a|)', { a: renewed });
      });
      expect(api.calls).toMatchObject([{ input: { RefreshToken: 'newest-refresh-token' } }]);
    });

    it('takes none that another tab stored where it joins a refresh that waits for the lock (R63)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.locks.granted$ = timer(2);
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        expectObservable(refresher.refresh$()).toBe('--(a|)', { a: renewed });
        expectObservable(refresher.refresh$({ isForced: true }), '-^').toBe('--(a|)', { a: renewed });
      });
      expect(api.calls).toHaveLength(1);
    });

    it.each(['RefreshTokenReuseException', 'NotAuthorizedException'])(
      'takes none for new either that another tab stored while its own were refused by %s (R21, R63)',
      (code) => {
        const { api } = marbles((context, { cold, expectObservable }) => {
          context.api.script(
            OPERATION,
            cold('--#', undefined, serviceError(code)),
            cold('--(a|)', { a: fakeAnswer(renewal) }),
          );
          const refresher = started(context);
          context.at(1, () => {
            context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
          });
          expectObservable(refresher.refresh$({ isForced: true })).toBe('----(a|)', { a: renewed });
        });
        expect(api.calls).toMatchObject([{}, { input: { RefreshToken: 'newest-refresh-token' } }]);
      },
    );

    it('asks even right after a refresh that was due', () => {
      const { api } = marbles((context) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const refresher = started(context);
        watch(refresher.refresh$());
        watch(refresher.refresh$({ isForced: true }));
      });
      expect(api.calls).toHaveLength(2);
    });
  });

  describe('for a refused access token', () => {
    const refused = dueSession.accessToken;
    const again = expect.objectContaining({ code: 'TokenRefusedAgain' });

    it('asks at most once in ten seconds (R34)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const refresher = started(context);
        const third = expect.objectContaining({ accessToken: fakeTokens({ serial: '3' }).AccessToken });
        expectObservable(refresher.refresh$({ refused })).toBe('(a|)', { a: renewed });
        expectObservable(refresher.refresh$({ refused }), '-^').toBe('-#', undefined, again);
        expectObservable(refresher.refresh$({ refused }), '9999ms ^').toBe('9999ms #', undefined, again);
        expectObservable(refresher.refresh$({ refused }), '10s ^').toBe('10s (a|)', { a: third });
      });
      expect(api.calls.map(({ sentAt }) => sentAt)).toEqual([0, 10_000]);
    });

    it('neither reports nor shows as stale that it does not ask again', () => {
      const { errors, states } = marbles((context) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refresher = started(context);
        watch(refresher.refresh$({ refused }));
        watch(refresher.refresh$({ refused }));
      });
      expect([errors, states.at(-1)]).toMatchObject([[], { freshness: 'fresh' }]);
    });

    it('asks although, where somebody forces it (R63)', () => {
      const { api } = marbles((context) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const refresher = started(context);
        watch(refresher.refresh$({ refused }));
        watch(refresher.refresh$({ refused, isForced: true }));
      });
      expect(api.calls).toHaveLength(2);
    });

    it('asks for the session that came after, whatever was refused before', () => {
      const { api } = marbles((context) => {
        const ofBob = { userId: 'bob-sub', username: 'bob', serial: '2' };
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer(ofBob));
        const refresher = started(context);
        watch(refresher.refresh$({ refused }));
        replacedByBob(context);
        watch(refresher.refresh$({ refused: sessionOfBob.accessToken }));
      });
      expect(api.calls).toHaveLength(2);
    });

    it('is held back after a failure, as any other (R30)', () => {
      const error = throttlingError();
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const refresher = started(context);
        watch(refresher.refresh$());
        expectObservable(refresher.refresh$({ refused })).toBe('#', undefined, error);
      });
      expect(api.calls).toHaveLength(1);
    });

    it('does not wait for hours where the clock was set back by them (R32)', () => {
      const { api } = marbles((context) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const refresher = started(context);
        watch(refresher.refresh$({ refused }));
        context.scheduler.offsetMs = -7_200_000;
        watch(refresher.refresh$({ refused }));
      });
      expect(api.calls).toHaveLength(2);
    });
  });

  describe('where a tab did not wait for the lock, and stored tokens first (R22)', () => {
    const late = fakeSession({ serial: '2', refreshToken: 'rotated-refresh-token', issuedAt: START_AT });

    it.each<[string, number, Session]>([
      ['keeps those where they were issued later than its own', START_AT + 1_000, storedByOtherTab],
      ['keeps its own where those were issued earlier', START_AT - 1_000, late],
      ['keeps its own where both were issued in one second', START_AT, late],
    ])('%s, and revokes none of one family', (_what, at, expected) => {
      const theirs = fakeSession({ serial: 'other', refreshToken: 'newest-refresh-token', issuedAt: at });
      const { api, machine, store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(rotation) }));
        const refresher = started(context);
        context.at(1, () => {
          context.store.stored = { epoch: EPOCH, session: theirs };
        });
        const { values } = watch(refresher.refresh$());
        context.at(3, () => {
          expect(values).toMatchObject([{ refreshToken: expected.refreshToken }]);
        });
      });
      expect(store.stored.session).toBe(machine.now.session);
      expect(store.stored.session).toMatchObject({ refreshToken: expected.refreshToken });
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });
  });

  it('asks with the tokens in memory where the storage did not take them: what it holds is used up', () => {
    const { api, machine } = marbles((context) => {
      context.api.script(OPERATION, fakeAnswer(rotation), fakeAnswer({ serial: '3', refreshToken: 'third' }));
      const refresher = started(context);
      context.store.failNext('renew$', storageError());
      watch(refresher.refresh$());
      watch(refresher.refresh$({ isForced: true }));
    });
    expect(api.calls).toMatchObject([{}, { input: { RefreshToken: 'rotated-refresh-token' } }]);
    expect(machine.now.session).toMatchObject({ refreshToken: 'third' });
  });

  describe('where there are no locks, and two tabs ask at once (R20, R25)', () => {
    it('takes the tokens that stayed in the storage, and revokes none: they are of one family', () => {
      const { api, machine } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(rotation) }));
        const refresher = started(context);
        context.at(1, () => {
          context.store.refuseNextRenewal();
          context.store.stored = { epoch: EPOCH, session: storedByOtherTab };
        });
        expectObservable(refresher.refresh$()).toBe('--(a|)', { a: storedByOtherTab });
      });
      expect(machine.now.session).toBe(storedByOtherTab);
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });
  });

  it('asks nothing over a storage that can only be read: the refresh token would be used up for nothing (#12)', () => {
    const { api } = marbles((context) => {
      context.signedInWith(dueSession);
      const { error } = watch(refresherOf({ ...context, isReadOnly: true }).refresh$({ isForced: true }));
      expect(error).toMatchObject({ kind: 'storage', code: 'StorageIsReadOnly' });
    });
    expect(api.calls).toEqual([]);
  });

  describe('destroyed', () => {
    const destroyed = expect.objectContaining({ kind: 'invalidState', code: 'AuthDestroyed' });

    it('errors with kind invalidState at whoever waits, keeps the answer for the next page, and tells those that are open (R20, R38, R45)', () => {
      const { api, store, locks, tabs } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('-----(a|)', { a: fakeAnswer(rotation) }));
        const refresher = started(context);
        context.at(2, () => {
          context.destroy();
        });
        expectObservable(refresher.refresh$()).toBe('--#', undefined, destroyed);
      });
      expect(api.calls).toMatchObject([{ status: 'answered' }]);
      expect(store.stored).toMatchObject({
        epoch: EPOCH,
        session: { refreshToken: 'rotated-refresh-token', originalRefreshToken: dueSession.refreshToken },
      });
      expect([locks.isHeld, tabs.toldEnds]).toStrictEqual([false, [undefined]]);
    });

    it('keeps an answer whose keeping is under way over a slow storage (R38)', () => {
      const { store } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(rotation) }));
        context.store.delayMs = 5;
        watch(started(context).refresh$());
        context.at(9, () => {
          context.destroy();
        });
      });
      expect(store.stored.session).toMatchObject({ refreshToken: 'rotated-refresh-token' });
    });

    it('keeps nothing over what another tab has made of the session meanwhile (R1)', () => {
      const { store, api, tabs } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('-----(a|)', { a: fakeAnswer(rotation) }));
        context.api.script('RevokeToken', {}, {});
        watch(started(context).refresh$());
        context.at(2, () => {
          context.destroy();
          context.store.stored = { epoch: 'epoch-2', from: EPOCH };
        });
      });
      expect(tabs.announcements).toBe(0);
      expect(store.stored).toEqual({ epoch: 'epoch-2', from: EPOCH });
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([
        'rotated-refresh-token',
        dueSession.refreshToken,
      ]);
    });

    it('asks for nothing any more while it waits for the lock, and leaves it (R45)', () => {
      const { locks, api } = marbles((context) => {
        context.store.delayMs = 5;
        watch(started(context).refresh$());
        context.at(2, () => {
          context.destroy();
        });
      });
      expect([api.calls, locks.isHeld]).toEqual([[], false]);
    });

    it('looks no further after a reuse (R45)', () => {
      const { store, locks } = marbles((context, { cold }) => {
        context.api.script(OPERATION, cold('--#', undefined, serviceError('RefreshTokenReuseException')));
        watch(started(context).refresh$());
        context.at(300, () => {
          context.destroy();
        });
      });
      expect(store.stored.session).toBe(dueSession);
      expect([store.calls.filter((call) => call === 'read$').length, locks.isHeld]).toEqual([3, false]);
    });
  });
});
