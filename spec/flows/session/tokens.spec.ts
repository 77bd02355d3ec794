import { endSession } from '../../../src/flows/session/end-session';
import { createTokenSource } from '../../../src/flows/session/tokens';
import type { TokenSource } from '../../../src/flows/session/tokens';
import type { AuthTokens } from '../../../src/model/auth-tokens';
import type { Session } from '../../../src/model/session';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { dueSession, expiredSession, freshSession, refresherOf, renewal } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

const OPERATION = 'GetTokensFromRefreshToken';

const sourceOver = (context: FakeContext): TokenSource => {
  const refresher = refresherOf(context);
  return createTokenSource(context, (options) => refresher.refresh$(options));
};
const sourceOf = (context: FakeContext, session: Session): TokenSource => {
  context.signedInWith(session);
  return sourceOver(context);
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
      expect(store.calls).toEqual(['read$', 'read$', 'renew$']);
    });

    it('waits while the storage is being read', () => {
      marbles((context, { expectObservable }) => {
        context.store.delayMs = 4;
        context.store.stored = { epoch: 'e', session: freshSession };
        const source = sourceOver(context);
        restore(context);
        expectObservable(source.tokens$()).toBe('----(a|)', { a: withToken(freshSession.accessToken) });
      });
    });

    it('errors with kind signedOut where the storage turns out to hold no session', () => {
      marbles((context, { expectObservable }) => {
        context.store.delayMs = 4;
        const source = sourceOver(context);
        restore(context);
        expectObservable(source.tokens$()).toBe('----#', undefined, signedOut);
      });
    });

    it('errors with kind invalidState where it is destroyed while the storage is being read (R45)', () => {
      marbles((context, { expectObservable }) => {
        context.at(2, () => {
          context.destroy();
        });
        const source = sourceOver(context);
        const destroyed = expect.objectContaining({ kind: 'invalidState' });
        expectObservable(source.tokens$()).toBe('--#', undefined, destroyed);
      });
    });

    it('errors with kind signedOut where nobody is signed in', () => {
      marbles((context, { expectObservable }) => {
        context.signedOut();
        const source = sourceOver(context);
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
          endSession(context, 'signedOut');
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
        const source = sourceOver(context);
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

    it('asks anew at each call, however soon after the last (R63)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const forced$ = sourceOf(context, freshSession).tokens$({ forceRefresh: true });
        const third = withToken(fakeTokens({ serial: '3' }).AccessToken);
        expectObservable(forced$).toBe('(a|)', { a: renewed });
        expectObservable(forced$, '-^').toBe('-(a|)', { a: third });
      });
      expect(api.calls).toHaveLength(2);
    });

    it('takes no tokens for new that were asked for before the call (R63)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(
          OPERATION,
          cold('----(a|)', { a: fakeAnswer(renewal) }),
          cold('--(a|)', { a: fakeAnswer({ serial: '3' }) }),
        );
        const source = sourceOf(context, dueSession);
        const third = withToken(fakeTokens({ serial: '3' }).AccessToken);
        expectObservable(source.tokens$()).toBe('----(a|)', { a: renewed });
        expectObservable(source.tokens$({ forceRefresh: true }), '--^').toBe('------(a|)', { a: third });
      });
      expect(api.calls.map(({ sentAt }) => sentAt)).toEqual([0, 4]);
    });

    it('errors where they cannot be had, although those in hand still work (R63)', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$({ forceRefresh: true })).toBe('#', undefined, error);
      });
    });

    it('errors as often as they cannot be had, and asks each time (R63)', () => {
      const error = networkError();
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error, error);
        const forced$ = sourceOf(context, freshSession).tokens$({ forceRefresh: true });
        expectObservable(forced$).toBe('#', undefined, error);
        expectObservable(forced$, '-^').toBe('-#', undefined, error);
      });
      expect(api.calls).toHaveLength(2);
    });
  });

  describe('tokens$ with a refused access token', () => {
    const { accessToken } = freshSession;
    const third = fakeTokens({ serial: '3' }).AccessToken;

    it('emits newer tokens where there are any, without a refresh (R34)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        const source = sourceOf(context, fakeSession(renewal));
        expectObservable(source.tokens$({ refused: accessToken })).toBe('(a|)', { a: renewed });
      });
      expect(api.calls).toEqual([]);
    });

    it('refreshes newer tokens that are due', () => {
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const source = sourceOf(context, dueSession);
        expectObservable(source.tokens$({ refused: 'an older one' })).toBe('(a|)', { a: renewed });
      });
    });

    it('refreshes once for all whose token was refused (R34)', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        const refused$ = sourceOf(context, freshSession).tokens$({ refused: accessToken });
        expectObservable(refused$).toBe('--(a|)', { a: renewed });
        expectObservable(refused$, '-^').toBe('--(a|)', { a: renewed });
        expectObservable(refused$, '---^').toBe('---(a|)', { a: renewed });
      });
      expect(api.calls).toHaveLength(1);
    });

    it('refreshes at most once in ten seconds for an API that refuses for ever (R34)', () => {
      const { api, states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal), fakeAnswer({ serial: '3' }));
        const source = sourceOf(context, freshSession);
        const again$ = source.tokens$({ refused: fakeTokens(renewal).AccessToken });
        const refusedAgain = (retryAfterMs: number): unknown =>
          expect.objectContaining({
            kind: 'notAuthorized',
            code: 'TokenRefusedAgain',
            message: 'An access token was refused that had been renewed a moment ago.',
            recoverySuggestion: 'Check that the API accepts the tokens of this user pool and app client.',
            retryable: true,
            retryAfterMs,
          });
        expectObservable(source.tokens$({ refused: accessToken })).toBe('(a|)', { a: renewed });
        expectObservable(again$, '-^').toBe('-#', undefined, refusedAgain(9_999));
        expectObservable(again$, '9999ms ^').toBe('9999ms #', undefined, refusedAgain(1));
        expectObservable(again$, '10s ^').toBe('10s (a|)', { a: withToken(third) });
      });
      expect(api.calls).toHaveLength(2);
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'fresh' });
    });

    it('hands the refused one out to nobody, though it has not expired, where it cannot be renewed', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$({ refused: accessToken })).toBe('#', undefined, error);
      });
    });

    it('ends the session as revoked where the refresh is refused as well (R31)', () => {
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, serviceError('NotAuthorizedException'));
        const source = sourceOf(context, freshSession);
        const expired = expect.objectContaining({ kind: 'sessionExpired' });
        expectObservable(source.tokens$({ refused: accessToken })).toBe('#', undefined, expired);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionRevoked' });
    });

    it.each([7, null, {}])('refuses %p, which is no access token, without asking (R68)', (refused) => {
      const { api } = marbles((context, { expectObservable }) => {
        const error = expect.objectContaining({
          kind: 'validation',
          code: 'InvalidArgument',
          message: 'The argument refused is not the access token that was refused.',
        });
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$({ refused: refused as never })).toBe('#', undefined, error);
      });
      expect(api.calls).toEqual([]);
    });

    it.each([null, undefined, {}])('takes %p for no options (R68)', (options) => {
      marbles((context, { expectObservable }) => {
        const source = sourceOf(context, freshSession);
        expectObservable(source.tokens$(options as never)).toBe('(a|)', { a: withToken(accessToken) });
      });
    });
  });

  describe('tokens$ with an id token that ends before the access token (R62)', () => {
    const MINUTE_MS = 60_000;
    const ofFiveMinutes = fakeSession({ idClaims: { exp: START_AT / 1000 + 300 } });

    it('hands both out while both live', () => {
      marbles((context, { expectObservable }) => {
        const source = sourceOf(context, ofFiveMinutes);
        const tokens = expect.objectContaining({ expiresAt: START_AT + 5 * MINUTE_MS });
        expectObservable(source.tokens$(), '3m ^').toBe('3m (a|)', { a: tokens });
      });
    });

    it('refreshes in time', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer({ ...renewal, issuedAt: START_AT + 4 * MINUTE_MS }));
        const source = sourceOf(context, ofFiveMinutes);
        expectObservable(source.tokens$(), '4m ^').toBe('4m (a|)', { a: expect.anything() });
      });
      expect(api.calls).toHaveLength(1);
    });

    it('hands none out once it has expired', () => {
      const error = networkError();
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        const source = sourceOf(context, ofFiveMinutes);
        expectObservable(source.tokens$(), '30m ^').toBe('30m #', undefined, error);
      });
      expect(states.at(-1)).toMatchObject({ freshness: 'stale' });
    });
  });

  describe('freshTokens', () => {
    it('hands fresh tokens out at once, the same object as tokens$', () => {
      marbles((context) => {
        const source = sourceOf(context, freshSession);
        expect(source.freshTokens()).toBe(watch(source.tokens$()).values[0]);
      });
    });

    it('leaves it to tokens$ where the tokens are due', () => {
      const { api } = marbles((context) => {
        expect(sourceOf(context, dueSession).freshTokens()).toBeUndefined();
      });
      expect(api.calls).toEqual([]);
    });

    it('leaves it to tokens$ where nobody is signed in', () => {
      marbles((context) => {
        context.signedOut();
        expect(sourceOver(context).freshTokens()).toBeUndefined();
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
