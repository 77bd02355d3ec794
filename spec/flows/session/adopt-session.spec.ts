import { defer, EMPTY, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { adoptSession$ } from '../../../src/flows/session/adopt-session';
import type { AdoptSession } from '../../../src/flows/session/restore';
import type { Session } from '../../../src/model/session';
import type { LeftSession } from '../../../src/model/left-session';
import type { AdoptableSession } from '../../../src/ports/session-adoption';
import type { FakeContext } from '../../fakes/fake-context';
import { storageError } from '../../fakes/fake-errors';
import { marbles } from '../../fakes/marbles';
import { expiredSession, freshSession, sessionOfBob } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

/** A session of ours as another library has it. */
const asLeft = ({ accessToken, idToken, refreshToken }: Session): LeftSession => ({
  accessToken,
  idToken,
  refreshToken,
  clockBehindMs: 0,
});

/** What another library left, and what was done about it. */
const leftBehind = (
  find$: Observable<LeftSession | undefined>,
  steps: Partial<Record<'claim$' | 'remove$' | 'release$', Observable<never>>> = {},
) => {
  const done: string[] = [];
  const stepOf = (name: 'claim$' | 'remove$' | 'release$') => (): Observable<never> =>
    defer(() => {
      done.push(name);
      return steps[name] ?? EMPTY;
    });
  const adoptable: AdoptableSession = {
    find$: () => find$,
    claim$: stepOf('claim$'),
    release$: stepOf('release$'),
    remove$: stepOf('remove$'),
  };
  return { done, adoptable };
};

const adoptionOf$ = (context: FakeContext): Observable<AdoptSession> =>
  of((...left) => adoptSession$(context, ...left));

const restoring = (adoptable: AdoptableSession, prepare: (context: FakeContext) => void = () => undefined) =>
  marbles((context) => {
    prepare(context);
    restore({ ...context, adoptable }, { loadAdoption$: adoptionOf$(context) });
  });

const signedOut = { status: 'signedOut', reason: 'noSession' };

describe('adoptSession$', () => {
  it('shows the session at once, stores it, then removes what was left behind', () => {
    const { done, adoptable } = leftBehind(of(asLeft(freshSession)));
    const { states, store, machine, tabs } = restoring(adoptable);
    expect(states).toMatchObject([{ status: 'restoring' }, { status: 'signedIn', freshness: 'fresh' }]);
    expect(store.stored).toEqual({ epoch: expect.any(String), session: freshSession });
    expect(machine.now).toMatchObject({ epoch: store.stored.epoch, session: freshSession });
    expect([done, tabs.announcements]).toEqual([['claim$', 'remove$'], 1]);
  });

  describe('with the device that the other library remembers', () => {
    const device = { deviceKey: 'key', deviceGroupKey: '-group', devicePassword: 'secret' };
    const left: LeftSession = { ...asLeft(freshSession), deviceKey: 'key', device };

    it('keeps it, so that it stands in for the second factor at the next sign-in (#14)', () => {
      const { done, adoptable } = leftBehind(of(left));
      const { devices, store } = restoring(adoptable);
      expect(devices.devices).toEqual([
        { deviceKey: 'key', deviceGroupKey: '-group', password: 'secret', username: 'ada' },
      ]);
      expect(store.stored.session?.deviceKey).toBe('key');
      expect(done).toEqual(['claim$', 'remove$']);
    });

    it('takes the session over without it where it could not be kept, and reports that', async () => {
      const error = storageError();
      const { states, errors } = restoring(leftBehind(of(left)).adoptable, ({ devices }) => {
        devices.failNext(error);
      });
      await Promise.resolve();
      expect(states.at(-1)).toMatchObject({ status: 'signedIn' });
      expect(errors).toEqual([error]);
    });
  });

  it('shows one whose access token has expired as stale', () => {
    const { states } = restoring(leftBehind(of(asLeft(expiredSession))).adoptable);
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
  });

  it('waits for storages that answer later', () => {
    const { adoptable } = leftBehind(of(asLeft(freshSession)));
    marbles((context, { expectObservable }) => {
      context.store.delayMs = 3;
      restore({ ...context, adoptable }, { loadAdoption$: adoptionOf$(context) });
      expectObservable(context.machine.state$).toBe('a-----b', {
        a: { status: 'restoring' },
        b: expect.objectContaining({ status: 'signedIn' }),
      });
    });
  });

  it.each([
    ['a session of ours is stored', { epoch: 'e', session: sessionOfBob }],
    ['a session of ours was there before', { epoch: 'e' }],
  ])('adopts nothing where %s', (_, stored) => {
    const { done, adoptable } = leftBehind(of(asLeft(freshSession)));
    const { store } = restoring(adoptable, (context) => {
      context.store.stored = stored;
    });
    expect(store.stored).toEqual(stored);
    // What an earlier start could not remove, or died before it did.
    expect(done).toEqual(['remove$']);
  });

  it('reports what a later start cannot remove either, and restores ours all the same (R59)', async () => {
    const error = storageError();
    const { adoptable } = leftBehind(of(undefined), { remove$: throwError(() => error) });
    const { states, errors } = restoring(adoptable, (context) => {
      context.store.stored = { epoch: 'e', session: freshSession };
    });
    await Promise.resolve();
    expect(states.at(-1)).toMatchObject({ status: 'signedIn' });
    expect(errors).toEqual([error]);
  });

  it('changes nothing where nothing was left behind', () => {
    const { done, adoptable } = leftBehind(of(undefined));
    const { states, store, machine } = restoring(adoptable);
    expect(states.at(-1)).toEqual(signedOut);
    expect([store.stored.epoch, done, machine.now.isUnread]).toStrictEqual([undefined, [], undefined]);
  });

  it('leaves a broken one alone, and reports it to those who listen by the time createAuth has returned', async () => {
    const error = storageError();
    const { done, adoptable } = leftBehind(throwError(() => error));
    const late: unknown[] = [];
    const { states, machine } = marbles((context) => {
      restore({ ...context, adoptable }, { loadAdoption$: adoptionOf$(context) });
      context.machine.errors$.subscribe((reported) => late.push(reported));
    });
    await Promise.resolve();
    expect(states.at(-1)).toEqual(signedOut);
    expect([late, done, machine.now.isUnread]).toEqual([[error], [], true]);
  });

  it('lets go of it where ours could not be stored, and reports that (R59)', async () => {
    const error = storageError();
    const { done, adoptable } = leftBehind(of(asLeft(freshSession)));
    const { states, errors, machine } = restoring(adoptable, (context) => {
      context.store.failNext('begin$', error);
    });
    await Promise.resolve();
    expect(states.at(-1)).toEqual(signedOut);
    expect([errors, done, machine.now.isUnread]).toEqual([[error], ['claim$', 'release$'], true]);
  });

  it('is signed in all the same where the rest could not be removed, and reports that', async () => {
    const error = storageError();
    const { adoptable } = leftBehind(of(asLeft(freshSession)), { remove$: throwError(() => error) });
    const { states, errors } = restoring(adoptable);
    await Promise.resolve();
    expect(states.at(-1)).toMatchObject({ status: 'signedIn' });
    expect(errors).toEqual([error]);
  });

  it('takes nothing over that it could not claim, and reports that (R59)', async () => {
    const error = storageError();
    const { done, adoptable } = leftBehind(of(asLeft(freshSession)), { claim$: throwError(() => error) });
    const { states, errors, store, machine } = restoring(adoptable);
    await Promise.resolve();
    expect(states.at(-1)).toEqual(signedOut);
    expect([errors, done, store.stored.epoch]).toStrictEqual([[error], ['claim$'], undefined]);
    expect(machine.now.isUnread).toBe(true);
  });

  it('leaves everything alone where its code cannot be loaded, remembers that, and reports it (R53)', async () => {
    const error = storageError('SdkNotLoaded');
    const { done, adoptable } = leftBehind(of(asLeft(freshSession)));
    const { states, errors, machine } = marbles((context) => {
      restore({ ...context, adoptable }, { loadAdoption$: throwError(() => error) });
    });
    await Promise.resolve();
    expect(states.at(-1)).toEqual(signedOut);
    expect([errors, done, machine.now.isUnread]).toEqual([[error], [], true]);
  });

  it('refuses what makes no session, claiming nothing and naming no token; its tokens may live (R53)', async () => {
    const left = { ...asLeft(freshSession), refreshToken: undefined };
    const { done, adoptable } = leftBehind(of(left));
    const { states, errors, machine } = restoring(adoptable);
    await Promise.resolve();
    expect([states.at(-1), machine.now.isUnread]).toEqual([signedOut, true]);
    expect([errors, done]).toEqual([
      [
        expect.objectContaining({
          kind: 'storage',
          code: 'SessionNotAdopted',
          message: expect.stringContaining('lacks a token') as string,
        }),
      ],
      [],
    ]);
  });

  it.each([
    ['begun, letting go of the other', sessionOfBob, ['claim$', 'release$']],
    ['taken over, removing it as well', freshSession, ['claim$', 'remove$']],
  ])('takes what another tab has meanwhile %s (R59)', (_what, theirs, expected) => {
    const { done, adoptable } = leftBehind(of(undefined));
    const { states, store } = marbles((context, { cold }) => {
      const slow = { ...adoptable, find$: () => cold('-----(a|)', { a: asLeft(freshSession) }) };
      context.at(2, () => {
        context.store.stored = { epoch: 'theirs', session: theirs };
      });
      restore({ ...context, adoptable: slow }, { loadAdoption$: adoptionOf$(context) });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: theirs.user });
    expect([store.stored.session, done]).toEqual([theirs, expected]);
  });
});
