import { followStorage, rereadStorage$ } from '../../src/flows/follow-storage';
import { restore } from '../../src/flows/restore';
import { epochAfter } from '../../src/model/epoch';
import { EPOCH } from '../fakes/fake-context';
import { storageError } from '../fakes/fake-errors';
import { fakeSession, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { freshSession, sessionOfBob } from './parts';

const newer = fakeSession({ serial: '2', issuedAt: START_AT + 1_000 });
const none = (epoch?: string) => ({ epoch, session: undefined });

describe('rereadStorage$', () => {
  it('reads nothing before subscription, emits nothing, and completes', () => {
    const { store } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      void rereadStorage$(context);
      expectObservable(rereadStorage$(context)).toBe('|');
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('changes nothing where the storage holds the same session', () => {
    const { states, events } = marbles((context) => {
      context.signedInWith(freshSession);
      watch(rereadStorage$(context));
    });
    expect([states.length, events]).toEqual([2, []]);
  });

  it.each([
    ['signedOutInOtherTab', epochAfter('signedOut', 'id')],
    ['sessionExpired', epochAfter('sessionExpired', 'id')],
    ['sessionRevoked', epochAfter('sessionRevoked', 'id')],
    ['userDeleted', epochAfter('userDeleted', 'id')],
    ['signedOutInOtherTab', undefined],
  ])('ends the session with the reason %s that the epoch %s tells (R19, R28)', (reason, epoch) => {
    const { states, events, current } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = none(epoch);
      watch(rereadStorage$(context));
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason, lastUsername: 'ada' });
    expect(events).toEqual([{ type: 'signedOut', reason, user: freshSession.user }]);
    expect(current).toMatchObject({ epoch, session: undefined });
  });

  it('cuts off whatever is in flight for the session that ended (R19)', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.at(2, () => {
        context.store.stored = none('epoch-2');
        watch(rereadStorage$(context));
      });
      expectObservable(context.current.ended$).toBe('--a', {
        a: expect.objectContaining({ kind: 'signedOut' }),
      });
    });
  });

  it('runs the afterClear cleanups for a session that ended elsewhere, and reports what they throw', () => {
    const afterClear = jest.fn(() => {
      throw new Error('boom');
    });
    const { errors } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.store.stored = none('epoch-2');
        watch(rereadStorage$(context));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear.mock.calls).toEqual([[{ user: freshSession.user, reason: 'signedOutInOtherTab' }]]);
    expect(errors).toMatchObject([{ code: 'CleanupFailed' }]);
  });

  it('takes over a session that another tab began', () => {
    const { states, events, current } = marbles((context) => {
      context.signedOut();
      context.store.stored = { epoch: 'epoch-2', session: sessionOfBob };
      watch(rereadStorage$(context));
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: sessionOfBob.user, freshness: 'fresh' });
    expect(events).toEqual([{ type: 'signedIn', user: sessionOfBob.user }]);
    expect(current).toMatchObject({ epoch: 'epoch-2', session: sessionOfBob });
  });

  it('moves to another user as a whole: never the one’s state with the other’s tokens (R24)', () => {
    const seen: unknown[] = [];
    const { events } = marbles((context) => {
      context.signedInWith(freshSession);
      context.machine.state$.subscribe((state) => {
        seen.push(['user' in state && state.user.userId, context.current.session?.user.userId]);
      });
      context.store.stored = { epoch: 'epoch-2', session: sessionOfBob };
      watch(rereadStorage$(context));
    });
    expect(seen).toEqual([
      ['ada-sub', 'ada-sub'],
      ['bob-sub', 'bob-sub'],
    ]);
    expect(events).toEqual([
      { type: 'userChanged', user: sessionOfBob.user, previousUser: freshSession.user },
    ]);
  });

  it('runs the afterClear cleanups for the user who is gone, and reports what they throw', () => {
    const afterClear = jest.fn(() => {
      throw new Error('boom');
    });
    const { errors } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob };
        watch(rereadStorage$(context));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear.mock.calls).toEqual([[{ user: freshSession.user, reason: 'signedOutInOtherTab' }]]);
    expect(errors).toMatchObject([{ code: 'CleanupFailed' }]);
  });

  it('moves to a later session of the same user without running them', () => {
    const afterClear = jest.fn();
    const { current, events } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.store.stored = { epoch: 'epoch-2', session: newer };
        watch(rereadStorage$(context));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear).not.toHaveBeenCalled();
    expect(current).toMatchObject({ epoch: 'epoch-2', session: newer });
    expect(events).toMatchObject([{ type: 'tokensRefreshed' }]);
  });

  it('takes newer tokens of the same session (R20)', () => {
    const { current, events, states } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = { epoch: EPOCH, session: newer };
      watch(rereadStorage$(context));
    });
    expect([current.session, events]).toEqual([
      newer,
      [{ type: 'tokensRefreshed', expiresAt: newer.expiresAt }],
    ]);
    expect(states.at(-1)).toMatchObject({ expiresAt: newer.expiresAt });
  });

  it('takes stored tokens that came in the same millisecond: the storage decides', () => {
    const stored = fakeSession({ serial: '2' });
    const { current } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = { epoch: EPOCH, session: stored };
      watch(rereadStorage$(context));
    });
    expect(current.session).toBe(stored);
  });

  it('keeps tokens that are newer than the stored ones', () => {
    const { current, events } = marbles((context) => {
      context.signedInWith(newer);
      context.store.stored = { epoch: EPOCH, session: freshSession };
      watch(rereadStorage$(context));
    });
    expect([current.session, events]).toEqual([newer, []]);
  });

  it('learns the epoch while nobody is signed in', () => {
    const { current, states } = marbles((context) => {
      context.signedOut();
      context.store.stored = none('epoch-2');
      watch(rereadStorage$(context));
    });
    expect([current.epoch, states.length]).toEqual(['epoch-2', 2]);
  });

  it('leaves a tab alone that restores', () => {
    const { states, current } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: freshSession };
      watch(rereadStorage$(context));
    });
    expect([states.length, current.session]).toEqual([1, undefined]);
  });

  it('leaves a tab alone that signs out', () => {
    const { states, current } = marbles((context) => {
      context.signedInWith(freshSession);
      context.current.drop('epoch-2');
      context.machine.dispatch({ type: 'signOutStarted', user: freshSession.user, scope: 'local' });
      context.store.stored = { epoch: 'epoch-3', session: sessionOfBob };
      watch(rereadStorage$(context));
    });
    expect(states.at(-1)).toMatchObject({ status: 'signingOut' });
    expect(current.session).toBeUndefined();
  });

  it('reports a storage that cannot be read, keeps everything, and completes', () => {
    const error = storageError();
    const { states, errors } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.failNext('read$', error);
      expectObservable(rereadStorage$(context)).toBe('|');
    });
    expect([states.length, errors]).toEqual([2, [error]]);
  });

  it('gives up a storage that does not answer, after two seconds', () => {
    const { errors } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.hangNext('read$');
      expectObservable(rereadStorage$(context)).toBe('2s |');
    });
    expect(errors).toMatchObject([
      { kind: 'timeout', message: expect.stringContaining('Reading the storage') },
    ]);
  });
});

describe('followStorage', () => {
  it('reads nothing by itself', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
    });
    expect(store.calls).toEqual([]);
  });

  it.each(['another tab hints', 'the page wakes'])('looks into the storage when %s (R19, R23)', (when) => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
      context.store.stored = none('epoch-2');
      if (when === 'the page wakes') context.environment.resumed$.next();
      else context.tabs.hints$.next();
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signedOutInOtherTab' });
  });

  it('takes a forged hint for what it is: a reason to look, and nothing more (R27)', () => {
    const { states, store } = marbles((context) => {
      context.signedOut();
      followStorage(context);
      for (let hint = 0; hint < 5; hint += 1) context.tabs.hints$.next();
    });
    expect([states.length, store.calls.length]).toEqual([2, 5]);
  });

  it('looks again at the end of a sign-out: a user may have signed in elsewhere meanwhile', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
      context.current.drop('epoch-2');
      context.machine.dispatch({ type: 'signOutStarted', user: freshSession.user, scope: 'local' });
      context.store.stored = { epoch: 'epoch-3', session: sessionOfBob };
      context.tabs.hints$.next();
      context.machine.dispatch({ type: 'signOutFinished' });
    });
    expect(states.slice(-3).map(({ status }) => status)).toEqual(['signingOut', 'signedOut', 'signedIn']);
  });

  it('looks for nothing else that happens here', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
      const { user, expiresAt } = newer;
      context.machine.dispatch({ type: 'tokensRefreshed', user, expiresAt });
    });
    expect(store.calls).toEqual([]);
  });

  it('looks when it has restored where a hint came before', () => {
    const { store } = marbles((context) => {
      followStorage(context);
      context.tabs.hints$.next();
      expect(context.store.calls).toEqual([]);
      context.signedOut();
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('misses nothing that was stored while it was reading', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.delayMs = 3;
      followStorage(context);
      context.tabs.hints$.next();
      context.at(2, () => {
        context.store.stored = none('epoch-2');
        context.tabs.hints$.next();
      });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('misses nothing that was stored while it was restoring', () => {
    const { states } = marbles((context) => {
      context.store.delayMs = 3;
      restore(context);
      followStorage(context);
      context.at(2, () => {
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob };
        context.tabs.hints$.next();
      });
    });
    expect(states.map(({ status }) => status)).toEqual(['restoring', 'signedOut', 'signedIn']);
  });

  it('goes on after a storage that failed, or hung', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
      context.store.failNext('read$', storageError());
      context.tabs.hints$.next();
      context.store.hangNext('read$');
      context.tabs.hints$.next();
      context.store.stored = none('epoch-2');
      context.tabs.hints$.next();
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('listens to nothing any more after destroy (R45)', () => {
    const { tabs, environment, store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context);
      context.destroy();
      context.tabs.hints$.next();
    });
    expect([tabs.hints$.observed, environment.resumed$.observed, store.calls]).toEqual([false, false, []]);
  });
});
