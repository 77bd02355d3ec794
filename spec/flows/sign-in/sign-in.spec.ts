import { defer, filter, NEVER, take, throwError, timer, switchMap } from 'rxjs';
import { cancelledError } from '../../../src/model/errors';
import type { SignInInput } from '../../../src/flows/sign-in/input';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import type { FakeContext } from '../../fakes/fake-context';
import { EPOCH } from '../../fakes/fake-context';
import { fakeAnswer, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, sessionOfBob } from '../../fakes/parts';
import type { LoadOptions } from '../../fakes/parts';
import { challengedSignIn, DONE, PLAIN, signedOutSignIn, signInOf, SMS, SMS_STEP } from './fixture';
import type { SignInStage } from './fixture';

const CODE = { challengeResponse: '123456' };
const SUPERSEDED = cancelledError('SignInSuperseded', 'A newer sign-in took the place of this one.');
const CUT_OFF = cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.');
const DESTROYED: unknown = expect.objectContaining({ kind: 'invalidState', code: 'AuthDestroyed' });

const statuses = ({ states }: Pick<FakeContext, 'states'>): readonly string[] =>
  states.map(({ status }) => status);

const revoked = ({ api }: Pick<FakeContext, 'api'>): readonly string[] =>
  api.callsOf('RevokeToken').map(({ input }) => input.Token);

/** What a sign-out does to an attempt, and to whoever waits for a turn. */
const cutOff = ({ machine, store }: FakeContext): void => {
  machine.send({ type: 'signOutAsked' });
  machine.send(
    { type: 'signInCutOff', epoch: 'cut off' },
    { meanwhile: () => store.clear$('cut off').subscribe() },
  );
};

const signOutOf = ({ machine, signedInWith }: FakeContext): void => {
  const { user } = freshSession;
  signedInWith(freshSession);
  machine.send({ type: 'signOutStarted', user, scope: 'local', epoch: 'after', endedEpoch: EPOCH });
};

describe('createSignIn', () => {
  describe('signIn$', () => {
    it('does nothing before it is subscribed to', () => {
      const context = marbles((fake) => {
        void signedOutSignIn(fake).signIn$(PLAIN);
      });
      expect(context.api.calls).toEqual([]);
      expect(statuses(context)).toEqual(['restoring', 'signedOut']);
    });

    describe('over a storage that could not be read', () => {
      const unread = (context: FakeContext): SignInStage => {
        const signIn = signInOf(context);
        context.machine.send({ type: 'noSessionFound', epoch: undefined, isUnread: true });
        return signIn;
      };
      const newer = storageError('NewerVersionStored');

      it.each<[string, (context: FakeContext) => void]>([
        ['holds what a newer version stored', ({ store }) => (store.stored = { epoch: undefined, newer })],
        [
          'still fails',
          ({ store }) => {
            store.failNext('read$', newer);
          },
        ],
      ])('errors before the server is asked, where it %s (R53, #12)', (_what, arrange) => {
        const context = marbles((fake, { expectObservable }) => {
          const { signIn$ } = unread(fake);
          arrange(fake);
          expectObservable(signIn$(PLAIN)).toBe('#', undefined, newer);
        });
        expect(context.api.calls).toEqual([]);
        expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
        expect(context.machine.now.attempt).toBeUndefined();
      });

      it('errors in its turn as well, where it was asked for before the storage had answered (#12)', () => {
        const context = marbles((fake, { expectObservable }) => {
          const { signIn$ } = signInOf(fake);
          fake.store.stored = { epoch: undefined, newer };
          fake.at(2, () => {
            fake.machine.send({ type: 'noSessionFound', epoch: undefined, isUnread: true });
          });
          expectObservable(signIn$(PLAIN)).toBe('--#', undefined, newer);
        });
        expect(context.api.calls).toEqual([]);
      });

      it('goes on where it can be read by now (R53)', () => {
        const { store, machine } = marbles((context, { expectObservable }) => {
          const { signIn$ } = unread(context);
          context.api.script('InitiateAuth', fakeAnswer());
          expectObservable(signIn$(PLAIN)).toBe('(d|)', { d: DONE });
        });
        expect(store.stored.session).toEqual(machine.now.session);
      });
    });

    it('emits one result once the session is stored and shown, and completes', () => {
      const { machine, store } = marbles((context, { cold, expectObservable }) => {
        const { signIn$ } = signedOutSignIn(context);
        context.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer() }));
        expectObservable(signIn$(PLAIN)).toBe('--(d|)', { d: DONE });
        expectObservable(context.machine.state$).toBe('o-s', {
          o: { status: 'signingIn', username: 'ada' },
          s: expect.objectContaining({ status: 'signedIn' }),
        });
      });
      expect(store.stored.session).toEqual(machine.now.session);
    });

    it('shows the attempt at once, before the code to go on with has come', () => {
      const context = marbles((fake, { expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake, {
          load$: (userPool$) => timer(3, fake.scheduler).pipe(switchMap(() => userPool$)),
        });
        fake.api.script('InitiateAuth', fakeAnswer());
        expectObservable(signIn$(PLAIN)).toBe('---(d|)', { d: DONE });
        fake.at(1, () => {
          expect(fake.machine.now.state).toEqual({ status: 'signingIn', username: 'ada' });
        });
      });
      expect(statuses(context).at(-1)).toBe('signedIn');
    });

    it('starts anew for each subscriber: the older one is cancelled, and its late tokens are revoked', () => {
      const context = marbles((fake, { cold, expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
        fake.api.script('InitiateAuth', cold('--(t|)', { t: fakeAnswer({ refreshToken: 'kept' }) }));
        fake.api.script('RevokeToken', {});
        const asked$ = signIn$(PLAIN);
        expectObservable(asked$).toBe('-#', undefined, SUPERSEDED);
        expectObservable(asked$, '-^').toBe('---(d|)', { d: DONE });
      });
      expect(context.machine.now.session?.refreshToken).toBe('kept');
      expect(revoked(context)).toEqual(['late']);
      expect(context.events.map(({ type }) => type)).toEqual(['signedIn', 'lateTokensRevoked']);
    });

    it('is cancelled by unsubscribing; late tokens are revoked', () => {
      const context = marbles((fake, { cold, expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
        fake.api.script('RevokeToken', {});
        expectObservable(signIn$(PLAIN), '^-!').toBe('---');
      });
      expect(context.states.at(-1)).toEqual({
        status: 'signedOut',
        reason: 'signInCancelled',
        lastUsername: 'ada',
      });
      expect(revoked(context)).toEqual(['late']);
      expect(context.machine.now.session).toBeUndefined();
    });

    it.each(Array.from({ length: 9 }, (_, frame) => frame))(
      'is cut off whole at frame %i of its storing: never the session, nothing of it stored, its tokens revoked (R49)',
      (frame) => {
        // Before its own request is made, a newer attempt would be given the answer to it.
        const newer = frame > 4 ? (['newer'] as const) : [];
        for (const end of ['unsubscribe', 'sign-out', ...newer] as const) {
          const context = marbles((fake) => {
            const { signIn$ } = signedOutSignIn(fake);
            fake.store.delayMs = 4;
            fake.api.script('InitiateAuth', fakeAnswer({ refreshToken: 'late' }), NEVER);
            fake.api.script('RevokeToken', {});
            const { subscription } = watch(signIn$(PLAIN));
            // The storage has been read at frame 4, and is written at frame 8.
            fake.at(frame, () => {
              expect(fake.machine.now.session).toBeUndefined();
              if (end === 'unsubscribe') subscription.unsubscribe();
              else if (end === 'sign-out') cutOff(fake);
              else watch(signIn$(PLAIN));
            });
          });
          expect(statuses(context)).not.toContain('signedIn');
          expect(context.machine.now.session).toBeUndefined();
          expect(context.store.stored.session).toBeUndefined();
          const isAsked = frame > 4;
          expect(revoked(context)).toEqual(isAsked ? ['late'] : []);
        }
      },
    );

    it('clears nothing of another tab for an attempt that nobody waits for any more', () => {
      const context = marbles((fake, { expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.store.delayMs = 4;
        fake.api.script('InitiateAuth', fakeAnswer());
        fake.api.script('RevokeToken', {});
        fake.at(5, () => {
          fake.store.stored = { epoch: 'of another tab' };
        });
        expectObservable(signIn$(PLAIN), '^-----!').toBe('------');
      });
      expect(context.store.calls).not.toContain('clear$');
      expect(context.store.stored).toEqual({ epoch: 'of another tab' });
      expect(revoked(context)).toHaveLength(1);
    });

    it('waits while the storage is restored (R18)', () => {
      marbles((context, { expectObservable }) => {
        const { signIn$ } = signInOf(context);
        context.api.script('InitiateAuth', fakeAnswer());
        context.at(3, () => {
          expect(context.api.calls).toEqual([]);
          context.signedOut();
        });
        expectObservable(signIn$(PLAIN)).toBe('---(d|)', { d: DONE });
      });
    });

    it('waits while a sign-out runs, then runs (R18)', () => {
      const context = marbles((fake, { expectObservable }) => {
        const { signIn$ } = signInOf(fake);
        signOutOf(fake);
        fake.store.stored = { epoch: 'after' };
        fake.api.script('InitiateAuth', fakeAnswer());
        fake.at(3, () => {
          expect(fake.api.calls).toEqual([]);
          fake.machine.send({ type: 'signOutFinished', reason: 'signedOut' });
        });
        expectObservable(signIn$(PLAIN)).toBe('---(d|)', { d: DONE });
      });
      expect(statuses(context)).toEqual([
        'restoring',
        'signedIn',
        'signingOut',
        'signedOut',
        'signingIn',
        'signedIn',
      ]);
    });

    it('lets one attempt wait for its turn: a newer one takes its place (R18)', () => {
      const { api } = marbles((context, { expectObservable }) => {
        const { signIn$ } = signInOf(context);
        signOutOf(context);
        context.store.stored = { epoch: 'after' };
        context.api.script('InitiateAuth', fakeAnswer());
        context.at(3, () => {
          context.machine.send({ type: 'signOutFinished', reason: 'signedOut' });
        });
        expectObservable(signIn$(PLAIN)).toBe('-#', undefined, SUPERSEDED);
        expectObservable(signIn$({ ...PLAIN, username: 'bob' }), '-^').toBe('---(d|)', { d: DONE });
      });
      expect(api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['USERNAME'])).toEqual([
        'bob',
      ]);
    });

    it('is given up by unsubscribing while it waits for its turn', () => {
      const { api, machine, states } = marbles((context, { expectObservable }) => {
        const { signIn$ } = signInOf(context);
        context.at(3, () => {
          context.signedOut();
        });
        expectObservable(signIn$(PLAIN), '^-!').toBe('---');
      });
      expect(api.calls).toEqual([]);
      expect(machine.now.queued).toBeUndefined();
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession' });
    });

    it('is cut off by a sign-out that is asked for while it waits (R3)', () => {
      const context = marbles((fake, { expectObservable }) => {
        const { signIn$ } = signInOf(fake);
        fake.at(2, () => {
          fake.machine.send({ type: 'signOutAsked' });
        });
        fake.at(3, () => {
          fake.signedOut();
        });
        expectObservable(signIn$(PLAIN)).toBe('--#', undefined, CUT_OFF);
      });
      expect(context.api.calls).toEqual([]);
      expect(statuses(context)).toEqual(['restoring', 'signedOut']);
    });

    it('is refused over a storage that can only be read, before anything is touched (#12)', () => {
      const { api, states } = marbles((context) => {
        const { signIn$ } = signedOutSignIn({ ...context, isReadOnly: true });
        expect(watch(signIn$(PLAIN)).error).toMatchObject({ kind: 'storage', code: 'StorageIsReadOnly' });
      });
      expect(api.calls).toEqual([]);
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession' });
    });

    it('is refused while a user is signed in, and where the storage that it waited for held one', () => {
      const refused = expect.objectContaining({
        kind: 'invalidState',
        code: 'UserAlreadyAuthenticatedException',
        message: 'A user is signed in.',
        recoverySuggestion: 'Sign out with signOut$() first.',
      }) as unknown;
      const { api } = marbles((context, { expectObservable }) => {
        const { signIn$ } = signInOf(context);
        context.at(3, () => {
          context.signedInWith(freshSession);
        });
        expectObservable(signIn$(PLAIN)).toBe('---#', undefined, refused);
        expectObservable(signIn$(PLAIN), '-----^').toBe('-----#', undefined, refused);
      });
      expect(api.calls).toEqual([]);
    });

    it.each([{ username: ' ' }, undefined, null])(
      'refuses %j before anything is touched (R42, R68)',
      (input) => {
        const { states } = marbles((context) => {
          const { signIn$ } = challengedSignIn(context);
          const refused = watch(signIn$(input as unknown as SignInInput));
          expect(refused.error).toMatchObject({ kind: 'validation' });
          expect(context.machine.now.attempt?.waiting).toBeDefined();
        });
        expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
      },
    );

    it.each<[string, (context: FakeContext) => void, unknown]>([
      ['a sign-out', cutOff, CUT_OFF],
      [
        'the session of another tab',
        ({ machine }) => machine.send({ type: 'sessionReplaced', epoch: 'e', session: sessionOfBob }),
        cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.'),
      ],
      ['destroy()', ({ destroy }) => destroy(), DESTROYED],
    ])('is cut off by %s at once, and its late tokens are revoked (R3)', (_what, end, error) => {
      const context = marbles((fake, { cold, expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.api.script('InitiateAuth', cold('-----(t|)', { t: fakeAnswer({ refreshToken: 'late' }) }));
        fake.api.script('RevokeToken', {});
        fake.at(2, () => {
          end(fake);
        });
        expectObservable(signIn$(PLAIN)).toBe('--#', undefined, error);
      });
      expect(revoked(context)).toEqual(['late']);
      expect(context.store.stored.session).toBeUndefined();
    });

    it.each<[string, (context: FakeContext) => void]>([
      ['while it waits for its turn', () => undefined],
      ['while it waits for its code', ({ signedOut }) => signedOut()],
    ])('errors at destroy(), %s', (_when, prepare) => {
      const { api } = marbles((context, { expectObservable }) => {
        const { signIn$ } = signInOf(context, { load$: () => NEVER });
        prepare(context);
        context.at(2, context.destroy);
        expectObservable(signIn$(PLAIN)).toBe('--#', undefined, DESTROYED);
      });
      expect(api.calls).toEqual([]);
    });

    it('errors where its code cannot be loaded, and loads it anew the next time', () => {
      const { states } = marbles((context, { expectObservable }) => {
        let isBroken = true;
        const broken$ = throwError(() => new TypeError('Failed to fetch'));
        const { signIn$ } = signedOutSignIn(context, {
          load$: (userPool$) => defer(() => (isBroken ? broken$ : userPool$)),
        });
        const notLoaded = expect.objectContaining({
          kind: 'network',
          code: 'SdkNotLoaded',
          retryable: true,
        }) as unknown;
        expectObservable(signIn$(PLAIN)).toBe('#', undefined, notLoaded);
        context.at(1, () => {
          isBroken = false;
          context.api.script('InitiateAuth', fakeAnswer());
        });
        expectObservable(signIn$(PLAIN), '-^').toBe('-(d|)', { d: DONE });
      });
      expect(states).toMatchObject([
        { status: 'restoring' },
        { status: 'signedOut' },
        { status: 'signingIn' },
        { status: 'signedOut', reason: 'noSession', lastUsername: 'ada' },
        { status: 'signingIn' },
        { status: 'signedIn' },
      ]);
    });

    it('ends nothing of a newer attempt where its own code comes too late to be loaded', () => {
      const { states } = marbles((context, { cold, expectObservable }) => {
        const broken$ = cold<never>('---#', undefined, new TypeError('Failed to fetch'));
        let loads = 0;
        const { signIn$ } = signedOutSignIn(context, {
          load$: () => defer(() => ((loads += 1) === 1 ? broken$ : NEVER)),
        });
        expectObservable(signIn$(PLAIN)).toBe('-#', undefined, SUPERSEDED);
        expectObservable(signIn$({ ...PLAIN, username: 'bob' }), '-^').toBe(
          '---#',
          undefined,
          expect.objectContaining({ code: 'SdkNotLoaded' }),
        );
      });
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession', lastUsername: 'bob' });
    });

    it('gives way to a session that another tab stored', () => {
      const { api, states } = marbles((context, { expectObservable }) => {
        const { signIn$ } = signedOutSignIn(context);
        context.store.stored = { epoch: 'of another tab', session: sessionOfBob };
        expectObservable(signIn$(PLAIN)).toBe(
          '#',
          undefined,
          cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.'),
        );
      });
      expect(api.calls).toEqual([]);
      expect(states.at(-1)).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    });

    it('is not cancelled by a subscriber who leaves with the result', () => {
      const context = marbles((fake, { expectObservable }) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.api.script('InitiateAuth', fakeAnswer());
        expectObservable(signIn$(PLAIN).pipe(take(1))).toBe('(d|)', { d: DONE });
      });
      expect(statuses(context).at(-1)).toBe('signedIn');
    });

    it('leaves the challenge to be answered by a subscriber who leaves with it', () => {
      const { machine, states } = marbles((context) => {
        const { signIn$ } = signedOutSignIn(context);
        context.api.script('InitiateAuth', SMS);
        watch(signIn$(PLAIN).pipe(take(1)));
      });
      expect(machine.now.attempt?.waiting).toBeDefined();
      expect(states.at(-1)).toMatchObject({ status: 'signingIn', nextStep: SMS_STEP });
    });

    it('is not cancelled any more once the session is stored, from inside a subscriber to the state (R47)', () => {
      const context = marbles((fake) => {
        const { signIn$ } = signInOf(fake);
        fake.api.script('InitiateAuth', fakeAnswer());
        fake.machine.state$.pipe(filter(({ status }) => status === 'signedOut')).subscribe(() => {
          signIn$(PLAIN).subscribe().unsubscribe();
        });
        fake.signedOut();
      });
      expect(statuses(context)).toEqual(['restoring', 'signedOut', 'signingIn', 'signedIn']);
      expect(context.store.stored.session).toBe(context.machine.now.session);
    });

    it('asks for nothing where a subscriber who is told of it asks for a sign-out (R48)', () => {
      const context = marbles((fake) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.machine.state$.pipe(filter(({ status }) => status === 'signingIn')).subscribe(() => {
          if (fake.machine.now.attempt) cutOff(fake);
        });
        expect(watch(signIn$(PLAIN)).error).toEqual(CUT_OFF);
      });
      expect(context.api.calls).toEqual([]);
      expect(context.machine.now.attempt).toBeUndefined();
    });

    it('leaves the last word to the newest of those that subscribers ask for (R48)', () => {
      const context = marbles((fake) => {
        const { signIn$ } = signedOutSignIn(fake);
        fake.api.script('InitiateAuth', fakeAnswer({ username: 'bob', userId: 'bob-sub' }));
        fake.machine.state$
          .pipe(
            filter(({ status }) => status === 'signingIn'),
            take(1),
          )
          .subscribe(() => {
            expect(watch(signIn$({ ...PLAIN, username: 'bob' })).error).toBeUndefined();
          });
        expect(watch(signIn$(PLAIN)).error).toEqual(SUPERSEDED);
      });
      expect(context.api.callsOf('InitiateAuth')).toHaveLength(1);
      expect(context.states.at(-1)).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    });
  });

  describe('confirmSignIn$', () => {
    it('answers the challenge that waits, once per subscription', () => {
      const { api, challenges } = marbles((context, { cold, expectObservable }) => {
        const { confirmSignIn$ } = challengedSignIn(context);
        context.api.script('RespondToAuthChallenge', cold('--(t|)', { t: fakeAnswer() }));
        const confirm$ = confirmSignIn$(CODE);
        expectObservable(confirm$).toBe('--(d|)', { d: DONE });
        expectObservable(confirm$, '-^').toBe(
          '-#',
          undefined,
          expect.objectContaining({ kind: 'invalidState', code: 'NoPendingChallenge' }),
        );
        context.at(1, () => {
          // Nothing is sent twice, not by a reload either.
          expect(context.challenges.stored).toBeUndefined();
        });
      });
      expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
      expect(challenges.stored).toBeUndefined();
    });

    it('leaves a challenge that stays open to a reload again (R41)', () => {
      const { challenges } = marbles((context, { cold, expectObservable }) => {
        const { confirmSignIn$ } = challengedSignIn(context);
        const wrong = serviceError('CodeMismatchException');
        context.api.script('RespondToAuthChallenge', cold('--#', undefined, wrong));
        expectObservable(confirmSignIn$(CODE)).toBe('--#', undefined, wrong);
        context.at(1, () => {
          expect(context.challenges.stored).toBeUndefined();
        });
      });
      expect(challenges.stored?.pending.session).toBe('session-1');
    });

    it('is refused out of order: before a challenge, and after a sign-out (R3, R41)', () => {
      const { api } = marbles((context) => {
        const { confirmSignIn$, signIn$ } = signedOutSignIn(context);
        expect(watch(confirmSignIn$(CODE)).error).toMatchObject({ code: 'NoPendingChallenge' });
        context.api.script('InitiateAuth', SMS);
        signIn$(PLAIN).subscribe();
        cutOff(context);
        expect(watch(confirmSignIn$(CODE)).error).toMatchObject({
          kind: 'invalidState',
          code: 'NoPendingChallenge',
          message: 'No challenge waits for an answer.',
          recoverySuggestion: 'Start again with signIn$().',
        });
      });
      expect(api.callsOf('RespondToAuthChallenge')).toEqual([]);
    });

    it('ends the attempt when it is unsubscribed midway, and revokes what still comes (R3)', () => {
      const context = marbles((fake, { cold, expectObservable }) => {
        const { confirmSignIn$ } = challengedSignIn(fake);
        const late = fakeAnswer({ refreshToken: 'late' });
        fake.api.script('RespondToAuthChallenge', cold('-----(t|)', { t: late }));
        fake.api.script('RevokeToken', {});
        expectObservable(confirmSignIn$(CODE), '^-!').toBe('---');
      });
      expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signInCancelled' });
      expect(revoked(context)).toEqual(['late']);
    });

    it('is superseded by a newer sign-in while its answer is on its way', () => {
      marbles((context, { expectObservable }) => {
        const { confirmSignIn$, signIn$ } = challengedSignIn(context);
        context.api.script('RespondToAuthChallenge', NEVER);
        context.api.script('InitiateAuth', NEVER);
        context.at(2, () => {
          watch(signIn$(PLAIN));
        });
        expectObservable(confirmSignIn$(CODE)).toBe('--#', undefined, SUPERSEDED);
      });
    });

    it('does not bring a challenge back that was cut off while a wrong code was on its way', () => {
      const { challenges } = marbles((context, { cold, expectObservable }) => {
        const { confirmSignIn$ } = challengedSignIn(context);
        const wrong = serviceError('CodeMismatchException');
        context.api.script('RespondToAuthChallenge', cold('--#', undefined, wrong));
        context.at(1, () => {
          cutOff(context);
        });
        expectObservable(confirmSignIn$(CODE)).toBe('-#', undefined, CUT_OFF);
      });
      expect(challenges.stored).toBeUndefined();
    });

    it('may be called from inside the result of the sign-in', () => {
      marbles((context) => {
        const { confirmSignIn$, signIn$ } = signedOutSignIn(context);
        context.api.script('InitiateAuth', SMS);
        context.api.script('RespondToAuthChallenge', fakeAnswer());
        const results: unknown[] = [];
        signIn$(PLAIN).subscribe(() => {
          confirmSignIn$(CODE).subscribe((result) => results.push(result));
        });
        expect(results).toEqual([DONE]);
      });
    });

    const nextStep = { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } as const;

    /** Takes up the challenge that the page before this one left. */
    const resumed = (context: FakeContext, options?: LoadOptions): SignInStage => {
      const signIn = signInOf(context, options);
      const name = 'SOFTWARE_TOKEN_MFA';
      const pending = { name, session: 'session-1', answersAs: 'ada-sub', nextStep };
      context.challenges.stored = {
        epoch: 'e',
        username: 'ada',
        pending: { ...pending, resumableUntil: START_AT + 1 },
      };
      context.store.stored = { epoch: 'e' };
      const attempt = signIn.attempts.resume('e')!;
      context.machine.send({ type: 'signInResumed', epoch: 'e', attempt });
      return signIn;
    };

    it('answers a challenge that a reload took up', () => {
      const { store } = marbles((context, { expectObservable }) => {
        const { confirmSignIn$ } = resumed(context);
        expect(context.machine.now.state).toEqual({ status: 'signingIn', username: 'ada', nextStep });
        context.api.script('RespondToAuthChallenge', fakeAnswer());
        expectObservable(confirmSignIn$(CODE)).toBe('(d|)', { d: DONE });
      });
      expect(store.stored).toMatchObject({ from: 'e', session: { user: { username: 'ada' } } });
    });

    it('keeps such a challenge open where the code to answer it with cannot be loaded', () => {
      const { api, challenges, machine } = marbles((context, { expectObservable }) => {
        let isBroken = true;
        const { confirmSignIn$ } = resumed(context, {
          load$: (userPool$) => defer(() => (isBroken ? throwError(() => new TypeError('404')) : userPool$)),
        });
        expectObservable(confirmSignIn$(CODE)).toBe(
          '#',
          undefined,
          expect.objectContaining({ code: 'SdkNotLoaded' }),
        );
        context.at(1, () => {
          isBroken = false;
          context.api.script('RespondToAuthChallenge', serviceError('CodeMismatchException'));
        });
        expectObservable(confirmSignIn$(CODE), '-^').toBe(
          '-#',
          undefined,
          serviceError('CodeMismatchException'),
        );
      });
      expect(api.callsOf('RespondToAuthChallenge')).toHaveLength(1);
      expect(machine.now.attempt?.waiting?.pending.session).toBe('session-1');
      expect(challenges.stored?.pending.session).toBe('session-1');
    });
  });

  describe('prepareSignIn$', () => {
    const BY_SRP = { username: 'ada', password: 'secret' };

    it('fetches the code ahead, and makes the pair that the next sign-in uses, once', () => {
      const { api, srp } = marbles((context, { expectObservable }) => {
        const { prepareSignIn$, signIn$ } = signedOutSignIn(context);
        const prepare$ = prepareSignIn$();
        expect(context.srp.ephemerals).toBe(0);
        expectObservable(prepare$).toBe('|');
        expectObservable(prepare$, '-^').toBe('-|');
        context.at(2, () => {
          const refusal = serviceError('NotAuthorizedException');
          context.api.script('InitiateAuth', refusal, refusal);
          watch(signIn$(BY_SRP));
          watch(signIn$(BY_SRP));
        });
      });
      expect(api.preloads).toBe(2);
      expect(api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['SRP_A'])).toEqual([
        'a1',
        'a2',
      ]);
      expect(srp.discarded).toBe(2);
    });

    it('completes also where nothing can be had; the sign-in then makes its own pair', () => {
      const { srp } = marbles((context, { expectObservable }) => {
        const { prepareSignIn$, signIn$ } = signedOutSignIn(context);
        const usable$ = context.srp.ephemeral$();
        context.srp.ephemeral$ = () => throwError(() => networkError());
        expectObservable(prepareSignIn$()).toBe('|');
        context.at(1, () => {
          context.srp.ephemeral$ = () => usable$;
          context.api.script('InitiateAuth', fakeAnswer());
          expect(watch(signIn$(BY_SRP)).values).toEqual([DONE]);
        });
      });
      expect(srp.ephemerals).toBe(1);
    });

    it('completes where the code itself cannot be loaded', () => {
      marbles((context, { expectObservable }) => {
        const { prepareSignIn$ } = signedOutSignIn(context, {
          load$: () => throwError(() => new TypeError('Failed to fetch')),
        });
        expectObservable(prepareSignIn$()).toBe('|');
      });
    });

    it('drops a pair that somebody signed in without', () => {
      const { srp } = marbles((context) => {
        const { prepareSignIn$, signIn$ } = signedOutSignIn(context);
        watch(prepareSignIn$());
        context.api.script('InitiateAuth', fakeAnswer());
        watch(signIn$(PLAIN));
      });
      expect(srp.discarded).toBe(1);
    });
  });
});
