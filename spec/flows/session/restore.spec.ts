import { EMPTY, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { createKeyValueSessionStore } from '../../../src/adapters/storage/key-value-session-store';
import { rereadStorage$ } from '../../../src/flows/session/follow-storage';
import type { Attempt } from '../../../src/model/situation';
import { storageError } from '../../fakes/fake-errors';
import { marbles, watch } from '../../fakes/marbles';
import { expiredSession, freshSession, sessionOfBob } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

const { user, expiresAt } = freshSession;
const signedIn = { status: 'signedIn', user, freshness: 'fresh', expiresAt };
const noSession = { status: 'signedOut', reason: 'noSession' };

describe('restore', () => {
  it('knows the session at once where the storage is synchronous (R47)', () => {
    const { states, machine, events } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: freshSession, from: 'd' };
      restore(context);
    });
    expect(states).toEqual([{ status: 'restoring' }, signedIn]);
    expect(machine.now).toMatchObject({ epoch: 'e', session: freshSession, from: 'd' });
    expect(events).toEqual([{ type: 'sessionRestored', user }]);
  });

  it('stays restoring until an asynchronous storage has answered', () => {
    marbles((context, { expectObservable }) => {
      context.store.delayMs = 3;
      context.store.stored = { epoch: 'e', session: freshSession };
      restore(context);
      expectObservable(context.machine.state$).toBe('a--b', { a: { status: 'restoring' }, b: signedIn });
    });
  });

  it('shows a session whose access token has expired as stale', () => {
    const { states } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: expiredSession };
      restore(context);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
  });

  it('finds no session, and keeps the epoch', () => {
    const { states, machine, events } = marbles((context) => {
      context.store.stored = { epoch: 'e' };
      restore(context);
    });
    expect(states.at(-1)).toEqual(noSession);
    expect([machine.now.epoch, machine.now.isUnread, events]).toEqual(['e', undefined, []]);
  });

  it('takes a session without an epoch for none: nobody could end it in every tab', () => {
    const { states } = marbles((context) => {
      context.store.stored = { epoch: undefined, session: freshSession };
      restore(context);
    });
    expect(states.at(-1)).toEqual(noSession);
  });

  it('resumes a sign-in that was broken off where there is no session', () => {
    const attempt: Attempt = {
      id: 1,
      username: 'ada',
      waiting: {
        from: 'e',
        pending: {
          name: 'SOFTWARE_TOKEN_MFA',
          session: 's',
          answersAs: 'ada',
          nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
          resumableUntil: 1,
        },
      },
    };
    const { states, machine } = marbles((context) => {
      context.store.stored = { epoch: 'e' };
      restore(context, { resumeSignIn: (epoch) => (epoch === 'e' ? attempt : undefined) });
    });
    const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' };
    expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'ada', nextStep });
    expect(machine.now).toMatchObject({ epoch: 'e', attempt });
  });

  it('resumes nothing where a sign-in was asked for meanwhile: the last word counts (R48)', () => {
    const { states, machine } = marbles((context) => {
      context.store.delayMs = 5;
      restore(context, { resumeSignIn: () => ({ id: 1, username: 'ada' }) });
      context.machine.send({ type: 'signInQueued', attempt: { id: 2, username: 'bob' } });
    });
    expect(states).toEqual([{ status: 'restoring' }, noSession]);
    expect(machine.now).toMatchObject({ queued: { id: 2, username: 'bob' } });
  });

  it('resumes nothing over a session, and says so to who left the attempt (R72)', () => {
    const resumeSignIn = jest.fn(() => ({ id: 1 }));
    const { machine } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: freshSession };
      restore(context, { resumeSignIn });
    });
    expect(resumeSignIn.mock.calls).toEqual([['e', true]]);
    expect(machine.now).toMatchObject({ session: freshSession });
    expect(machine.now.attempt).toBeUndefined();
  });

  it('says so too where a sign-out goes before the attempt (R72)', () => {
    const resumeSignIn = jest.fn(() => ({ id: 1 }));
    const { states } = marbles((context) => {
      context.store.delayMs = 5;
      restore(context, { resumeSignIn }).claim();
    });
    expect(resumeSignIn.mock.calls).toEqual([[undefined, false]]);
    expect(states).toEqual([{ status: 'restoring' }]);
  });

  describe('where the storage cannot be read', () => {
    it('shows nobody, remembers that it may hold a session, and reports that (R53)', async () => {
      const error = storageError();
      const { states, errors, machine } = marbles((context) => {
        context.store.failNext('read$', error);
        restore(context);
      });
      await Promise.resolve();
      expect(states.at(-1)).toEqual(noSession);
      expect([errors, machine.now.isUnread]).toEqual([[error], true]);
    });

    it('is told the same where a newer version has stored what stands there, and adopts nothing (#12)', async () => {
      const error = storageError('NewerVersionStored');
      const { states, errors, machine } = marbles((context) => {
        context.store.stored = { epoch: undefined, newer: error };
        const find$ = (): Observable<never> => throwError(() => new Error('Nothing is to be adopted here.'));
        restore({ ...context, adoptable: { find$ } as never });
      });
      await Promise.resolve();
      expect(states.at(-1)).toEqual(noSession);
      expect([errors, machine.now.isUnread]).toEqual([[error], true]);
    });

    it('still knows it where an earlier page left a sign-in to go on with (R53, #12)', () => {
      const { states, machine } = marbles((context) => {
        context.store.failNext('read$', storageError());
        restore(context, { resumeSignIn: () => ({ id: 1, username: 'ada' }) });
      });
      expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'ada' });
      expect(machine.now.isUnread).toBe(true);
    });

    it('takes the session that it turns out to hold when it can be read (R53)', () => {
      const { states, machine } = marbles((context) => {
        context.store.stored = { epoch: 'e', session: freshSession };
        context.store.failNext('read$', storageError());
        restore(context);
        watch(rereadStorage$(context, { revoke: () => undefined, writing$: EMPTY }));
      });
      expect(states.map(({ status }) => status)).toEqual(['restoring', 'signedOut', 'signedIn']);
      expect([machine.now.session, machine.now.isUnread]).toStrictEqual([freshSession, undefined]);
    });

    it('knows that there is none once it can be read (R53)', () => {
      const { machine } = marbles((context) => {
        context.store.failNext('read$', storageError());
        restore(context);
        watch(rereadStorage$(context, { revoke: () => undefined, writing$: EMPTY }));
      });
      expect(machine.now.isUnread).toBeUndefined();
    });

    it('reads it anew for whoever asks later what it holds (R53)', () => {
      const stored = { epoch: 'e', session: freshSession };
      const { store } = marbles((context, { expectObservable }) => {
        context.store.stored = stored;
        context.store.failNext('read$', storageError());
        expectObservable(restore(context).stored$).toBe('(a|)', { a: stored });
      });
      expect(store.calls).toEqual(['read$', 'read$']);
    });

    it('tells whoever asks that it is unread, where it fails again', () => {
      marbles((context, { expectObservable }) => {
        context.store.failNext('read$', storageError());
        context.store.failNext('read$', storageError());
        expectObservable(restore(context).stored$).toBe('(a|)', { a: { epoch: undefined, isUnread: true } });
      });
    });

    it('restores no longer than the bound of a storage that never answers (R52)', () => {
      marbles((context, { expectObservable }) => {
        const { identity, scheduler } = context;
        const storage = {
          getItem: () => new Promise<never>(() => undefined),
          setItem: () => undefined,
          removeItem: () => undefined,
        };
        restore({ ...context, store: createKeyValueSessionStore({ identity, scheduler, storage }) });
        expectObservable(context.machine.state$).toBe('a 1999ms b', {
          a: { status: 'restoring' },
          b: noSession,
        });
      });
    });
  });

  describe('stored$', () => {
    it('shares the reading while it lasts', () => {
      const stored = { epoch: 'e', session: freshSession };
      const { store } = marbles((context, { expectObservable }) => {
        context.store.delayMs = 2;
        context.store.stored = stored;
        const { stored$ } = restore(context);
        expectObservable(stored$).toBe('--(a|)', { a: stored });
        expectObservable(stored$, '-^').toBe('--(a|)', { a: stored });
      });
      expect(store.calls).toEqual(['read$']);
    });

    it('keeps nothing of what it read: who asks later is told what is stored by then (R57)', () => {
      const later = { epoch: 'f', session: sessionOfBob };
      const { store } = marbles((context, { expectObservable }) => {
        context.store.stored = { epoch: 'e', session: freshSession };
        const { stored$ } = restore(context);
        context.store.stored = later;
        expectObservable(stored$).toBe('(a|)', { a: later });
      });
      expect(store.calls).toEqual(['read$', 'read$']);
    });

    it('reads nothing more before subscription', () => {
      const { store } = marbles((context) => {
        expect(restore(context).stored$).toBeDefined();
      });
      expect(store.calls).toEqual(['read$']);
    });
  });

  it('leaves the session to whoever has claimed it meanwhile', () => {
    const { states, machine } = marbles((context) => {
      context.store.delayMs = 2;
      context.store.stored = { epoch: 'e', session: freshSession };
      const restoration = restore(context);
      restoration.claim();
      watch(restoration.stored$);
    });
    expect(states).toEqual([{ status: 'restoring' }]);
    expect(machine.now.session).toBeUndefined();
  });
});
