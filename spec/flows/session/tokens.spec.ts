import { restore } from '../../src/flows/restore';
import { createTokenSource } from '../../src/flows/tokens';
import type { TokenSource } from '../../src/flows/tokens';
import type { AuthTokens } from '../../src/model/auth-tokens';
import { signedOutError } from '../../src/model/errors';
import type { Session } from '../../src/model/session';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { fakeAnswer, fakeTokens, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, expiredSession, freshSession, refresherOf, renewal } from './parts';

const OPERATION = 'GetTokensFromRefreshToken';

const sourceOf = (context: FakeContext, session: Session): TokenSource => {
  context.signedInWith(session);
  return createTokenSource(context, refresherOf(context));
};
/** Jest compares private fields by nothing; the getter tells one token from another. */
const withToken = (accessToken: string): unknown => expect.objectContaining({ accessToken });
const renewed = withToken(fakeTokens(renewal).AccessToken);
const signedOut = expect.objectContaining({ kind: 'signedOut' });

describe('createTokenSource', () => {
  describe('tokens$', () => {
    it('does nothing before subscription', () => {
      const { api, store } = marbles((context) => {
        void sourceOf(context, dueSession).tokens$();
      });
      expect([api.calls, store.calls]).toEqual([[], []]);
    });

    it('emits fresh tokens synchronously, without storage or network, and completes', () => {
      let watched: unknown;
      const { api, store } = marbles((context) => {
        watched = watch(sourceOf(context, freshSession).tokens$());
      });
      const { accessToken, idToken, expiresAt } = freshSession;
      expect(watched).toMatchObject({ values: [{ accessToken, idToken, expiresAt }], isComplete: true });
      expect([api.calls, store.calls]).toEqual([[], []]);
    });

    it('emits the same object to every subscriber while the tokens are the same', () => {
      const objects: AuthTokens[] = [];
      marbles((context) => {
        const tokens$ = sourceOf(context, freshSession).tokens$();
        tokens$.subscribe((tokens) => objects.push(tokens));
        tokens$.subscribe((tokens) => objects.push(tokens));
      });
      expect(objects[0]).toBe(objects[1]);
    });

    it('refreshes due tokens first', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        expectObservable(sourceOf(context, dueSession).tokens$()).toBe('--(a|)', { a: renewed });
      });
    });

    it('makes one refresh for a hundred subscribers, of whom some leave (R29)', () => {
      const { api, events, store } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('---(a|)', { a: fakeAnswer(renewal) }));
        const tokens$ = sourceOf(context, expiredSession).tokens$();
        for (let caller = 0; caller < 98; caller += 1) watch(tokens$);
        expectObservable(tokens$, '^-!').toBe('---');
        expectObservable(tokens$, '-^').toBe('---(a|)', { a: renewed });
      });
      expect([api.calls.length, events.length]).toEqual([1, 1]);
      expect(store.calls).toEqual(['read$', 'renew$']);
    });

    it('waits while the storage is being read', () => {
      marbles((context, { expectObservable }) => {
        context.store.delayMs = 4;
        context.store.stored = { epoch: 'e', session: freshSession };
        const source = createTokenSource(context, refresherOf(context));
        restore(context);
        expectObservable(source.tokens$()).toBe('----(a|)', { a: withToken(freshSession.accessToken) });
      });
    });

    it('errors with kind signedOut where the storage turns out to hold no session', () => {
      marbles((context, { expectObservable }) => {
        context.store.delayMs = 4;
        const source = createTokenSource(context, refresherOf(context));
        restore(context);
        expectObservable(source.tokens$()).toBe('----#', undefined, signedOut);
      });
    });

    it('errors with kind invalidState where it is destroyed while the storage is being read (R45)', () => {
      marbles((context, { expectObservable }) => {
        context.at(2, () => {
          context.destroy();
        });
        const source = createTokenSource(context, refresherOf(context));
        const destroyed = expect.objectContaining({ kind: 'invalidState' });
        expectObservable(source.tokens$()).toBe('--#', undefined, destroyed);
      });
    });

    it('errors with kind signedOut where nobody is signed in', () => {
      marbles((context, { expectObservable }) => {
        context.signedOut();
        const source = createTokenSource(context, refresherOf(context));
        expectObservable(source.tokens$()).toBe('#', undefined, signedOut);
        expectObservable(source.tokens$({ forceRefresh: true })).toBe('#', undefined, signedOut);
      });
    });

    it.each([networkError(), throttlingError()])(
      'hands out due tokens that still work where they cannot be refreshed for now: $code (R30)',
      (error) => {
        marbles((context, { cold, expectObservable }) => {
          context.api.script(OPERATION, cold('--#', undefined, error));
          const due = withToken(dueSession.accessToken);
          expectObservable(sourceOf(context, dueSession).tokens$()).toBe('--(a|)', { a: due });
        });
      },
    );

    it('hands out no token that has expired, even where it cannot be refreshed (R32)', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        expectObservable(sourceOf(context, expiredSession).tokens$()).toBe('#', undefined, error);
      });
    });

    it('hands out no token that expired while it was being refreshed (R32)', () => {
      const error = networkError();
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('2s #', undefined, error));
        context.at(1, () => {
          context.scheduler.offsetMs = 7_200_000;
        });
        expectObservable(sourceOf(context, dueSession).tokens$()).toBe('2s #', undefined, error);
      });
    });

    it('hands out none whose age is unknown since the clock was set back (R32)', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const source = sourceOf(context, freshSession);
        context.scheduler.offsetMs = -7_200_000;
        expectObservable(source.tokens$()).toBe('#', undefined, error);
      });
    });

    it('hands out nothing where the session was refused, however long the token would work (R31)', () => {
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, serviceError('NotAuthorizedException'));
        const expired = expect.objectContaining({ kind: 'sessionExpired' });
        expectObservable(sourceOf(context, dueSession).tokens$()).toBe('#', undefined, expired);
      });
    });

    it('hands out nothing where the session ended while it was waited for (R16)', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('----#', undefined, networkError()));
        const source = sourceOf(context, dueSession);
        context.at(2, () => {
          context.current.drop('epoch-2');
          context.current.cutOff(signedOutError());
        });
        expectObservable(source.tokens$()).toBe('--#', undefined, signedOut);
      });
    });

    it('hands out nothing after destroy, although the tokens still work (R45)', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('-'));
        const source = sourceOf(context, dueSession);
        context.at(2, () => {
          context.destroy();
        });
        const destroyed = expect.objectContaining({ kind: 'invalidState' });
        expectObservable(source.tokens$()).toBe('--#', undefined, destroyed);
      });
    });

    it('gives up the wait, not the refresh, where its subscriber leaves', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('---(a|)', { a: fakeAnswer(renewal) }));
        expectObservable(sourceOf(context, dueSession).tokens$(), '^!').toBe('-');
      });
      expect(api.calls).toMatchObject([{ status: 'answered' }]);
    });

    it('can be asked from inside a state$ subscriber (R26)', () => {
      const tokens: unknown[] = [];
      marbles((context) => {
        const source = createTokenSource(context, refresherOf(context));
        context.machine.state$.subscribe(({ status }) => {
          if (status === 'signedIn') tokens.push(...watch(source.tokens$()).values);
        });
        context.signedInWith(freshSession);
      });
      expect(tokens).toMatchObject([{ accessToken: freshSession.accessToken }]);
    });
  });

  describe('tokens$ with forceRefresh', () => {
    it('asks for newer tokens, however fresh those in hand are', () => {
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$({ forceRefresh: true })).toBe('--(a|)', { a: renewed });
      });
    });

    it('emits the newest tokens for ten seconds, then asks again (R34)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3', issuedAt: START_AT }));
        const source = sourceOf(context, freshSession);
        const third = withToken(fakeTokens({ serial: '3' }).AccessToken);
        const forced$ = source.tokens$({ forceRefresh: true });
        expectObservable(forced$).toBe('(a|)', { a: renewed });
        expectObservable(forced$, '9999ms ^').toBe('9999ms (a|)', { a: renewed });
        expectObservable(forced$, '10s ^').toBe('10s (a|)', { a: third });
      });
      expect(api.calls).toHaveLength(2);
    });

    it('errors where they cannot be had, although those in hand still work', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$({ forceRefresh: true })).toBe('#', undefined, error);
      });
    });
  });

  describe('freshTokens', () => {
    it('hands fresh tokens out at once, the same object as tokens$', () => {
      marbles((context) => {
        const source = sourceOf(context, freshSession);
        expect(source.freshTokens()).toBe(watch(source.tokens$()).values[0]);
      });
    });

    it.each([
      ['are due', dueSession, {}],
      ['are to be newer', freshSession, { forceRefresh: true }],
    ])('leaves it to tokens$ where the tokens %s', (_what, session, options) => {
      const { api } = marbles((context) => {
        expect(sourceOf(context, session).freshTokens(options)).toBeUndefined();
      });
      expect(api.calls).toEqual([]);
    });

    it('leaves it to tokens$ where nobody is signed in', () => {
      marbles((context) => {
        context.signedOut();
        expect(createTokenSource(context, refresherOf(context)).freshTokens()).toBeUndefined();
      });
    });
  });

  describe('session$', () => {
    it('emits the session of the tokens', () => {
      marbles((context, { expectObservable }) => {
        expectObservable(sourceOf(context, freshSession).session$()).toBe('(a|)', { a: freshSession });
      });
    });
  });
});
