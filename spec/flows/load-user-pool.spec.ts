import { defer, NEVER, switchMap, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { createTokenSource } from '../../src/flows/tokens';
import { createLazyOperations } from '../../src/flows/lazy-operations';
import type { Operations } from '../../src/flows/operations';
import { fakeAnswer } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, expiredSession, freshSession, operationsOf, renewal } from './parts';
import { DONE, PLAIN, signedOutSignIn } from './sign-in-fixture';
import { onStage, pathOf, requestsOf } from './sign-out-fixture';
import type { Asked } from './sign-out-fixture';

const LOAD_MS = 100;
const NOT_LOADED = { kind: 'network', code: 'SdkNotLoaded', retryable: true };

type Load = (operations$: Observable<Operations>) => Observable<Operations>;
const slowly$: Load = (operations$) => timer(LOAD_MS).pipe(switchMap(() => operations$));
const never$: Load = () => NEVER;
const broken$: Load = () => throwError(() => new TypeError('Failed to fetch'));
/** Fails the first time, with the network that a page had then. */
const brokenOnce = (): Load => {
  let loads = 0;
  return (operations$) => defer(() => ((loads += 1) === 1 ? broken$(operations$) : operations$));
};

describe('createLazyOperations', () => {
  describe('load$', () => {
    it('loads once for all who ask, whoever leaves, and emits at once from then on', () => {
      marbles((context, { cold, expectObservable, expectSubscriptions }) => {
        const source$ = cold<Operations>('--(o|)');
        const { load$ } = createLazyOperations(context, source$);
        expectObservable(load$, '^!').toBe('-');
        expectObservable(load$, '-^').toBe('--(o|)');
        expectObservable(load$, '----^').toBe('----(o|)');
        expectSubscriptions(source$.subscriptions).toBe('^-!');
      });
    });

    it('does not remember a load that failed', () => {
      marbles((context) => {
        const operations = operationsOf(context, { load$: brokenOnce() });
        expect(watch(operations.load$).error).toMatchObject(NOT_LOADED);
        expect(operations.loaded).toBeUndefined();
        expect(watch(operations.load$).values).toEqual([operations.loaded]);
      });
    });
  });

  describe('refresh$', () => {
    it('waits for the load, then refreshes', () => {
      marbles((context, { cold, expectObservable }) => {
        context.signedInWith(expiredSession);
        context.api.script('GetTokensFromRefreshToken', cold('10ms (a|)', { a: fakeAnswer(renewal) }));
        const { refresher } = operationsOf(context, { load$: slowly$ });
        expectObservable(createTokenSource(context, refresher).tokens$()).toBe('110ms (t|)', {
          t: expect.objectContaining({ accessToken: fakeAnswer(renewal).AuthenticationResult?.AccessToken }),
        });
      });
    });

    it('fails once for all who wait, as stale, where it cannot be loaded', () => {
      const { events, errors, states } = marbles((context) => {
        context.signedInWith(expiredSession);
        const load$: Load = () => timer(LOAD_MS).pipe(switchMap(() => broken$(NEVER)));
        const { tokens$ } = createTokenSource(context, operationsOf(context, { load$ }).refresher);
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
        const { tokens$ } = createTokenSource(context, operationsOf(context, { load$: broken$ }).refresher);
        expect(watch(tokens$()).values).toMatchObject([{ accessToken: dueSession.accessToken }]);
      });
      expect(states.at(-1)).toMatchObject({ freshness: 'stale' });
    });

    it('errors at once where the Auth is destroyed while it waits (R45)', () => {
      marbles((context) => {
        context.signedInWith(expiredSession);
        const waiting = watch(operationsOf(context, { load$: never$ }).refresher.refresh$());
        context.destroy();
        expect(waiting.error).toMatchObject({ code: 'AuthDestroyed' });
      });
    });

    it('goes on for a session that is asked for before the wait for the one before is cut off', () => {
      marbles((context) => {
        context.signedInWith(expiredSession);
        const { refresher } = operationsOf(context, { load$: never$ });
        const before = watch(refresher.refresh$());
        context.current.begin('epoch-2', freshSession);
        const after = watch(refresher.refresh$());
        context.current.cutOff(new Error('over') as never);
        expect([before.error, after.error]).toEqual([new Error('over'), undefined]);
      });
    });
  });
});

describe('a sign-out while the operations are loaded', () => {
  it('puts up the fence at once: state, memory, storage, tabs, and who waits for tokens (R4, R16)', () => {
    onStage(
      (stage) => {
        const waiting = watch(stage.refresher.refresh$());
        stage.signOut$().subscribe();
        expect(stage.machine.state).toMatchObject({ status: 'signingOut' });
        expect([stage.current.session, stage.store.stored.session]).toEqual([undefined, undefined]);
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
      { load$: brokenOnce() },
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
      load$: (operations$) => defer(() => ((loads += 1), operations$)),
    });
    expect(loads).toBe(0);
  });
});

describe('a sign-in while the operations are loaded', () => {
  it('shows at once, and begins when they are there', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
      expectObservable(signIn.signIn$(PLAIN)).toBe('102ms (d|)', { d: DONE });
      context.at(0, () => {
        expect(context.machine.state).toMatchObject({ status: 'signingIn', username: 'ada' });
      });
    });
    expect(api.calls).toMatchObject([{ operation: 'InitiateAuth', sentAt: LOAD_MS }]);
  });

  it('is cut off by a sign-out, and never begins (R3)', () => {
    const { api, current } = marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      const asked = watch(signIn.signIn$(PLAIN));
      signIn.cut({ code: 'SignedOut' } as never);
      expect(asked.error).toEqual({ code: 'SignedOut' });
    });
    expect([api.calls, current.session]).toEqual([[], undefined]);
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

  it('keeps a challenge open where they cannot be loaded to answer it', () => {
    marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: broken$ });
      const attempt = signIn.start('ada');
      const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;
      signIn.wait(attempt, { name: 'SMS_MFA', session: 's', answersAs: 'ada', nextStep, resumableUntil: 1 });
      expect(watch(signIn.confirmSignIn$({ challengeResponse: '1' })).error).toMatchObject(NOT_LOADED);
      expect(attempt.pending).toBeDefined();
    });
  });

  it('sends the answer to a challenge once, however often it was given', () => {
    const { api } = marbles((context) => {
      const signIn = signedOutSignIn(context, { load$: slowly$ });
      const attempt = signIn.start('ada');
      const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;
      signIn.wait(attempt, { name: 'SMS_MFA', session: 's', answersAs: 'ada', nextStep, resumableUntil: 1 });
      context.api.script('RespondToAuthChallenge', fakeAnswer());
      const answers = [1, 2].map(() => watch(signIn.confirmSignIn$({ challengeResponse: '1' })));
      context.at(LOAD_MS + 1, () => {
        expect(answers[1]?.error ?? answers[0]?.error).toMatchObject({ kind: 'invalidState' });
      });
    });
    expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
  });

  it('prepares nothing, and does not fail, where they cannot be loaded', () => {
    marbles((context, { expectObservable }) => {
      expectObservable(signedOutSignIn(context, { load$: broken$ }).prepareSignIn$()).toBe('|');
    });
  });
});
