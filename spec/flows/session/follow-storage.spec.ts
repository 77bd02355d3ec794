import { defer, of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { endSession } from '../../../src/flows/session/end-session';
import { followStorage, rereadStorage$ } from '../../../src/flows/session/follow-storage';
import type { FollowParts } from '../../../src/flows/session/follow-storage';
import type { WritingContext } from '../../../src/flows/context';
import { epochAfter } from '../../../src/model/epoch';
import type { Session } from '../../../src/model/session';
import type { StoredState } from '../../../src/ports/session-store';
import { createFakeContext, EPOCH } from '../../fakes/fake-context';
import type { FakeContext } from '../../fakes/fake-context';
import { storageError } from '../../fakes/fake-errors';
import type { FakeSessionStore } from '../../fakes/fake-session-store';
import { fakeSession, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, rotation, sessionOfBob } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

const newer = fakeSession({ serial: '2', issuedAt: START_AT + 1_000 });
/** What whoever ends the session of a spec leaves in the storage. */
const none = (epoch?: string) => ({ epoch, from: EPOCH });
/** Where nothing is to be revoked. */
const keep = (): void => {
  throw new Error('Nothing is to be revoked here.');
};
/** What the user pool gives, over what a spec has of it. */
const over = (writing: WritingContext, revoke: (session: Session) => unknown = keep): FollowParts => ({
  revoke,
  writing$: of(writing),
});
const startSignOut = ({ machine }: FakeContext): void => {
  machine.send({
    type: 'signOutStarted',
    user: freshSession.user,
    scope: 'local',
    epoch: 'epoch-2',
    endedEpoch: EPOCH,
  });
};

/** Two tabs over one storage, both signed in; what each announces is for the spec to pass on. */
function twoTabs(test: (tabs: readonly [FakeContext, FakeContext]) => void): {
  readonly here: FakeContext;
  readonly there: FakeContext;
} {
  const virtualTime = new TestScheduler(() => undefined);
  const here = createFakeContext(virtualTime);
  const there: FakeContext = { ...createFakeContext(virtualTime), store: here.store };
  virtualTime.run(() => {
    here.signedInWith(freshSession);
    restore(there);
    test([here, there]);
  });
  return { here, there };
}

describe('rereadStorage$', () => {
  it('reads nothing before subscription, emits nothing, and completes', () => {
    const { store } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      void rereadStorage$(context, over(context));
      expectObservable(rereadStorage$(context, over(context))).toBe('|');
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('changes nothing where the storage holds the same session', () => {
    const { states, events } = marbles((context) => {
      context.signedInWith(freshSession);
      watch(rereadStorage$(context, over(context)));
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
    const { states, events, machine } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = none(epoch);
      watch(rereadStorage$(context, over(context)));
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason, lastUsername: 'ada' });
    expect(events).toEqual([{ type: 'signedOut', reason, user: freshSession.user }]);
    expect([machine.now.epoch, machine.now.session]).toStrictEqual([epoch, undefined]);
  });

  it.each<[string, StoredState, readonly Session[]]>([
    ['revokes nothing of a session that whoever ended it knew', none('epoch-2'), []],
    [
      'revokes its own tokens where another session was ended than this one',
      { epoch: 'epoch-2', from: 'x' },
      [freshSession],
    ],
    ['revokes them where nothing is known of what was ended', { epoch: 'epoch-2' }, [freshSession]],
    ['revokes nothing where the storage was emptied: nobody ended a session', { epoch: undefined }, []],
  ])('%s (R50)', (_what, stored, expected) => {
    const revoked: Session[] = [];
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = stored;
      watch(
        rereadStorage$(
          context,
          over(context, (session) => revoked.push(session)),
        ),
      );
    });
    expect(revoked).toEqual(expected);
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  describe('where a newer version has stored what stands there (#12)', () => {
    const later = storageError('NewerVersionStored');

    it('lets go of the session, revokes nothing, says so once, and knows that one may be stored', () => {
      const { states, errors, machine, store } = marbles((context) => {
        context.signedInWith(freshSession);
        context.store.stored = { epoch: undefined, newer: later };
        watch(rereadStorage$(context, over(context)));
        context.store.stored = { epoch: undefined, newer: storageError('NewerVersionStored') };
        watch(rereadStorage$(context, over(context)));
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signedOutInOtherTab' });
      expect([errors, machine.now.isUnread]).toEqual([[later], true]);
      expect(store.calls).toEqual(['read$', 'read$']);
    });

    it.each([false, true])(
      'knows it without a session, and forgets it once it reads (adoption: %s)',
      (adopts) => {
        const seen: unknown[] = [];
        marbles((context) => {
          const adoptable = {
            find$: () => of(undefined),
            claim$: () => of(undefined),
            remove$: () => of(undefined),
          };
          const tab = adopts ? { ...context, adoptable: adoptable as never } : context;
          context.signedOut();
          context.store.stored = { epoch: undefined, newer: later };
          watch(rereadStorage$(tab, over(context)));
          seen.push(context.machine.now.isUnread);
          context.store.stored = none('epoch-2');
          watch(rereadStorage$(tab, over(context)));
          seen.push(context.machine.now.isUnread);
        });
        expect(seen).toStrictEqual([true, undefined]);
      },
    );
  });

  it('cuts off whatever is in flight for the session that ended (R19)', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.at(2, () => {
        context.store.stored = none('epoch-2');
        watch(rereadStorage$(context, over(context)));
      });
      const signedOut = expect.objectContaining({ kind: 'signedOut' });
      expectObservable(context.machine.sessionOver$(EPOCH)).toBe('--#', undefined, signedOut);
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
        watch(rereadStorage$(context, over(context)));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear.mock.calls).toEqual([[{ user: freshSession.user, reason: 'signedOutInOtherTab' }]]);
    expect(errors).toMatchObject([{ code: 'CleanupFailed' }]);
  });

  it('takes over a session that another tab began', () => {
    const { states, events, machine } = marbles((context) => {
      context.signedOut();
      context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH };
      watch(rereadStorage$(context, over(context)));
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: sessionOfBob.user, freshness: 'fresh' });
    expect(events).toEqual([{ type: 'signedIn', user: sessionOfBob.user }]);
    expect(machine.now).toMatchObject({ epoch: 'epoch-2', session: sessionOfBob });
  });

  it('moves to another user as a whole: never the one’s state with the other’s tokens (R24)', () => {
    const seen: unknown[] = [];
    const { events } = marbles((context) => {
      context.signedInWith(freshSession);
      context.machine.state$.subscribe((state) => {
        seen.push(['user' in state && state.user.userId, context.machine.now.session?.user.userId]);
      });
      context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH };
      watch(rereadStorage$(context, over(context)));
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
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH };
        watch(rereadStorage$(context, over(context)));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear.mock.calls).toEqual([[{ user: freshSession.user, reason: 'signedOutInOtherTab' }]]);
    expect(errors).toMatchObject([{ code: 'CleanupFailed' }]);
  });

  it('moves to a later session of the same user without running them', () => {
    const afterClear = jest.fn();
    const { machine, events } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.store.stored = { epoch: 'epoch-2', session: newer, from: EPOCH };
        watch(rereadStorage$(context, over(context)));
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear).not.toHaveBeenCalled();
    expect(machine.now).toMatchObject({ epoch: 'epoch-2', session: newer });
    expect(events).toMatchObject([{ type: 'tokensRefreshed' }]);
  });

  it('takes newer tokens of the same session (R20)', () => {
    const { machine, events, states, tabs } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = { epoch: EPOCH, session: newer };
      watch(rereadStorage$(context, over(context)));
    });
    expect(tabs.announcements).toBe(0);
    expect([machine.now.session, events]).toEqual([
      newer,
      [{ type: 'tokensRefreshed', expiresAt: newer.expiresAt }],
    ]);
    expect(states.at(-1)).toMatchObject({ expiresAt: newer.expiresAt });
  });

  it('takes stored tokens that came in the same millisecond: the storage decides', () => {
    const stored = fakeSession({ serial: '2' });
    const { machine } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = { epoch: EPOCH, session: stored };
      watch(rereadStorage$(context, over(context)));
    });
    expect(machine.now.session).toBe(stored);
  });

  it('takes newer ones although the clock of the device was set back before they came (R32)', () => {
    const stored = { ...newer, receivedAt: START_AT - 7_200_000, clockOffsetMs: 7_201_000 };
    const { machine } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.stored = { epoch: EPOCH, session: stored };
      watch(rereadStorage$(context, over(context)));
    });
    expect(machine.now.session).toBe(stored);
  });

  it('keeps tokens that are newer than the stored ones', () => {
    const { machine, events } = marbles((context) => {
      context.signedInWith(newer);
      context.store.stored = { epoch: EPOCH, session: freshSession };
      watch(rereadStorage$(context, over(context)));
    });
    expect([machine.now.session, events]).toEqual([newer, []]);
  });

  it('learns the epoch while nobody is signed in', () => {
    const { machine, states } = marbles((context) => {
      context.signedOut();
      context.store.stored = none('epoch-2');
      watch(rereadStorage$(context, over(context)));
    });
    expect([machine.now.epoch, states.length]).toEqual(['epoch-2', 2]);
  });

  it.each<[string, StoredState]>([
    ['a session', { epoch: 'e', session: freshSession }],
    ['none', none('e')],
  ])('leaves a tab alone that restores: %s is stored', (_what, stored) => {
    const { states, machine } = marbles((context) => {
      context.store.stored = stored;
      watch(rereadStorage$(context, over(context)));
    });
    expect(states).toEqual([{ status: 'restoring' }]);
    expect([machine.now.session, machine.now.epoch]).toStrictEqual([undefined, undefined]);
  });

  it.each<[string, StoredState]>([
    ['another session', { epoch: 'epoch-3', session: sessionOfBob, from: 'epoch-2' }],
    ['the one that ends', { epoch: EPOCH, session: freshSession }],
    ['none', none('epoch-3')],
  ])('leaves a tab alone that signs out: %s is stored', (_what, stored) => {
    const { states, machine, store } = marbles((context) => {
      context.signedInWith(freshSession);
      startSignOut(context);
      context.store.stored = stored;
      watch(rereadStorage$(context, over(context)));
    });
    expect(states.at(-1)).toMatchObject({ status: 'signingOut' });
    expect([machine.now.session, machine.now.epoch, store.calls]).toEqual([undefined, 'epoch-2', ['read$']]);
  });

  it('reports a storage that cannot be read, keeps everything, and completes', () => {
    const error = storageError();
    const { states, errors } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.failNext('read$', error);
      expectObservable(rereadStorage$(context, over(context))).toBe('|');
    });
    expect([states.length, errors]).toEqual([2, [error]]);
  });

  it('hands a later session of the same user over without ending the tokens of the one before', () => {
    // `keep` throws where a session is to be revoked.
    const { errors } = marbles((context) => {
      context.store.stored = { epoch: EPOCH, session: freshSession, from: 'epoch-0' };
      restore(context);
      context.store.stored = { epoch: 'epoch-3', session: newer, from: 'epoch-2' };
      watch(rereadStorage$(context, over(context)));
    });
    expect(errors).toEqual([]);
  });

  describe('where two tabs signed in at the same time (R50)', () => {
    const crossed = (winner: Session, from?: string) => {
      const revoked: Session[] = [];
      const context = marbles((tab) => {
        tab.store.stored = { epoch: 'mine', session: freshSession, from: undefined };
        restore(tab);
        tab.store.stored = { epoch: 'theirs', session: winner, from };
        watch(
          rereadStorage$(
            tab,
            over(tab, (session) => revoked.push(session)),
          ),
        );
      });
      return { ...context, revoked };
    };

    it('moves to the one that is stored, and revokes its own tokens', () => {
      const { machine, revoked } = crossed(sessionOfBob);
      expect(machine.now).toMatchObject({ epoch: 'theirs', session: sessionOfBob });
      expect(revoked).toEqual([freshSession]);
    });

    it('revokes them too where both are the same user', () => {
      const theirs = fakeSession({ serial: '2', refreshToken: 'of their own' });
      expect(crossed(theirs).revoked).toEqual([freshSession]);
    });

    it('revokes nothing where they share their tokens: both tabs took the same session over (R59)', () => {
      expect(crossed(fakeSession({ serial: '2' })).revoked).toEqual([]);
    });

    it('revokes nothing where those are of one family, refreshed since', () => {
      const { refreshToken } = freshSession;
      const refreshed = { ...fakeSession(rotation), originalRefreshToken: refreshToken };
      expect(crossed(refreshed).revoked).toEqual([]);
    });

    it('revokes nothing of a session that came after its own had ended', () => {
      expect(crossed(sessionOfBob, 'a later epoch').revoked).toEqual([]);
    });
  });

  describe('where a session comes back that ended (R55)', () => {
    const endedHere = (context: FakeContext): void => {
      context.signedInWith(freshSession);
      endSession(context, 'signedOut');
    };

    it.each(['this tab', 'another tab'])('clears it again where %s had ended it', (which) => {
      const { states, store, machine } = marbles((context) => {
        if (which === 'this tab') endedHere(context);
        else {
          context.signedInWith(freshSession);
          context.store.stored = none('epoch-2');
          watch(rereadStorage$(context, over(context)));
        }
        context.store.stored = { epoch: EPOCH, session: newer };
        watch(rereadStorage$(context, over(context)));
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
      expect(store.stored).toEqual({ epoch: machine.now.epoch, from: EPOCH });
      expect(store.stored.epoch).not.toBe(EPOCH);
    });

    it('puts the session in its place that has begun since, which its late write overwrote (R49)', () => {
      const { states, store, machine } = marbles((context) => {
        endedHere(context);
        const { epoch: from } = context.machine.now;
        context.machine.send({ type: 'signInStarted', attempt: { id: 1, username: 'bob' } });
        context.machine.send({
          type: 'sessionBegun',
          attemptId: 1,
          epoch: 'epoch-of-bob',
          from,
          session: sessionOfBob,
        });
        context.store.stored = { epoch: EPOCH, session: newer };
        watch(rereadStorage$(context, over(context)));
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
      expect(machine.now.session).toBe(sessionOfBob);
      expect(store.stored).toEqual({ epoch: 'epoch-of-bob', from: EPOCH, session: sessionOfBob });
    });

    describe('and the code that stores sessions is not there (#11)', () => {
      /** Bob is signed in, and a late write of the session before stands in the storage. */
      const overwritten = (context: FakeContext): void => {
        endedHere(context);
        const { epoch: from } = context.machine.now;
        context.machine.send({ type: 'sessionReplaced', epoch: 'epoch-of-bob', from, session: sessionOfBob });
        context.store.stored = { epoch: EPOCH, session: newer };
      };

      it('says so where it does not come, and leaves the session as it is until the next look', () => {
        const error = storageError('SdkNotLoaded');
        const { errors, store, machine } = marbles((context) => {
          overwritten(context);
          const parts = { revoke: keep, writing$: throwError(() => error) };
          watch(rereadStorage$(context, parts));
          expect(context.errors).toEqual([error]);
          expect(context.store.stored).toEqual({ epoch: EPOCH, session: newer });
          watch(rereadStorage$(context, over(context)));
        });
        expect(errors).toEqual([error]);
        expect(machine.now.session).toBe(sessionOfBob);
        expect(store.stored).toEqual({ epoch: 'epoch-of-bob', from: EPOCH, session: sessionOfBob });
      });

      it('tries again soon, where it comes by then (R51)', () => {
        const error = storageError('SdkNotLoaded');
        let tries = 0;
        const { errors, store } = marbles((context) => {
          overwritten(context);
          const writing$ = defer(() => ((tries += 1) < 3 ? throwError(() => error) : of(context)));
          followStorage(context, { revoke: keep, writing$ });
          context.tabs.hints$.next(undefined);
        });
        expect([tries, errors]).toEqual([3, [error]]);
        expect(store.stored).toEqual({ epoch: 'epoch-of-bob', from: EPOCH, session: sessionOfBob });
      });

      it('tries so too where the storage did not take it, and says so', () => {
        const refused = storageError();
        const { errors, store } = marbles((context) => {
          overwritten(context);
          context.store.failNext('begin$', refused);
          followStorage(context, over(context));
          context.tabs.hints$.next(undefined);
        });
        expect(errors).toEqual([refused]);
        expect(store.stored).toEqual({ epoch: 'epoch-of-bob', from: EPOCH, session: sessionOfBob });
      });

      it('tells the tabs that have read it meanwhile, its writer among them', () => {
        const { tabs } = marbles((context) => {
          overwritten(context);
          followStorage(context, over(context));
          context.tabs.hints$.next(undefined);
        });
        expect(tabs.toldEnds.at(-1)).toBeUndefined();
        expect(tabs.announcements).toBe(2);
      });

      it('gives up after a while, until the next hint', () => {
        let tries = 0;
        const triesAt: number[] = [];
        const { store } = marbles((context) => {
          overwritten(context);
          const broken$ = defer(() => {
            tries += 1;
            triesAt.push(context.scheduler.now() - START_AT);
            return throwError(() => storageError('SdkNotLoaded'));
          });
          followStorage(context, { revoke: keep, writing$: broken$ });
          context.tabs.hints$.next(undefined);
          context.at(60_000, () => {
            expect(tries).toBe(7);
            context.tabs.hints$.next(undefined);
          });
        });
        expect(triesAt.slice(0, 8)).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 15_750, 60_000]);
        expect([tries, store.stored.epoch]).toEqual([14, EPOCH]);
      });

      it('stores nothing where the session has ended by the time it comes', () => {
        const { store, machine } = marbles((context, { cold }) => {
          overwritten(context);
          watch(rereadStorage$(context, { revoke: keep, writing$: cold('--(c|)', { c: context }) }));
          context.at(1, () => {
            endSession(context, 'signedOut');
          });
        });
        expect(machine.now.session).toBeUndefined();
        expect(store.stored).toEqual({ epoch: machine.now.epoch, from: 'epoch-of-bob' });
      });
    });

    it('clears it under a new epoch where it knows of none', () => {
      const { store, machine } = marbles((context) => {
        context.signedInWith(freshSession);
        context.store.stored = none();
        watch(rereadStorage$(context, over(context)));
        context.store.stored = { epoch: EPOCH, session: newer };
        watch(rereadStorage$(context, over(context)));
      });
      expect(store.stored).toEqual({ epoch: 'id-1', from: EPOCH });
      expect(machine.now.session).toBeUndefined();
    });

    it('does not report again a storage that does not let go of it', () => {
      const refused = storageError();
      const { errors, states } = marbles((context) => {
        context.signedInWith(freshSession);
        context.store.failNext('clear$', refused);
        endSession(context, 'signedOut');
        for (let look = 0; look < 3; look += 1) {
          context.store.failNext('clear$', storageError());
          watch(rereadStorage$(context, over(context)));
        }
      });
      expect(errors).toEqual([refused]);
      expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    });

    it.each<[string, (store: FakeSessionStore) => void]>([
      ['lets go of it', () => undefined],
      [
        'refuses to let go of it',
        (store) => {
          for (let call = 0; call < 100; call += 1) store.failNext('clear$', storageError());
        },
      ],
      [
        'is slow',
        (store) => {
          store.delayMs = 5;
        },
      ],
    ])('throws no ball between two tabs over a storage that %s', (_how, prepare) => {
      let rounds = 0;
      const { here, there } = twoTabs((tabs) => {
        const [first, second] = tabs;
        tabs.forEach((tab) => {
          followStorage(tab, over(tab));
        });
        endSession(first, 'signedOut');
        second.tabs.hints$.next(undefined);
        first.store.stored = { epoch: EPOCH, session: newer };
        prepare(first.store);
        const heard = [0, 0];
        // Each announcement of one tab is a hint to the other, every ten frames.
        for (let frame = 10; frame < 1_000; frame += 10) {
          first.at(frame, () => {
            tabs.forEach((tab, index) => {
              if (tab.tabs.announcements === heard[index] && frame > 10) return;
              heard[index] = tab.tabs.announcements;
              rounds += 1;
              tabs[1 - index]?.tabs.hints$.next(undefined);
            });
          });
        }
      });
      expect(rounds).toBeLessThan(10);
      expect([here, there].map(({ machine }) => machine.now.state.status)).toEqual([
        'signedOut',
        'signedOut',
      ]);
    });
  });

  it('ends a sign-in of its own where another tab stored a session', () => {
    marbles((context, { expectObservable }) => {
      context.signedOut();
      context.machine.send({ type: 'signInStarted', attempt: { id: 1, username: 'ada' } });
      context.at(2, () => {
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH };
        watch(rereadStorage$(context, over(context)));
      });
      const superseded = expect.objectContaining({ kind: 'cancelled', code: 'SignInSuperseded' });
      expectObservable(context.machine.attemptOver$(1)).toBe('--#', undefined, superseded);
    });
  });
});

describe('followStorage', () => {
  it('reads nothing by itself', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
    });
    expect(store.calls).toEqual([]);
  });

  it.each(['another tab hints', 'the page wakes'])('looks into the storage when %s (R19, R23)', (when) => {
    const { states, tabs } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.store.stored = none('epoch-2');
      if (when === 'the page wakes') context.environment.resumed$.next();
      else context.tabs.hints$.next(undefined);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signedOutInOtherTab' });
    // What came from elsewhere is nobody's to hear of again.
    expect(tabs.announcements).toBe(0);
  });

  describe('where another tab says what has ended (R19)', () => {
    const end = { endedEpoch: EPOCH, epoch: epochAfter('sessionExpired', 'epoch-2') };

    it('ends it at once, whatever a late write of this tab has put in the storage, and clears that', () => {
      const { states, store, events, api } = marbles((context) => {
        context.signedInWith(freshSession);
        followStorage(context, over(context));
        context.store.stored = { epoch: EPOCH, session: newer };
        context.tabs.hints$.next(end);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionExpired' });
      expect(store.stored).toEqual({ epoch: end.epoch, from: EPOCH });
      expect(events.map(({ type }) => type)).toEqual(['signedOut']);
      // Whoever has ended it has revoked it.
      expect(api.calls).toEqual([]);
    });

    it('takes the end of another session for a reason to look, and nothing more (R27)', () => {
      const { machine, store } = marbles((context) => {
        context.signedInWith(freshSession);
        followStorage(context, over(context));
        context.tabs.hints$.next({ ...end, endedEpoch: 'the epoch of somebody else' });
      });
      expect(machine.now.session).toBe(freshSession);
      expect(store.calls).toEqual(['read$']);
    });

    it('has nothing to end where nobody is signed in', () => {
      const { states, store } = marbles((context) => {
        context.signedOut();
        followStorage(context, over(context));
        context.tabs.hints$.next(end);
      });
      expect([states.length, store.calls]).toEqual([2, ['read$']]);
    });
  });

  it('takes a forged hint for what it is: a reason to look, and nothing more (R27)', () => {
    const { states, store } = marbles((context) => {
      context.signedOut();
      followStorage(context, over(context));
      for (let hint = 0; hint < 5; hint += 1) context.tabs.hints$.next(undefined);
    });
    expect([states.length, store.calls.length]).toEqual([2, 5]);
  });

  it('looks again at the end of a sign-out: a user may have signed in elsewhere meanwhile', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      startSignOut(context);
      context.store.stored = { epoch: 'epoch-3', session: sessionOfBob, from: 'epoch-2' };
      context.tabs.hints$.next(undefined);
      context.machine.send({ type: 'signOutFinished', reason: 'signedOut' });
    });
    expect(states.slice(-3).map(({ status }) => status)).toEqual(['signingOut', 'signedOut', 'signedIn']);
  });

  it('looks for nothing else that happens here', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.machine.send({ type: 'tokensRefreshed', epoch: EPOCH, session: newer, isOwn: false });
    });
    expect(store.calls).toEqual([]);
  });

  it('looks when it has restored where a hint came before', () => {
    const { store } = marbles((context) => {
      followStorage(context, over(context));
      context.tabs.hints$.next(undefined);
      expect(context.store.calls).toEqual([]);
      context.signedOut();
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('misses nothing that was stored while it was reading', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.delayMs = 3;
      followStorage(context, over(context));
      context.tabs.hints$.next(undefined);
      context.at(2, () => {
        context.store.stored = none('epoch-2');
        context.tabs.hints$.next(undefined);
      });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('reads once more for a thousand hints over a slow storage (R56)', () => {
    const { store, states } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.delayMs = 5;
      followStorage(context, over(context));
      context.tabs.hints$.next(undefined);
      context.at(1, () => {
        for (let hint = 0; hint < 1_000; hint += 1) context.tabs.hints$.next(undefined);
      });
      context.at(2, () => {
        endSession(context, 'signedOut');
      });
    });
    expect(store.calls.filter((call) => call === 'read$')).toHaveLength(2);
    expect([store.stored.session, states.at(-1)?.status]).toEqual([undefined, 'signedOut']);
  });

  it('looks again for a hint that comes from inside what it tells (R48)', () => {
    const { machine } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.machine.events$.subscribe(({ type }) => {
        if (type !== 'userChanged') return;
        context.store.stored = none('epoch-3');
        context.tabs.hints$.next(undefined);
      });
      context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: 'epoch-1b' };
      context.tabs.hints$.next(undefined);
    });
    expect(machine.now.state.status).toBe('signedOut');
  });

  it('misses nothing that was stored while it was restoring', () => {
    const { states } = marbles((context) => {
      context.store.delayMs = 3;
      restore(context);
      followStorage(context, over(context));
      context.at(2, () => {
        context.store.stored = { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH };
        context.tabs.hints$.next(undefined);
      });
    });
    expect(states.map(({ status }) => status)).toEqual(['restoring', 'signedOut', 'signedIn']);
  });

  it.each([
    ['fails once', 1, 250],
    ['fails twice', 2, 750],
  ])('misses nothing where the storage that it looks into %s (R19, R52)', (_what, failures, heardAfterMs) => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.store.stored = none('epoch-2');
      for (let nth = 0; nth < failures; nth += 1) context.store.failNext('read$', storageError());
      context.tabs.hints$.next(undefined);
      context.at(heardAfterMs - 1, () => {
        expect(context.machine.now.state.status).toBe('signedIn');
      });
      context.at(heardAfterMs + 1, () => {
        expect(context.machine.now.state.status).toBe('signedOut');
      });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('waits for the next hint where the storage goes on failing, and looks at that at once (R52)', () => {
    const stage = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      for (let nth = 0; nth < 7; nth += 1) context.store.failNext('read$', storageError());
      context.tabs.hints$.next(undefined);
      context.at(60_000, () => {
        expect(context.store.calls).toHaveLength(7);
        context.store.failNext('read$', storageError());
        context.tabs.hints$.next(undefined);
        context.store.stored = none('epoch-2');
        context.tabs.hints$.next(undefined);
      });
    });
    // The end of the session is one more reason to look.
    expect(stage.store.calls).toHaveLength(10);
    expect(stage.states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('does not look again after destroy (R45)', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.store.failNext('read$', storageError());
      context.tabs.hints$.next(undefined);
      context.destroy();
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('goes on after a storage that failed', () => {
    const { states } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.store.failNext('read$', storageError());
      context.tabs.hints$.next(undefined);
      context.store.stored = none('epoch-2');
      context.tabs.hints$.next(undefined);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it.each<[string, StoredState]>([
    ['no session', none('epoch-2')],
    ['another session', { epoch: 'epoch-2', session: sessionOfBob, from: EPOCH }],
  ])('takes nothing over that it reads after destroy: %s (R45)', (_what, stored) => {
    const afterClear = jest.fn();
    const { states, machine } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.store.delayMs = 3;
        followStorage(context, over(context));
        context.store.stored = stored;
        context.tabs.hints$.next(undefined);
        context.at(2, () => {
          context.destroy();
        });
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect([states.length, machine.now.session, afterClear.mock.calls]).toEqual([2, freshSession, []]);
  });

  it('looks at nothing where who is told of an end destroys the Auth (R45)', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.machine.state$.subscribe(({ status }) => {
        if (status === 'signedOut') context.destroy();
      });
      context.tabs.hints$.next({ endedEpoch: EPOCH, epoch: 'epoch-2' });
    });
    expect(store.calls).toEqual([]);
  });

  it('listens to nothing any more after destroy (R45)', () => {
    const { tabs, environment, store } = marbles((context) => {
      context.signedInWith(freshSession);
      followStorage(context, over(context));
      context.destroy();
      context.tabs.hints$.next(undefined);
    });
    expect([tabs.hints$.observed, environment.resumed$.observed, store.calls]).toEqual([false, false, []]);
  });
});
