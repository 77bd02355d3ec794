import { defer, NEVER, of, switchMap, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { noTextEncoderError } from '../../src/adapters/aws/no-text-encoder';
import { fetchAhead, loadUserPool } from '../../src/flows/load-user-pool';
import type { LazyUserPool, UserPool } from '../../src/flows/load-user-pool';
import { createTokenSource } from '../../src/flows/session/tokens';
import type { TokenSource } from '../../src/flows/session/tokens';
import type { FakeContext } from '../fakes/fake-context';
import { fakeAnswer, fakeSession } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, expiredSession, freshSession, renewal, sessionOfBob, userPoolOf } from '../fakes/parts';
import type { SignIn } from '../../src/flows/sign-in/sign-in';
import { challengedSignIn, DONE, PLAIN, signedOutSignIn, signInOf, SMS_STEP } from './sign-in/fixture';
import { onStage, pathOf, requestsOf } from './sign-out/fixture';
import type { Asked } from './sign-out/fixture';

const LOAD_MS = 100;
const NOT_LOADED = { kind: 'network', code: 'SdkNotLoaded', retryable: true };

type Load = (userPool$: Observable<UserPool>) => Observable<UserPool>;
const slowly$: Load = (userPool$) => timer(LOAD_MS).pipe(switchMap(() => userPool$));
const never$: Load = () => NEVER;
const broken$: Load = () => throwError(() => new TypeError('Failed to fetch'));
/** Fails the first time, with the network that a page had then. */
const brokenFirst = (times = 1): Load => {
  let loads = 0;
  return (userPool$) => defer(() => ((loads += 1) <= times ? broken$(userPool$) : userPool$));
};

const tokensOf = (context: FakeContext, { refresh$ }: LazyUserPool): TokenSource =>
  createTokenSource(context, refresh$);

describe('loadUserPool', () => {
  describe('load$', () => {
    it('loads once for all who ask, whoever leaves, and emits at once from then on', () => {
      marbles((context, { cold, expectObservable, expectSubscriptions }) => {
        const source$ = cold<UserPool>('--(o|)');
        const { load$ } = loadUserPool(context, source$);
        expectObservable(load$, '^!').toBe('-');
        expectObservable(load$, '-^').toBe('--(o|)');
        expectObservable(load$, '----^').toBe('----(o|)');
        expectSubscriptions(source$.subscriptions).toBe('^-!');
      });
    });

    it('tells what the platform lacks as it is (#12)', () => {
      marbles((context) => {
        const lacking = noTextEncoderError();
        const userPool = userPoolOf(context, { load$: () => throwError(() => lacking) });
        expect(watch(userPool.load$).error).toBe(lacking);
      });
    });

    it('does not remember a load that failed', () => {
      marbles((context) => {
        const userPool = userPoolOf(context, { load$: brokenFirst() });
        expect(watch(userPool.load$).error).toMatchObject(NOT_LOADED);
        expect(userPool.loaded).toBeUndefined();
        expect(watch(userPool.load$).values).toEqual([userPool.loaded]);
      });
    });
  });

  describe('revokeUnwanted', () => {
    it('reports in its time that the code does not come, and revokes the tokens when it does (R61)', () => {
      const { api, errors } = marbles((context) => {
        context.signedInWith(freshSession);
        context.api.script('RevokeToken', {});
        const load$: Load = (it$) => timer(15_000).pipe(switchMap(() => it$));
        userPoolOf(context, { load$ }).revokeUnwanted(sessionOfBob);
        context.at(11_000, () => {
          expect([context.errors.length, context.api.calls.length]).toEqual([1, 0]);
        });
      });
      expect(errors).toMatchObject([NOT_LOADED]);
      expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([sessionOfBob.refreshToken]);
    });

    it('reports once that it could not be loaded', () => {
      const { errors } = marbles((context) => {
        userPoolOf(context, { load$: broken$ }).revokeUnwanted(sessionOfBob);
      });
      expect(errors).toMatchObject([NOT_LOADED]);
    });
  });

  describe('refresh$', () => {
    it('waits for the load, then refreshes', () => {
      marbles((context, { cold, expectObservable }) => {
        context.signedInWith(expiredSession);
        context.api.script('GetTokensFromRefreshToken', cold('10ms (a|)', { a: fakeAnswer(renewal) }));
        const userPool = userPoolOf(context, { load$: slowly$ });
        expectObservable(tokensOf(context, userPool).tokens$()).toBe('110ms (t|)', {
          t: expect.objectContaining({ accessToken: fakeAnswer(renewal).AuthenticationResult?.AccessToken }),
        });
      });
    });

    it('refreshes also for a subscriber that asks as it is told of the refresh that the load began (R26, R63)', () => {
      marbles((context) => {
        context.signedInWith(freshSession);
        context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
        const { tokens$ } = tokensOf(context, userPoolOf(context, { load$: slowly$ }));
        const asked = [watch(tokens$({ forceRefresh: true }))];
        context.machine.state$.subscribe((state) => {
          if (state.status !== 'signedIn' || state.freshness !== 'refreshing') return;
          asked.push(watch(tokens$({ forceRefresh: true })));
        });
        context.at(LOAD_MS + 1, () => {
          expect(asked.map(({ isComplete }) => isComplete)).toEqual([true, true]);
        });
      });
    });

    it('fails once for all who wait, as stale, where it cannot be loaded', () => {
      const { events, errors, states } = marbles((context) => {
        context.signedInWith(expiredSession);
        const load$: Load = () => timer(LOAD_MS).pipe(switchMap(() => broken$(NEVER)));
        const { tokens$ } = tokensOf(context, userPoolOf(context, { load$ }));
        const asked = [watch(tokens$()), watch(tokens$())];
        context.at(LOAD_MS + 1, () => {
          expect(asked.map(({ error }) => error)).toMatchObject([NOT_LOADED, NOT_LOADED]);
        });
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
      expect(events).toMatchObject([{ type: 'tokenRefreshFailed', error: NOT_LOADED }]);
      expect(errors).toMatchObject([NOT_LOADED]);
    });

    it('leaves a token that still works to be handed out where it cannot be loaded', () => {
      const { states } = marbles((context) => {
        context.signedInWith(dueSession);
        const { tokens$ } = tokensOf(context, userPoolOf(context, { load$: broken$ }));
        expect(watch(tokens$()).values).toMatchObject([{ accessToken: dueSession.accessToken }]);
      });
      expect(states.at(-1)).toMatchObject({ freshness: 'stale' });
    });

    it('errors at once where the Auth is destroyed while it waits (R45)', () => {
      marbles((context) => {
        context.signedInWith(expiredSession);
        const waiting = watch(userPoolOf(context, { load$: never$ }).refresh$());
        context.destroy();
        expect(waiting.error).toMatchObject({ code: 'AuthDestroyed' });
      });
    });

    it('errors as soon as the session ends for which it was asked, and goes on for the next one (R16)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.signedInWith(expiredSession);
        const userPool = userPoolOf(context, { load$: slowly$ });
        const ofBob = { userId: 'bob-sub', username: 'bob', serial: '2' };
        context.api.script('GetTokensFromRefreshToken', fakeAnswer(ofBob));
        context.at(10, () => {
          const next = { epoch: 'epoch-2', session: sessionOfBob };
          context.store.stored = next;
          context.machine.send({ type: 'sessionReplaced', ...next });
        });
        const signedOut = expect.objectContaining({ kind: 'signedOut' });
        expectObservable(userPool.refresh$()).toBe('10ms #', undefined, signedOut);
        expectObservable(userPool.refresh$(), '20ms ^').toBe('100ms (b|)', {
          b: expect.objectContaining({ user: sessionOfBob.user }),
        });
      });
      expect(api.calls).toHaveLength(1);
    });

    it('errors, and loads nothing, where nobody is signed in', () => {
      let loads = 0;
      marbles((context, { expectObservable }) => {
        context.signedOut();
        const load$: Load = (userPool$) => defer(() => ((loads += 1), userPool$));
        const signedOut = expect.objectContaining({ kind: 'signedOut' });
        expectObservable(userPoolOf(context, { load$ }).refresh$()).toBe('#', undefined, signedOut);
      });
      expect(loads).toBe(0);
    });

    it('passes on how it is asked', () => {
      const asked: unknown[] = [];
      marbles((context) => {
        context.signedInWith(freshSession);
        const refreshing: Pick<UserPool, 'refresh$'> = {
          refresh$: (options) => (asked.push(options), NEVER),
        };
        const { refresh$ } = loadUserPool(context, of(refreshing as UserPool));
        const options = { isForced: true, refused: freshSession.accessToken };
        watch(refresh$(options));
        expect(asked).toEqual([options]);
        context.destroy();
      });
    });
  });
});

describe('fetchAhead', () => {
  it('fetches once, with the AWS SDK, when the browser is idle and a session is there', () => {
    let loads = 0;
    const { api } = marbles((context) => {
      const { load$ } = userPoolOf(context, { load$: (it$) => defer(() => ((loads += 1), it$)) });
      context.environment.visible = false;
      fetchAhead(context, load$);
      context.environment.idle$.next();
      context.signedInWith(freshSession);
      expect(loads).toBe(0);
      context.environment.idle$.next();
      context.environment.resumed$.next();
      context.environment.idle$.next();
      context.destroy();
    });
    expect([loads, api.preloads]).toEqual([1, 1]);
  });

  it('keeps the tokens fresh from then on', () => {
    const { api, machine } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      fetchAhead(context, userPoolOf(context).load$);
      expect(context.api.calls).toEqual([]);
      context.environment.idle$.next();
      context.destroy();
    });
    expect(api.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
    expect(machine.now.session?.accessToken).toBe(fakeSession(renewal).accessToken);
  });

  it('tries again when the page is focused or online again, where it could not be fetched', () => {
    let loads = 0;
    marbles((context) => {
      context.signedInWith(freshSession);
      const failing$ = defer(() => ((loads += 1), throwError(() => new TypeError('Failed to fetch'))));
      fetchAhead(context, userPoolOf(context, { load$: () => failing$ }).load$);
      context.environment.idle$.next();
      expect(loads).toBe(1);
      context.environment.resumed$.next();
      context.environment.idle$.next();
      context.destroy();
      context.environment.resumed$.next();
      context.environment.idle$.next();
    });
    expect(loads).toBe(2);
  });

  it('listens to nothing any more after destroy (R45)', () => {
    const { environment } = marbles((context) => {
      fetchAhead(context, userPoolOf(context).load$);
      context.destroy();
    });
    expect([environment.resumed$.observed, environment.idle$.observed]).toEqual([false, false]);
  });
});

describe('a sign-out while the user pool is loaded', () => {
  it('puts up the fence at once: state, memory, storage, tabs, and who waits for tokens (R4, R16)', () => {
    onStage(
      (stage) => {
        const waiting = watch(stage.userPool.refresh$());
        stage.signOut$().subscribe();
        expect(stage.machine.now.state).toMatchObject({ status: 'signingOut' });
        expect([stage.machine.now.session, stage.store.stored.session]).toStrictEqual([undefined, undefined]);
        expect(stage.tabs.announcements).toBe(1);
        expect(waiting.error).toMatchObject({ kind: 'signedOut' });
      },
      { load$: never$, session: expiredSession },
    );
  });

  it('sends its requests once they are there, though its subscriber has left (R17)', () => {
    const stage = onStage(
      ({ api, signOut$ }) => {
        api.script('RevokeToken', {});
        signOut$().subscribe().unsubscribe();
      },
      { load$: slowly$ },
    );
    expect(requestsOf(stage)).toEqual([`${LOAD_MS} RevokeToken`]);
    expect(stage.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
  });

  it('is joined, and widened, by whoever asks meanwhile (R9)', () => {
    const asked: Asked[] = [];
    const stage = onStage(
      ({ api, signOutAt }) => {
        api.script('GlobalSignOut', {});
        api.script('RevokeToken', {});
        asked.push(signOutAt(0), signOutAt(10, { globalSignOut: true }));
      },
      { load$: slowly$ },
    );
    expect(requestsOf(stage)).toEqual([`${LOAD_MS} GlobalSignOut`, `${LOAD_MS} RevokeToken`]);
    expect(asked[0]?.result).toBe(asked[1]?.result);
    expect(asked[0]?.result).toMatchObject({ outcome: 'complete', scope: 'global' });
  });

  it('signs out by the deadline where they do not come, as partial, and cleans up (R4, R5)', () => {
    let asked: Asked | undefined;
    const cleaned: string[] = [];
    const cleanups = [
      { name: 'cache', afterClear: ({ reason }: { reason: string }) => void cleaned.push(reason) },
    ];
    const stage = onStage(({ signOutAt }) => (asked = signOutAt(0, { globalSignOut: true })), {
      load$: never$,
      cleanups,
    });
    expect(asked).toMatchObject({
      at: 3_000,
      result: {
        outcome: 'partial',
        steps: { globalSignOut: 'failed', revokeToken: 'failed', clearCache: 'done' },
        globalSignOutError: NOT_LOADED,
        revokeTokenError: NOT_LOADED,
      },
    });
    expect(cleaned).toEqual(['signedOut']);
    expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
    expect(stage.api.calls).toEqual([]);
  });

  it('needs no global step where none was asked for, and revokes nothing that cannot be revoked (R12)', () => {
    let asked: Asked | undefined;
    onStage(({ signOutAt }) => (asked = signOutAt(0)), {
      load$: broken$,
      session: { ...freshSession, isRevocable: false },
    });
    expect(asked?.result).toMatchObject({
      outcome: 'complete',
      steps: { globalSignOut: 'notNeeded', revokeToken: 'notSupported' },
    });
  });

  it('loads again before its first request where the load that its turn began has failed (#12)', () => {
    let asked: Asked | undefined;
    const stage = onStage(
      ({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        asked = signOutAt(0);
      },
      { load$: brokenFirst() },
    );
    expect(asked?.result?.outcome).toBe('complete');
    expect(requestsOf(stage)).toEqual(['0 RevokeToken']);
  });

  it('loads again for retry$, which repeats what has failed', () => {
    let asked: Asked | undefined;
    const stage = onStage(
      ({ api, at, signOutAt }) => {
        api.script('RevokeToken', {});
        asked = signOutAt(0);
        at(10, () => {
          const again = watch(asked?.result?.retry$ ?? NEVER);
          expect(again.values).toMatchObject([{ outcome: 'complete', steps: { revokeToken: 'done' } }]);
        });
      },
      { load$: brokenFirst(2) },
    );
    expect(asked?.result?.outcome).toBe('partial');
    expect(requestsOf(stage)).toEqual(['10 RevokeToken']);
  });

  it('stays partial where retry$ cannot load either', () => {
    onStage(
      ({ signOut$ }) => {
        const { values } = watch(signOut$({ globalSignOut: true }));
        expect(watch(values[0]?.retry$ ?? NEVER).values).toMatchObject([
          { outcome: 'partial', globalSignOutError: NOT_LOADED, revokeTokenError: NOT_LOADED },
        ]);
      },
      { load$: broken$ },
    );
  });

  it('reports the global step of one that joins while the cache is cleared as failed (R9)', () => {
    let asked: Asked | undefined;
    onStage(
      ({ signOutAt }) => {
        signOutAt(0);
        asked = signOutAt(10, { globalSignOut: true });
      },
      { load$: broken$, storageDelayMs: 20 },
    );
    expect(asked?.result).toMatchObject({
      scope: 'global',
      steps: { globalSignOut: 'failed', revokeToken: 'failed' },
      globalSignOutError: NOT_LOADED,
    });
  });

  it('says that tokens which come to light after the deadline could not be revoked', () => {
    const stage = onStage(({ signOutAt }) => signOutAt(0), {
      isRestoring: true,
      storageDelayMs: 4_000,
      load$: broken$,
    });
    expect(stage.errors).toContainEqual(expect.objectContaining(NOT_LOADED));
    expect(stage.store.stored.session).toBeUndefined();
    expect(stage.events).toEqual([]);
  });

  it('loads nothing where nobody is signed in (R10)', () => {
    let loads = 0;
    onStage(({ signOut$ }) => expect(watch(signOut$()).values).toMatchObject([{ outcome: 'complete' }]), {
      session: null,
      load$: (userPool$) => defer(() => ((loads += 1), userPool$)),
    });
    expect(loads).toBe(0);
  });
});

describe('a sign-in while the user pool is loaded', () => {
  it('shows at once, and begins when they are there', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
      expectObservable(signIn.signIn$(PLAIN)).toBe('102ms (d|)', { d: DONE });
      context.at(0, () => {
        expect(context.machine.now.state).toMatchObject({ status: 'signingIn', username: 'ada' });
      });
    });
    expect(api.calls).toMatchObject([{ operation: 'InitiateAuth', sentAt: LOAD_MS }]);
  });

  it('is cut off by a sign-out, and never begins (R3)', () => {
    const { api, machine } = marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      const asked = watch(signIn.signIn$(PLAIN));
      context.machine.send({ type: 'signInCutOff', epoch: 'epoch-2' });
      expect(asked.error).toMatchObject({ kind: 'cancelled', code: 'SignedOut' });
    });
    expect([api.calls, machine.now.session]).toStrictEqual([[], undefined]);
  });

  it('gives way to a newer one', () => {
    const { api } = marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      context.api.script('InitiateAuth', fakeAnswer());
      const older = watch(signIn.signIn$(PLAIN));
      signIn.signIn$({ ...PLAIN, username: 'bob' }).subscribe();
      expect(older.error).toMatchObject({ kind: 'cancelled', code: 'SignInSuperseded' });
    });
    expect(api.callsOf('InitiateAuth')).toHaveLength(1);
  });

  it('is over where its subscriber leaves: nothing happens later', () => {
    const { api, states } = marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      signIn.signIn$(PLAIN).subscribe().unsubscribe();
    });
    expect(api.calls).toEqual([]);
    expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signInCancelled' });
  });

  /** A challenge that waits, over a user pool that is gone again: as after a reload. */
  const waiting = (context: FakeContext, load$: Load): SignIn => {
    challengedSignIn(context);
    const { attempt } = context.machine.now;
    const signIn = signInOf(context, { load$ });
    if (attempt) context.machine.send({ type: 'challengeReceived', attempt });
    return signIn;
  };

  it('keeps a challenge open where it cannot be loaded to answer it', () => {
    marbles((context) => {
      const signIn = waiting(context, broken$);
      expect(watch(signIn.confirmSignIn$({ challengeResponse: '1' })).error).toMatchObject(NOT_LOADED);
      expect(context.machine.now.attempt?.waiting).toBeDefined();
      expect(context.machine.now.state).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
    });
  });

  it('sends the answer to a challenge once, however often it was given', () => {
    const { api } = marbles((context) => {
      const signIn = waiting(context, slowly$);
      context.api.script('RespondToAuthChallenge', fakeAnswer());
      const answers = [1, 2].map(() => watch(signIn.confirmSignIn$({ challengeResponse: '123456' })));
      context.at(LOAD_MS + 1, () => {
        expect(answers.map(({ error }) => error)).toMatchObject([undefined, { kind: 'invalidState' }]);
      });
    });
    expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
  });

  it('prepares nothing, and does not fail, where it cannot be loaded', () => {
    marbles((context, { expectObservable }) => {
      expectObservable(signedOutSignIn(context, { load$: broken$ }).prepareSignIn$()).toBe('|');
    });
  });
});
