import { writableSessionStore } from '../../../src/adapters/storage/writable-session-store';
import type { Subscription } from 'rxjs';
import { NEVER, Subject, tap } from 'rxjs';
import {
  createKeyValueSessionStore,
  recordKeyOf,
} from '../../../src/adapters/storage/key-value-session-store';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import type { Session } from '../../../src/model/session';
import type { AuthenticationResult } from '../../../src/ports/cognito-api';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import type { PoolContext } from '../../../src/user-pool/pool-context';
import { beginSession$ } from '../../../src/user-pool/sign-in/begin-session';
import type { SessionStart } from '../../../src/user-pool/sign-in/begin-session';
import type { FakeContext } from '../../fakes/fake-context';
import { serviceError, storageError } from '../../fakes/fake-errors';
import { fakeTokens, IDENTITY } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, sessionOfBob } from '../../fakes/parts';
import { ATTEMPT } from './fixture';

const TOKENS: AuthenticationResult = fakeTokens({ refreshToken: 'of-this-sign-in' });

const start = (more: Partial<SessionStart> = {}): SessionStart => ({
  attemptId: ATTEMPT.id,
  from: undefined,
  tokens: TOKENS,
  loginId: 'ada@example.com',
  ...more,
});

/** Puts the attempt under way; revocations succeed. */
const underWay = (context: FakeContext): void => {
  context.signedOut();
  context.machine.send({ type: 'signInStarted', attempt: ATTEMPT });
  context.api.script('RevokeToken', {}, {});
};

const revoked = ({ api }: Pick<FakeContext, 'api'>): readonly string[] =>
  api.callsOf('RevokeToken').map(({ input }) => input.Token);

/** What cuts an attempt off, and leaves nobody signed in. */
const ENDS: readonly (readonly [what: string, end: (context: FakeContext) => void])[] = [
  [
    'superseded by a newer one',
    ({ machine }) => {
      machine.send({ type: 'signInStarted', attempt: { id: 2, username: 'bob' } });
    },
  ],
  [
    'given up',
    ({ machine }) => {
      machine.send({ type: 'signInEnded', attemptId: ATTEMPT.id, reason: 'signInCancelled' });
    },
  ],
  [
    'cut off by a sign-out',
    (context) => {
      context.machine.send(
        { type: 'signInCutOff', epoch: 'cut off' },
        { meanwhile: () => context.store.clear$('cut off').subscribe() },
      );
    },
  ],
  ['left by a destroy()', (context) => context.destroy()],
];

describe('beginSession$', () => {
  it('stores first, believes second, tells third, and emits last', () => {
    const told: string[] = [];
    const { machine, store, tabs } = marbles((context) => {
      underWay(context);
      const { begin$ } = context.store;
      context.store.begin$ = (session, from, to, commit) =>
        begin$(session, from, to, () => {
          told.push(
            `stored: ${context.store.stored.epoch === to}, held: ${context.machine.now.session !== undefined}`,
          );
          const isTaken = commit();
          told.push(`taken: ${isTaken}, held: ${context.machine.now.session !== undefined}`);
          return isTaken;
        });
      context.machine.state$.subscribe(({ status }) => told.push(status));
      context.machine.events$.subscribe(({ type }) => told.push(`event ${type}`));
      beginSession$(context, start()).subscribe(() => told.push('result'));
    });
    expect(told).toEqual([
      'signingIn',
      'stored: true, held: false',
      'taken: true, held: true',
      'signedIn',
      'event signedIn',
      'result',
    ]);
    expect(store.stored).toEqual({ epoch: machine.now.epoch, session: machine.now.session, from: undefined });
    expect(machine.now.session).toMatchObject({
      refreshToken: 'of-this-sign-in',
      user: { loginId: 'ada@example.com' },
    });
    expect(tabs.announcements).toBe(1);
  });

  it('tells nobody while the storage holds its turn: a subscriber that writes finds it free (R26)', () => {
    const toldInTurn: string[] = [];
    const { machine, states, store } = marbles((context) => {
      underWay(context);
      const { begin$ } = context.store;
      let isInTurn = false;
      context.store.begin$ = (session, from, to, commit) =>
        begin$(session, from, to, () => {
          isInTurn = true;
          const isTaken = commit();
          isInTurn = false;
          return isTaken;
        });
      context.machine.state$.subscribe(({ status }) => toldInTurn.push(`${status} ${isInTurn}`));
      watch(beginSession$(context, start()));
    });
    expect(toldInTurn).toEqual(['signingIn false', 'signedIn false']);
    expect(states.at(-1)?.status).toBe('signedIn');
    expect(store.stored.session).toBe(machine.now.session);
  });

  it('knows the device that was signed in with (R66)', () => {
    const { store } = marbles((context) => {
      underWay(context);
      watch(beginSession$(context, start({ deviceKey: 'eu-west-1_known' })));
    });
    expect(store.stored.session?.deviceKey).toBe('eu-west-1_known');
  });

  it('stores the session with the key of a device that it confirms within the sign-in (R66)', () => {
    const NewDeviceMetadata = { DeviceKey: 'eu-west-1_new', DeviceGroupKey: '-group' };
    const { events, store, devices } = marbles((context, { cold, expectObservable }) => {
      underWay(context);
      context.api.script('ConfirmDevice', cold('--(a|)', { a: {} }));
      const tokens = { ...TOKENS, NewDeviceMetadata };
      expectObservable(beginSession$(context, start({ tokens }))).toBe('--(s|)', {
        s: expect.objectContaining({ deviceKey: 'eu-west-1_new' }),
      });
    });
    expect(store.stored.session?.deviceKey).toBe('eu-west-1_new');
    expect(devices.devices).toMatchObject([{ username: 'ada', loginId: 'ada@example.com' }]);
    expect(events.map(({ type }) => type)).toEqual(['deviceConfirmed', 'signedIn']);
  });

  it.each(ENDS)(
    'waits for no device where the attempt is %s: stores nothing, and revokes its tokens at once (R3, R49)',
    (what, end) => {
      const NewDeviceMetadata = { DeviceKey: 'eu-west-1_new', DeviceGroupKey: '-group' };
      const stage = marbles((context) => {
        const answer$ = new Subject<object>();
        underWay(context);
        context.api.script('ConfirmDevice', answer$);
        watch(beginSession$(context, start({ tokens: { ...TOKENS, NewDeviceMetadata } })));
        end(context);
        expect(revoked(context)).toEqual(['of-this-sign-in']);
        answer$.next({});
        answer$.complete();
      });
      expect(stage.store.stored.session).toBeUndefined();
      expect(stage.devices.devices).toEqual([]);
      // Not even for a moment; a destroyed machine refuses it as it is written.
      expect(stage.store.calls.includes('begin$')).toBe(what === 'left by a destroy()');
      expect(stage.machine.now.session).toBeUndefined();
      expect(revoked(stage)).toEqual(['of-this-sign-in']);
    },
  );

  describe.each([
    ['in time', 4],
    ['at once', 0],
  ])('over a storage that answers %s', (_speed, delayMs) => {
    it.each(ENDS)(
      'undoes what it stored for an attempt that is %s meanwhile, and revokes its tokens (R49)',
      (_what, end) => {
        const stage = marbles((context) => {
          underWay(context);
          context.store.delayMs = delayMs;
          const { begin$ } = context.store;
          // In the very turn in which the record is written.
          context.store.begin$ = (session, from, to, commit) =>
            begin$(session, from, to, () => {
              end(context);
              return commit();
            });
          watch(beginSession$(context, start()));
        });
        expect(stage.store.stored.session).toBeUndefined();
        expect(stage.machine.now.session).toBeUndefined();
        expect(stage.states.map(({ status }) => status)).not.toContain('signedIn');
        expect(revoked(stage)).toEqual(['of-this-sign-in']);
      },
    );

    it('leaves no other tab with a session that it looked at before it was withdrawn (R24, R49)', () => {
      const told: unknown[] = [];
      marbles((context) => {
        underWay(context);
        context.store.delayMs = delayMs;
        const { begin$ } = context.store;
        const { announce } = context.tabs;
        context.tabs.announce = () => {
          told.push(context.store.stored.session ?? 'nothing');
          announce();
        };
        context.store.begin$ = (session, from, to, commit) =>
          begin$(session, from, to, () => {
            context.machine.send({ type: 'signInStarted', attempt: { id: 2, username: 'bob' } });
            return commit();
          });
        watch(beginSession$(context, start()));
      });
      expect(told).toEqual(['nothing']);
    });

    it('goes on, whoever unsubscribes: what it stores is what it holds (R51)', () => {
      const stage = marbles((context) => {
        underWay(context);
        context.store.delayMs = delayMs;
        beginSession$(context, start()).subscribe().unsubscribe();
      });
      expect(stage.states.at(-1)?.status).toBe('signedIn');
      expect(stage.machine.now.session?.refreshToken).toBe('of-this-sign-in');
      expect(stage.store.stored.session).toBe(stage.machine.now.session);
      expect(revoked(stage)).toEqual([]);
    });

    it('gives way where another tab signed in since, moves to its session, and revokes its own tokens (R24, R50)', () => {
      const toldWith: unknown[] = [];
      const stage = marbles((context) => {
        underWay(context);
        context.store.stored = { epoch: 'of another tab', session: sessionOfBob, from: undefined };
        context.store.delayMs = delayMs;
        const begun = watch(
          beginSession$(context, start()).pipe(
            tap({ error: () => toldWith.push(context.machine.now.session?.user.username) }),
          ),
        );
        context.at(100, () => {
          // Whoever is told finds the session of the other tab.
          expect(toldWith).toEqual(['bob']);
          expect(begun.error).toMatchObject({
            kind: 'cancelled',
            code: 'SignedOutInOtherTab',
            message: 'Another tab signed in or out while this sign-in ran.',
          });
        });
      });
      expect(stage.machine.now).toMatchObject({
        epoch: 'of another tab',
        session: { refreshToken: sessionOfBob.refreshToken },
      });
      expect(stage.store.stored.session).toBe(sessionOfBob);
      expect(revoked(stage)).toEqual(['of-this-sign-in']);
    });

    it('gives way where another tab signed out since (R24)', () => {
      const stage = marbles((context) => {
        underWay(context);
        context.store.stored = { epoch: 'of another tab' };
        context.store.delayMs = delayMs;
        watch(beginSession$(context, start()));
      });
      expect(stage.machine.now).toMatchObject({ epoch: 'of another tab' });
      expect(stage.store.stored).toEqual({ epoch: 'of another tab' });
      expect(revoked(stage)).toEqual(['of-this-sign-in']);
    });
  });

  it('revokes a session of this tab that gives way to the one in the storage, with every branch of its family (R50, #12)', () => {
    const branch = { refreshToken: 'branch', originalRefreshToken: 'original' } as const;
    const stage = marbles((context) => {
      underWay(context);
      context.api.script('RevokeToken', {});
      const { begin$ } = context.store;
      context.store.begin$ = (session, from, to, commit) => {
        // A newer attempt of this tab was quicker than this one, and another tab as quick: both followed one epoch.
        const forked: Session = { ...sessionOfBob, ...branch };
        context.machine.send({ type: 'sessionReplaced', epoch: 'of this tab', session: forked, from });
        context.store.stored = { epoch: 'of another tab', session: freshSession, from };
        return begin$(session, from, to, commit);
      };
      watch(beginSession$(context, start()));
    });
    expect(stage.machine.now).toMatchObject({ epoch: 'of another tab', session: freshSession });
    expect(revoked(stage)).toEqual(['of-this-sign-in', 'branch', 'original']);
  });

  it.each<[string, AuthenticationResult, readonly string[]]>([
    ['another client', fakeTokens({ accessClaims: { client_id: 'other' } }), ['refresh-token-of-ada']],
    ['another pool', fakeTokens({ accessClaims: { iss: 'https://evil.example' } }), ['refresh-token-of-ada']],
    ['two users', fakeTokens({ idClaims: { sub: 'bob-sub' } }), ['refresh-token-of-ada']],
    ['no JWT', { ...fakeTokens(), AccessToken: 'opaque' }, ['refresh-token-of-ada']],
    ['nobody', { RefreshToken: 'alone' }, ['alone']],
    ['no refresh token', { ...fakeTokens(), RefreshToken: undefined }, []],
    ['an empty refresh token', { ...fakeTokens(), RefreshToken: '' }, []],
  ])('refuses tokens of %s, and revokes what can be (R36, R61)', (_what, tokens, revocations) => {
    const stage = marbles((context) => {
      underWay(context);
      expect(watch(beginSession$(context, start({ tokens }))).error).toMatchObject({
        kind: 'service',
        code: 'InvalidTokens',
      });
    });
    expect(revoked(stage)).toEqual(revocations);
    expect(stage.store.calls).toEqual([]);
    expect(stage.machine.now.session).toBeUndefined();
  });

  it('revokes a refresh token only where it is a text (R68)', () => {
    const tokens = { ...TOKENS, RefreshToken: 7 } as unknown as AuthenticationResult;
    const stage = marbles((context) => {
      underWay(context);
      expect(watch(beginSession$(context, start({ tokens }))).error).toMatchObject({ code: 'InvalidTokens' });
    });
    expect(stage.api.calls).toEqual([]);
  });

  it('errors where the session cannot be stored, and revokes its tokens (R52, R58)', () => {
    const refusal = storageError();
    const stage = marbles((context, { expectObservable }) => {
      underWay(context);
      context.store.failNext('begin$', refusal);
      expectObservable(beginSession$(context, start())).toBe('#', undefined, refusal);
    });
    expect(revoked(stage)).toEqual(['of-this-sign-in']);
    expect(stage.machine.now.session).toBeUndefined();
  });

  it('reports what cannot be revoked (R5)', () => {
    const refusal = serviceError('InternalErrorException');
    const { errors } = marbles((context) => {
      context.signedOut();
      context.api.script('RevokeToken', refusal);
      watch(beginSession$(context, start()));
    });
    expect(errors).toEqual([refusal]);
  });

  describe('over a real storage', () => {
    const key = recordKeyOf(IDENTITY);

    const over = (
      storage: KeyValueStorage,
      test: (context: FakeContext, pool: PoolContext) => Subscription | void,
    ): FakeContext =>
      marbles((context) => {
        underWay(context);
        const { scheduler } = context;
        const store = writableSessionStore(
          createKeyValueSessionStore({ storage, identity: IDENTITY, scheduler }),
        );
        test(context, { ...context, store });
      });

    it.each(['getItem', 'setItem'] as const)(
      'errors within its bound where a %s never answers, and revokes the tokens (R52)',
      (method) => {
        const storage: KeyValueStorage = {
          ...createMemoryStorage(),
          [method]: () => new Promise(() => undefined),
        };
        const stage = over(storage, (context, pool) => {
          const begun = watch(beginSession$(pool, start()));
          context.at(10_000, () => {
            expect(begun.error).toMatchObject({ kind: 'storage' });
          });
        });
        expect(stage.api.callsOf('RevokeToken')).toMatchObject([{ input: { Token: 'of-this-sign-in' } }]);
        expect(stage.api.callsOf('RevokeToken')[0]?.sentAt).toBeLessThanOrEqual(6_000);
        expect(stage.machine.now.session).toBeUndefined();
      },
    );

    it('leaves nothing of an attempt in the storage that a subscriber cut off (R48, R49)', () => {
      const storage = createMemoryStorage();
      const { setItem } = storage;
      const stage = over(
        {
          ...storage,
          setItem: (...entry) => {
            setItem(...entry);
            stageOf[0]?.machine.send({
              type: 'signInEnded',
              attemptId: ATTEMPT.id,
              reason: 'signInCancelled',
            });
          },
        },
        (context, pool) => {
          stageOf.push(context);
          watch(beginSession$(pool, start()));
        },
      );
      expect(storage.getItem(key) ?? '').not.toContain('of-this-sign-in');
      expect(revoked(stage)).toEqual(['of-this-sign-in']);
      expect(stage.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'signInCancelled' });
    });

    const stageOf: FakeContext[] = [];
    beforeEach(() => {
      stageOf.length = 0;
    });

    it('lets two instances that sign in at the same time end with one session, the other revoked (R50)', () => {
      const storage = createMemoryStorage();
      const stage = over(storage, (context, pool) => {
        const other = writableSessionStore(
          createKeyValueSessionStore({ storage, identity: IDENTITY, scheduler: context.scheduler }),
        );
        other.begin$(sessionOfBob, undefined, 'of another tab', () => true).subscribe();
        watch(beginSession$(pool, start()));
      });
      expect(stage.machine.now).toMatchObject({
        epoch: 'of another tab',
        session: { user: { username: 'bob' } },
      });
      expect(revoked(stage)).toEqual(['of-this-sign-in']);
    });
  });

  it('waits for the request that confirms a device only as long as the sign-in may (R66)', () => {
    const NewDeviceMetadata = { DeviceKey: 'eu-west-1_new', DeviceGroupKey: '-group' };
    marbles((context, { expectObservable }) => {
      underWay(context);
      context.api.script('ConfirmDevice', NEVER);
      const tokens = { ...TOKENS, NewDeviceMetadata };
      expectObservable(beginSession$(context, start({ tokens }))).toBe('5s (s|)', {
        s: expect.objectContaining({ refreshToken: 'of-this-sign-in' }),
      });
    });
  });
});
