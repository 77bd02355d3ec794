import { defer, NEVER } from 'rxjs';
import { fence } from '../../../src/flows/sign-out/fence';
import type { Fenced } from '../../../src/flows/sign-out/fence';
import { EPOCH } from '../../fakes/fake-context';
import type { FakeContext } from '../../fakes/fake-context';
import { storageError } from '../../fakes/fake-errors';
import { fakeAnswer } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, rotation, userPoolOf } from '../../fakes/parts';

const INPUT = { session: freshSession, epoch: EPOCH, scope: 'local', limitMs: 3_000 } as const;

/** Fences the session off that is signed in. */
const fenced = (context: FakeContext, userPool = userPoolOf(context)): Fenced => {
  if (!context.machine.now.session) context.signedInWith(freshSession);
  return fence(context, userPool, INPUT);
};

describe('fence', () => {
  it('leaves no token in memory, none in a storage that answers at once, and tells the others (R4, R16)', () => {
    const { machine, store, states, tabs } = marbles((context) => {
      const { ended, refreshed$ } = fenced(context);
      expect(ended).toEqual({ session: freshSession, isRefreshPending: false });
      expect(refreshed$).toBeUndefined();
    });
    expect(machine.now.session).toBeUndefined();
    expect(machine.now).toMatchObject({ epoch: 'id-1.signedOut', endedEpoch: EPOCH });
    expect(store.stored).toEqual({ epoch: 'id-1.signedOut', from: EPOCH });
    expect(states.at(-1)).toEqual({
      status: 'signingOut',
      user: freshSession.user,
      scope: 'local',
      step: 'revokeToken',
    });
    expect(tabs.announcements).toBe(1);
  });

  it('has emptied memory and storage before anybody hears of it (R47)', () => {
    const seen: unknown[] = [];
    marbles((context) => {
      context.signedInWith(freshSession);
      const isEmpty = (): boolean =>
        context.machine.now.session === undefined && context.store.stored.session === undefined;
      const announce = jest.spyOn(context.tabs, 'announce');
      context.machine.sessionOver$(EPOCH).subscribe({ error: () => seen.push(['cut off', isEmpty()]) });
      context.machine.state$.subscribe(({ status }) => {
        if (status === 'signingOut') seen.push(['told', isEmpty(), announce.mock.calls.length]);
      });
      fenced(context);
    });
    expect(seen).toEqual([
      ['cut off', true],
      ['told', true, expect.any(Number)],
    ]);
  });

  it('clears once, whoever listens to it, and says when it is done', () => {
    const { store } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.delayMs = 5;
      const { cleared$ } = fenced(context);
      expectObservable(cleared$).toBe('-----(v|)', { v: undefined });
      expectObservable(cleared$, '--^').toBe('-----(v|)', { v: undefined });
    });
    expect(store.calls).toEqual(['clear$']);
  });

  it('passes on what keeps the record in the storage, with the session gone all the same (R14)', () => {
    const refusal = storageError('SessionNotCleared');
    const { machine } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.failNext('clear$', refusal);
      expect(watch(fenced(context).cleared$).error).toBe(refusal);
    });
    expect(machine.now.session).toBeUndefined();
  });

  it('takes the answer over of a refresh that is under way: for the ended tokens, not for the state (R1)', () => {
    const { machine, store } = marbles((context, { cold, expectObservable, flush }) => {
      context.signedInWith(freshSession);
      const userPool = userPoolOf(context);
      context.api.script('GetTokensFromRefreshToken', cold('-----(a|)', { a: fakeAnswer(rotation) }));
      watch(userPool.refresh$({ isForced: true }));
      const { ended, refreshed$ = NEVER } = fenced(context, userPool);
      expect(ended.isRefreshPending).toBe(true);
      expectObservable(refreshed$).toBe('-----(v|)', { v: undefined });
      flush();
      expect(ended).toMatchObject({
        isRefreshPending: false,
        session: { refreshToken: rotation.refreshToken },
      });
    });
    expect(machine.now.session).toBeUndefined();
    expect(store.stored.session).toBeUndefined();
  });

  it('waits a third of the deadline for it at most (R4)', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      const userPool = userPoolOf(context);
      context.api.script('GetTokensFromRefreshToken', NEVER);
      watch(userPool.refresh$({ isForced: true }));
      const { refreshed$ = NEVER } = fenced(context, userPool);
      expectObservable(refreshed$).toBe('1s (v|)', { v: undefined });
    });
  });

  it('clears the storage also where there is no Auth any more that could be told', () => {
    const { store, states } = marbles((context) => {
      context.signedInWith(freshSession);
      const userPool = userPoolOf(context);
      context.destroy();
      const { cleared$ } = fence(context, userPool, INPUT);
      expect(watch(cleared$).isComplete).toBe(true);
    });
    expect(store.stored.session).toBeUndefined();
    expect(states.at(-1)?.status).toBe('signedIn');
  });

  it('loads nothing (R4)', () => {
    marbles((context) => {
      const load$ = jest.fn(() => NEVER);
      fenced(context, userPoolOf(context, { load$: () => defer(load$) }));
      expect(load$).not.toHaveBeenCalled();
    });
  });
});
