import { defer, EMPTY, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { restore } from '../../../src/flows/session/restore';
import type { Session } from '../../../src/model/session';
import type { AdoptableSession } from '../../../src/ports/adoptable-session';
import type { FakeContext } from '../../fakes/fake-context';
import { storageError } from '../../fakes/fake-errors';
import { marbles } from '../../fakes/marbles';
import { expiredSession, freshSession, sessionOfBob } from '../../fakes/parts';

/** What another library left, and whether it was removed. */
const leftBehind = (find$: Observable<Session | undefined>, remove$: Observable<never> = EMPTY) => {
  const left = { removals: 0 };
  const adoptable: AdoptableSession = {
    find$: () => find$,
    remove$: () =>
      defer(() => {
        left.removals += 1;
        return remove$;
      }),
  };
  return { left, adoptable };
};

const restoring = (adoptable: AdoptableSession, prepare: (context: FakeContext) => void = () => undefined) =>
  marbles((context) => {
    prepare(context);
    restore({ ...context, adoptable });
  });

const signedOut = { status: 'signedOut', reason: 'noSession' };

describe('adoptSession$', () => {
  it('shows the session at once, stores it, then removes what was left behind', () => {
    const { left, adoptable } = leftBehind(of(freshSession));
    const { states, store, machine, tabs } = restoring(adoptable);
    expect(states).toMatchObject([{ status: 'restoring' }, { status: 'signedIn', freshness: 'fresh' }]);
    expect(store.stored).toEqual({ epoch: expect.any(String), session: freshSession, from: undefined });
    expect(machine.now).toMatchObject({ epoch: store.stored.epoch, session: freshSession });
    expect([left.removals, tabs.announcements]).toEqual([1, 1]);
  });

  it('shows one whose access token has expired as stale', () => {
    const { states } = restoring(leftBehind(of(expiredSession)).adoptable);
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
  });

  it('waits for storages that answer later', () => {
    const { adoptable } = leftBehind(of(freshSession));
    marbles((context, { expectObservable }) => {
      context.store.delayMs = 3;
      restore({ ...context, adoptable });
      expectObservable(context.machine.state$).toBe('a-----b', {
        a: { status: 'restoring' },
        b: expect.objectContaining({ status: 'signedIn' }),
      });
    });
  });

  it.each([
    ['a session of ours is stored', { epoch: 'e', session: sessionOfBob }],
    ['a session of ours was there before', { epoch: 'e', session: undefined }],
  ])('adopts nothing where %s', (_, stored) => {
    const { left, adoptable } = leftBehind(of(freshSession));
    const { store } = restoring(adoptable, (context) => {
      context.store.stored = stored;
    });
    expect([store.stored, left.removals]).toEqual([stored, 0]);
  });

  it('changes nothing where nothing was left behind', () => {
    const { left, adoptable } = leftBehind(of(undefined));
    const { states, store } = restoring(adoptable);
    expect(states.at(-1)).toEqual(signedOut);
    expect([store.stored.epoch, left.removals]).toEqual([undefined, 0]);
  });

  it('leaves a broken one alone, and reports it to those who listen by the time createAuth has returned', () => {
    const error = storageError();
    const { left, adoptable } = leftBehind(throwError(() => error));
    const late: unknown[] = [];
    const { states } = marbles((context) => {
      restore({ ...context, adoptable });
      context.machine.errors$.subscribe((reported) => late.push(reported));
    });
    expect(states.at(-1)).toEqual(signedOut);
    expect([late, left.removals]).toEqual([[error], 0]);
  });

  it('removes nothing where ours could not be stored, and reports that', () => {
    const error = storageError();
    const { left, adoptable } = leftBehind(of(freshSession));
    const { states, errors } = restoring(adoptable, (context) => {
      context.store.failNext('begin$', error);
    });
    expect(states.at(-1)).toEqual(signedOut);
    expect([errors, left.removals]).toEqual([[error], 0]);
  });

  it('is signed in all the same where the rest could not be removed, and reports that', () => {
    const error = storageError();
    const { adoptable } = leftBehind(
      of(freshSession),
      throwError(() => error),
    );
    const { states, errors } = restoring(adoptable);
    expect(states.at(-1)).toMatchObject({ status: 'signedIn' });
    expect(errors).toEqual([error]);
  });

  it('takes what another tab has stored meanwhile', () => {
    const { left, adoptable } = leftBehind(of(undefined));
    const { states, store } = marbles((context, { cold }) => {
      const slow = { ...adoptable, find$: () => cold('-----(a|)', { a: freshSession }) };
      context.at(2, () => {
        context.store.stored = { epoch: 'theirs', session: sessionOfBob };
      });
      restore({ ...context, adoptable: slow });
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: sessionOfBob.user });
    expect([store.stored.session, left.removals]).toEqual([sessionOfBob, 0]);
  });
});
