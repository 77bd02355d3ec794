import { restore } from '../../src/flows/restore';
import { storageError } from '../fakes/fake-errors';
import { marbles, watch } from '../fakes/marbles';
import { expiredSession, freshSession } from './parts';

const { user, expiresAt } = freshSession;
const signedIn = { status: 'signedIn', user, freshness: 'fresh', expiresAt };

describe('restore', () => {
  it('knows the session at once where the storage is synchronous (R47)', () => {
    const { states, current } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: freshSession };
      restore(context);
    });
    expect(states).toEqual([{ status: 'restoring' }, signedIn]);
    expect(current).toMatchObject({ epoch: 'e', session: freshSession });
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
    const { states, current } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: undefined };
      restore(context);
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession' });
    expect(current.epoch).toBe('e');
  });

  it('resumes a sign-in that was broken off where there is no session', () => {
    const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } as const;
    const { states } = marbles((context) => {
      context.store.stored = { epoch: 'e', session: undefined };
      restore(context, (epoch) =>
        epoch === 'e' ? { type: 'challengeReceived', username: 'ada', nextStep } : undefined,
      );
    });
    expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'ada', nextStep });
  });

  it('finds no session where the storage cannot be read, and reports that', () => {
    const error = storageError();
    const { states, errors } = marbles((context) => {
      context.store.failNext('read$', error);
      restore(context);
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession' });
    expect(errors).toEqual([error]);
  });

  it('reads the storage once, and tells whoever asks what it held', () => {
    const stored = { epoch: 'e', session: freshSession };
    const { store } = marbles((context, { expectObservable }) => {
      context.store.delayMs = 2;
      context.store.stored = stored;
      const { stored$ } = restore(context);
      expectObservable(stored$).toBe('--(a|)', { a: stored });
      expectObservable(stored$, '-----^').toBe('-----(a|)', { a: stored });
    });
    expect(store.calls).toEqual(['read$']);
  });

  it('leaves the session to whoever has claimed it meanwhile', () => {
    const { states, current } = marbles((context) => {
      context.store.delayMs = 2;
      context.store.stored = { epoch: 'e', session: freshSession };
      const restoration = restore(context);
      restoration.claim();
      watch(restoration.stored$);
    });
    expect(states).toEqual([{ status: 'restoring' }]);
    expect(current.session).toBeUndefined();
  });
});
