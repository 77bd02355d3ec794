import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Observable } from 'rxjs';
import { recordKeyOf } from '../../../src/adapters/storage/key-value-session-store';
import { AuthError } from '../../../src/model/auth-error';
import type { Session } from '../../../src/model/session';
import { readRecord } from '../../../src/model/session-record';
import { writeRecord } from '../../../src/model/write-record';
import type { StoredState } from '../../../src/ports/session-store';
import { IDENTITY, nowOf, RECORD_KEY, sessionOf } from './fixtures';
import {
  answersLater,
  atOnce,
  createStage,
  doesNothing,
  FAULTS,
  isLost,
  later,
  throws,
  WORKING,
} from './storages';
import type { Call, Manner, Stage } from './storages';

/** Each run takes some hundred turns. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);

const ada = sessionOf('ada');
const adaRenewed = sessionOf('ada', 2);
const bob = sessionOf('bob');
const yes = (): boolean => true;
const no = (): boolean => false;
const textOf = (epoch: string, session?: Session, from?: string): string =>
  writeRecord({ epoch, ...(session && { session }), ...(from !== undefined && { from }) }, IDENTITY)!;
const emitted = <T>(value: T) => ({ values: [value], isComplete: true });
const holdsTokens = ({ text = '' }: Stage): boolean => /eyJ|refresh-token/.test(text);

/** A stage on which Ada is signed in, in the epoch e1. */
const signedIn = async (manners?: Readonly<Record<Call, Manner>>): Promise<Stage> => {
  const stage = createStage(manners);
  nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
  await stage.settle();
  stage.calls.length = 0;
  return stage;
};

/** What an operation did, once everything has happened. */
const endOf = async <T>(stage: Stage, source$: Observable<T>) => {
  const seen = nowOf(source$);
  await stage.settle();
  return seen;
};

describe('recordKeyOf', () => {
  it('is one key for each client', () => {
    expect(recordKeyOf(IDENTITY)).toBe(RECORD_KEY);
  });
});

describe('createKeyValueSessionStore', () => {
  it('touches nothing before subscription', () => {
    const { store, calls } = createStage();
    const cold = [
      store.read$(),
      store.begin$(ada, undefined, 'e1', yes),
      store.renew$(ada, 'e1', yes),
      store.clear$('e2'),
    ];
    expect([cold.length, calls]).toEqual([4, []]);
  });

  describe.each(WORKING)('over a storage that %s', (_name, create) => {
    it('stores a session that begins, and asks for the commit once it stands there', async () => {
      const stage = createStage(create());
      const commit = jest.fn(() => readRecord(stage.text, IDENTITY).epoch === 'e1');
      expect(await endOf(stage, stage.store.begin$(ada, undefined, 'e1', commit))).toEqual(emitted(true));
      expect(commit.mock.results).toEqual([{ type: 'return', value: true }]);
      expect(stage.text).toBe(textOf('e1', ada));
      expect(nowOf(stage.another().read$())).toEqual(emitted({ epoch: 'e1', session: ada }));
    });

    it('undoes what the commit does not take (R49)', async () => {
      const stage = createStage(create());
      expect(await endOf(stage, stage.store.begin$(ada, undefined, 'e1', no))).toEqual(emitted(false));
      expect(stage.text).toBeUndefined();
    });

    it('puts the older session back where new tokens are not wanted', async () => {
      const stage = await signedIn(create());
      expect(await endOf(stage, stage.store.renew$(adaRenewed, 'e1', no))).toEqual(emitted(false));
      expect(stage.text).toBe(textOf('e1', ada));
    });

    it('stores new tokens of the same epoch, and remembers what that followed', async () => {
      const stage = createStage(create());
      nowOf(stage.store.clear$('e0'));
      await stage.settle();
      await endOf(stage, stage.store.begin$(ada, 'e0', 'e1', yes));
      expect(await endOf(stage, stage.store.renew$(adaRenewed, 'e1', yes))).toEqual(emitted(true));
      expect(stage.text).toBe(textOf('e1', adaRenewed, 'e0'));
    });

    it('begins nothing where the epoch is another one (R50)', async () => {
      const stage = await signedIn(create());
      const commit = jest.fn(yes);
      for (const from of [undefined, 'e0']) {
        expect(await endOf(stage, stage.store.begin$(bob, from, 'e2', commit))).toEqual(emitted(false));
      }
      expect([stage.text, commit.mock.calls]).toEqual([textOf('e1', ada), []]);
    });

    it('leaves a tombstone, and no token', async () => {
      const stage = await signedIn(create());
      expect(await endOf(stage, stage.store.clear$('e2', 'e1'))).toEqual(emitted({}));
      expect(stage.text).toBe(textOf('e2', undefined, 'e1'));
      expect(nowOf(stage.another().read$())).toEqual(emitted({ epoch: 'e2', from: 'e1' }));
    });

    it('clears while a session is being written: it stays cleared (R49)', async () => {
      const stage = createStage(create());
      const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', () => false));
      const cleared = nowOf(stage.store.clear$('e2'));
      await stage.settle();
      expect([begun, cleared]).toEqual([emitted(false), emitted({})]);
      expect(stage.text).toBe(textOf('e2'));
    });

    it('clears while new tokens are being written: none of them stays (R1)', async () => {
      const stage = await signedIn(create());
      let isOver = false;
      const renewed = nowOf(stage.store.renew$(adaRenewed, 'e1', () => !isOver));
      isOver = true;
      const cleared = nowOf(stage.store.clear$('e2', 'e1'));
      const read = nowOf(stage.store.read$());
      await stage.settle();
      expect(renewed.isComplete && cleared.isComplete).toBe(true);
      expect(stage.text).toBe(textOf('e2', undefined, 'e1'));
      expect(read).toMatchObject({ values: [{ epoch: 'e2' }], isComplete: true });
    });

    it('runs its operations one after another, whoever listens', async () => {
      const stage = createStage(create());
      stage.store.begin$(ada, undefined, 'e1', yes).subscribe().unsubscribe();
      stage.store.renew$(adaRenewed, 'e1', yes).subscribe().unsubscribe();
      const read = nowOf(stage.store.read$());
      await stage.settle();
      expect(read).toEqual(emitted({ epoch: 'e1', session: adaRenewed }));
    });

    it('writes a session with an id token of 200 kB (R58)', async () => {
      const stage = createStage(create());
      const large = { ...ada, refreshToken: 'r'.repeat(200_000) };
      expect(await endOf(stage, stage.store.begin$(large, undefined, 'e1', yes))).toEqual(emitted(true));
      expect(nowOf(stage.another().read$()).values).toEqual([{ epoch: 'e1', session: large }]);
    });

    it('refuses a session that could not be read again, and writes nothing of it (R58)', async () => {
      const stage = createStage(create());
      const tooLarge = { ...ada, refreshToken: 'r'.repeat(1_048_576) };
      const commit = jest.fn(yes);
      const { error } = await endOf(stage, stage.store.begin$(tooLarge, undefined, 'e1', commit));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionTooLarge' });
      expect([stage.text, commit.mock.calls]).toEqual([undefined, []]);
    });
  });

  describe('over a storage that answers at once', () => {
    it('does everything in the turn of the subscription', () => {
      const { store } = createStage();
      const done = [
        nowOf(store.begin$(ada, undefined, 'e1', yes)),
        nowOf(store.renew$(adaRenewed, 'e1', yes)),
        nowOf(store.clear$('e2')),
        nowOf<StoredState>(store.read$()),
      ];
      expect(done).toEqual([emitted(true), emitted(true), emitted({}), emitted({ epoch: 'e2' })]);
    });

    it('judges what a storage is by each call (R55)', async () => {
      const stage = await signedIn();
      stage.manners.set = later;
      const cleared = nowOf(stage.store.clear$('e2'));
      expect(cleared.values).toEqual([]);
      await stage.settle();
      stage.manners.set = atOnce;
      expect([cleared, nowOf(stage.store.clear$('e3'))]).toEqual([emitted({}), emitted({})]);
    });
  });

  describe('read$', () => {
    it('emits neither epoch nor session from an empty storage', () => {
      expect(nowOf(createStage().store.read$())).toEqual(emitted({ epoch: undefined }));
    });

    it.each(['x', '{', '[]', 'null', textOf('e1', ada).slice(0, -50), `\uFEFF${textOf('e1', ada)}`])(
      'removes at the start what stands under its key and is no record: it may hold a token (R39, #12)',
      (text) => {
        const stage = createStage();
        stage.entries.set(RECORD_KEY, text);
        expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
        expect(stage.text).toBeUndefined();
      },
    );

    it('leaves that where it came later: another tab has stored in its own way, encrypted say (#12)', () => {
      const stage = createStage();
      expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
      stage.entries.set(RECORD_KEY, 'ciphertext');
      expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
      expect(stage.text).toBe('ciphertext');
    });

    it.each(['{"version":2}', '{"__proto__":{"epoch":"e1"}}'])(
      'passes over %p, and leaves it: it may be somebody else’s (R39)',
      (text) => {
        const stage = createStage();
        stage.entries.set(RECORD_KEY, text);
        expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
        expect(stage.text).toBe(text);
      },
    );

    it.each([
      ['of an earlier version', { version: 1 }],
      ['without an epoch', { epoch: null }],
    ])('removes a record of our own %s: nobody would read it again (R39)', (_what, fields) => {
      const stage = createStage();
      stage.entries.set(RECORD_KEY, JSON.stringify({ ...JSON.parse(textOf('e1', ada)), ...fields }));
      expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
      expect(stage.text).toBeUndefined();
    });

    it('has it gone before anything else is done: a removal that is slow takes nothing away that was stored since (R49)', async () => {
      const verySlow: Manner = async (act) => {
        await later(() => undefined);
        return later(act);
      };
      const stage = createStage({ get: atOnce, set: atOnce, remove: verySlow });
      stage.entries.set(RECORD_KEY, 'half a record');
      nowOf(stage.store.read$());
      await endOf(stage, stage.store.begin$(ada, undefined, 'e1', yes));
      expect(readRecord(stage.text, IDENTITY)).toMatchObject({ epoch: 'e1', session: ada });
    });

    describe('with a record of a newer version (#12)', () => {
      const newerText = textOf('e1', bob).replace('"version":2', '"version":3');
      const newer: unknown = expect.objectContaining({ kind: 'storage', code: 'NewerVersionStored' });
      /** A stage whose storage another tab, of that version, has written to. */
      const overtaken = async (create: () => Readonly<Record<Call, Manner>>): Promise<Stage> => {
        const stage = await signedIn(create());
        stage.entries.set(RECORD_KEY, newerText);
        return stage;
      };

      it.each(WORKING)('says so and leaves it, where the storage %s', async (_, create) => {
        const stage = await overtaken(create);
        const read = await endOf(stage, stage.store.read$());
        expect(read).toEqual(emitted({ epoch: undefined, newer }));
        expect(stage.text).toBe(newerText);
      });

      it.each(WORKING)('writes no session over it, where the storage %s', async (_, create) => {
        const stage = await overtaken(create);
        const begun = await endOf(stage, stage.store.begin$(ada, undefined, 'e2', yes));
        const renewed = await endOf(stage, stage.store.renew$(adaRenewed, 'e1', yes));
        expect(begun).toMatchObject({ error: newer });
        expect(renewed).toEqual(emitted(false));
        expect(stage.text).toBe(newerText);
      });

      it.each(WORKING)('clears it for whoever asks for that, where the storage %s', async (_, create) => {
        const stage = await overtaken(create);
        await endOf(stage, stage.store.read$());
        expect(await endOf(stage, stage.store.clear$('e2'))).toEqual(emitted({}));
        expect(stage.text).toBe(textOf('e2'));
      });

      it.each([true, false])(
        'removes it where it cannot be overwritten (read before: %s)',
        async (isRead) => {
          const stage = createStage();
          stage.entries.set(RECORD_KEY, newerText);
          if (isRead) nowOf(stage.store.read$());
          stage.manners.set = throws;
          const cleared = await endOf(stage, stage.store.clear$('e2'));
          expect(cleared.values).toMatchObject([{ storageError: { code: 'SessionRemoved' } }]);
          expect(stage.text).toBeUndefined();
        },
      );

      it('leaves one that another tab stored while an older one was being cleared', async () => {
        const stage = await signedIn();
        stage.manners.set = (() => {
          stage.entries.set(RECORD_KEY, newerText);
        }) as Manner;
        expect(await endOf(stage, stage.store.clear$('e2', 'e1'))).toEqual(emitted({}));
        expect(stage.text).toBe(newerText);
      });
    });

    it('does not mind a storage that does not let it be removed', () => {
      const stage = createStage();
      stage.manners.remove = throws;
      stage.entries.set(RECORD_KEY, textOf('e1', ada).replace('"version":2', '"version":1'));
      expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: undefined }));
    });

    it.each([7, null, {}, true, ''])('takes an answer of %p for none (R39)', async (answer) => {
      const stage = createStage();
      stage.manners.get = (() => answer) as Manner;
      expect(await endOf(stage, stage.store.read$())).toEqual(emitted({ epoch: undefined }));
    });

    it.each(Object.entries(FAULTS).filter(([name]) => /throws|rejects|isLost/.test(name)))(
      'errors where the storage %s, within its bound (R52)',
      async (_name, manner) => {
        const stage = createStage();
        stage.manners.get = manner;
        const read = nowOf(stage.store.read$());
        await stage.elapse();
        expect(read.error).toMatchObject({ kind: 'storage', code: 'StorageNotReadable' });
      },
    );

    it('reads what comes later after a read that failed (R53)', async () => {
      const stage = await signedIn();
      stage.failOne('get', 0, throws);
      expect(nowOf(stage.store.read$()).error).toBeInstanceOf(AuthError);
      expect(nowOf(stage.store.read$())).toEqual(emitted({ epoch: 'e1', session: ada }));
    });

    it('says what stood there where it was cleared while it was read', async () => {
      const stage = await signedIn();
      stage.manners.get = later;
      // A read that has its answer before the clearing, and its turn after it.
      stage.failOne('get', 0, (act) => {
        const answer = act();
        return new Promise((resolve) => {
          setImmediate(() => {
            resolve(answer);
          });
        });
      });
      const read = nowOf(stage.store.read$());
      nowOf(stage.store.clear$('e2', 'e1'));
      await stage.settle();
      expect(read).toEqual(emitted({ epoch: 'e2', from: 'e1', overwritten: ada }));
    });
  });

  describe('begin$ and renew$', () => {
    it.each([
      ['nothing is stored (R28)', undefined],
      ['the epoch has moved on', textOf('e2', ada)],
      ['the session is gone', textOf('e1')],
      ['another session has begun (R24)', textOf('e3', bob)],
      ['the record is of somebody else', '{"version":2}'],
    ])('stores no new tokens where %s', async (_what, text) => {
      const stage = await signedIn();
      if (text === undefined) stage.entries.delete(RECORD_KEY);
      else stage.entries.set(RECORD_KEY, text);
      const commit = jest.fn(yes);
      expect(nowOf(stage.store.renew$(adaRenewed, 'e1', commit))).toEqual(emitted(false));
      expect(stage.text).toBe(text);
      expect(commit).not.toHaveBeenCalled();
    });

    it.each([
      ['begin$', textOf('e9', bob)],
      ['begin$', textOf('e9')],
      ['renew$', textOf('e9', bob)],
      ['renew$', textOf('e9', undefined, 'e1')],
    ] as const)('gives way in %s to what another tab wrote over it (R19, R50)', async (operation, theirs) => {
      const stage = operation === 'begin$' ? createStage() : await signedIn();
      const commit = jest.fn(yes);
      // It writes between our write and our look.
      stage.failOne('set', 0, (act) => {
        const answer = act();
        stage.entries.set(RECORD_KEY, theirs);
        return answer;
      });
      const { store } = stage;
      const done = nowOf(
        operation === 'begin$'
          ? store.begin$(ada, undefined, 'e1', commit)
          : store.renew$(adaRenewed, 'e1', commit),
      );
      expect(done).toEqual(emitted(false));
      expect([stage.text, commit.mock.calls]).toEqual([theirs, []]);
    });

    it('lets one session begin where two tabs begin one at a time (R50)', async () => {
      const stage = createStage({ get: later, set: later, remove: later });
      const other = stage.another();
      const mine = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      nowOf(other.begin$(bob, undefined, 'e2', yes));
      await stage.settle();
      const stored = readRecord(stage.text, IDENTITY);
      expect(stored.session?.user.username).toBe(mine.values[0] === true ? 'ada' : 'bob');
    });

    it('tells a commit that refuses from one that is not asked, when the storage refuses', async () => {
      const stage = await signedIn();
      stage.failOne('set', 0, () => {
        throw new Error(`Quota exceeded by ${adaRenewed.accessToken}`);
      });
      const commit = jest.fn(yes);
      const { error } = nowOf(stage.store.renew$(adaRenewed, 'e1', commit));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
      expect(inspect(error, { depth: 9 })).not.toContain(adaRenewed.accessToken);
      expect([stage.text, commit.mock.calls]).toEqual([textOf('e1', ada), []]);
    });

    it('puts what was there behind a write that it gives up, before that can be read (R52)', async () => {
      const stage = createStage();
      stage.failOne('set', 0, isLost);
      const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      await stage.elapse();
      expect(begun.error).toMatchObject({ code: 'SessionNotStored' });
      // A storage that does one after another has this done after the write, however late that is.
      expect(stage.calls.slice(stage.calls.indexOf('set'))).toEqual(['set', 'get', 'remove', 'get']);
    });

    it('leaves what another tab has stored while it waited for such a write (R50, R52)', async () => {
      const stage = createStage();
      stage.failOne('set', 0, isLost);
      nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      const theirs = textOf('e2', bob);
      stage.entries.set(RECORD_KEY, theirs);
      await stage.elapse();
      expect(stage.text).toBe(theirs);
    });

    it('errors where the storage says that it has written, and has not', () => {
      const stage = createStage();
      stage.manners.set = doesNothing;
      const { error } = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
    });

    it('goes on after an operation that failed', async () => {
      const stage = createStage({ get: later, set: later, remove: later });
      stage.failOne('set', 0, throws);
      const first = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      const second = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      await stage.settle();
      expect([first.error, second]).toEqual([
        expect.objectContaining({ code: 'SessionNotStored' }),
        emitted(true),
      ]);
    });

    it.each(Object.entries(FAULTS).filter(([name]) => name !== 'losesItsAnswer'))(
      'withdraws what is not wanted also where the storage at first %s (R49, R52)',
      async (_what, manner) => {
        const fresh = createStage();
        fresh.failOne('remove', 0, manner);
        const begun = nowOf(fresh.store.begin$(ada, undefined, 'e1', no));
        const stage = await signedIn();
        stage.failOne('set', 1, manner);
        const renewed = nowOf(stage.store.renew$(adaRenewed, 'e1', no));
        await fresh.elapse();
        await stage.elapse();
        expect([begun, renewed]).toEqual([emitted(false), emitted(false)]);
        expect(holdsTokens(fresh)).toBe(false);
        expect(nowOf(fresh.another().read$())).toEqual(emitted({ epoch: undefined }));
        expect(readRecord(stage.text, IDENTITY).session?.refreshToken).not.toBe(adaRenewed.refreshToken);
      },
    );

    it.each(Object.entries({ throws, isLost }))(
      'withdraws also where it cannot be read any more once it is written to: %s (R49, R53)',
      async (_what, manner) => {
        const fresh = createStage();
        const stage = await signedIn();
        for (const { manners } of [fresh, stage]) {
          manners.set = (act) => {
            manners.get = manner;
            return act();
          };
        }
        const begun = nowOf(fresh.store.begin$(ada, undefined, 'e1', yes));
        const renewed = nowOf(stage.store.renew$(adaRenewed, 'e1', yes));
        await fresh.elapse();
        await stage.elapse();
        const notStored = { error: { kind: 'storage', code: 'SessionNotStored' } };
        expect([begun, renewed]).toMatchObject([notStored, notStored]);
        expect(holdsTokens(fresh)).toBe(false);
        // What is put back is not removed for want of a look at it.
        expect(readRecord(stage.text, IDENTITY).session).toEqual(ada);
      },
    );

    it('asks for no commit where it was cleared during the write (R49)', async () => {
      const stage = createStage({ get: answersLater, set: atOnce, remove: atOnce });
      let land = (): void => undefined;
      stage.failOne(
        'set',
        0,
        <T>(act: () => T) =>
          new Promise<T>((resolve) => {
            land = () => {
              resolve(act());
            };
          }),
      );
      const commit = jest.fn(yes);
      const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', commit));
      await stage.settle();
      const cleared = nowOf(stage.store.clear$('e2'));
      await stage.settle();
      // Both look at what stands there before either acts on it.
      land();
      await stage.settle();
      expect([begun, cleared]).toEqual([emitted(false), emitted({})]);
      expect([stage.text, commit.mock.calls]).toEqual([textOf('e2'), []]);
    });

    it('withdraws a write that lands after it was given up (R49, R52)', async () => {
      const stage = createStage();
      let land = (): void => undefined;
      stage.failOne(
        'set',
        0,
        <T>(act: () => T) =>
          new Promise<T>((resolve) => {
            land = () => {
              resolve(act());
            };
          }),
      );
      const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      await stage.elapse();
      expect(begun.error).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
      land();
      await stage.settle();
      expect(stage.text).toBeUndefined();
    });

    it('withdraws it over what was stored since, too', async () => {
      const stage = await signedIn();
      let land = (): void => undefined;
      stage.failOne(
        'set',
        0,
        <T>(act: () => T) =>
          new Promise<T>((resolve) => {
            land = () => {
              resolve(act());
            };
          }),
      );
      nowOf(stage.store.renew$(adaRenewed, 'e1', yes));
      await stage.elapse();
      nowOf(stage.store.clear$('e2', 'e1'));
      await stage.elapse();
      land();
      await stage.settle();
      expect(holdsTokens(stage)).toBe(false);
    });
  });

  describe('clear$', () => {
    it('waits for nobody', async () => {
      const stage = await signedIn();
      stage.manners.get = isLost;
      nowOf(stage.store.read$());
      nowOf(stage.store.clear$('e2', 'e1'));
      expect(stage.text).toBe(textOf('e2', undefined, 'e1'));
    });

    it('clears what could not be read before (R53)', async () => {
      const stage = await signedIn();
      const next = createStage();
      next.entries.set(RECORD_KEY, stage.text!);
      next.failOne('get', 0, throws);
      expect(nowOf(next.store.read$()).error).toBeInstanceOf(AuthError);
      expect(nowOf(next.store.clear$('e2'))).toEqual(emitted({}));
      expect(holdsTokens(next)).toBe(false);
    });

    it.each<[string, Manner]>([
      ['throws', throws],
      ['does nothing', doesNothing],
      ['rejects without a reason', FAULTS.rejectsWithNothing],
      ['never answers', isLost],
    ])('removes the record where overwriting it %s (R14)', async (_what, manner) => {
      const stage = await signedIn();
      stage.manners.set = manner;
      const cleared = nowOf(stage.store.clear$('e2', 'e1'));
      await stage.elapse();
      expect(cleared.values).toMatchObject([{ storageError: { kind: 'storage', code: 'SessionRemoved' } }]);
      expect(stage.text).toBeUndefined();
    });

    it('needs no removal where the tombstone stands (R14)', async () => {
      const stage = await signedIn();
      stage.manners.remove = throws;
      expect(nowOf(stage.store.clear$('e2', 'e1'))).toEqual(emitted({}));
      expect(stage.calls).not.toContain('remove');
    });

    it('begins a session over a tombstone', async () => {
      const stage = await signedIn();
      nowOf(stage.store.clear$('e2', 'e1'));
      expect(nowOf(stage.store.begin$(bob, 'e2', 'e3', yes))).toEqual(emitted(true));
      expect(nowOf(stage.another().read$()).values).toEqual([{ epoch: 'e3', session: bob, from: 'e2' }]);
    });

    it.each<[string, Manner]>([
      ['throw', throws],
      ['do nothing', doesNothing],
      ['never answer', isLost],
    ])(
      'errors, and says what is left where, when overwriting and removal %s (R14)',
      async (_what, manner) => {
        const stage = await signedIn();
        stage.manners.set = manner;
        stage.manners.remove = manner;
        const cleared = nowOf(stage.store.clear$('e2', 'e1'));
        await stage.elapse();
        expect(cleared.error).toMatchObject({ kind: 'storage', code: 'SessionNotCleared' });
        expect((cleared.error as AuthError).recoverySuggestion).toContain(RECORD_KEY);
        expect(inspect(cleared.error, { depth: 9 })).not.toMatch(/eyJ|refresh-token/);
      },
    );

    it('errors where the storage does nothing at all any more', async () => {
      const stage = await signedIn();
      Object.assign(stage.manners, { get: throws, set: throws, remove: throws });
      expect(nowOf(stage.store.clear$('e2')).error).toMatchObject({ code: 'SessionNotCleared' });
    });

    it('looks once more when a write has landed on the tombstone (R1, R49)', async () => {
      const stage = createStage();
      let land = (): void => undefined;
      stage.failOne(
        'set',
        0,
        <T>(act: () => T) =>
          new Promise<T>((resolve) => {
            land = () => {
              resolve(act());
            };
          }),
      );
      const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      const cleared = nowOf(stage.store.clear$('e2'));
      const read = nowOf(stage.store.read$());
      expect([stage.text, cleared.isComplete]).toEqual([textOf('e2'), false]);
      land();
      await stage.settle();
      expect([begun, cleared, read]).toEqual([emitted(false), emitted({}), emitted({ epoch: 'e2' })]);
      expect(stage.text).toBe(textOf('e2'));
    });

    it.each([
      ['without doing it', isLost],
      ['having done it', FAULTS.losesItsAnswer],
    ])('holds nobody up after a write that was never answered, %s (R52)', async (_what, manner) => {
      const stage = createStage();
      stage.failOne('set', 0, manner);
      nowOf(stage.store.begin$(ada, undefined, 'e1', yes));
      const cleared = nowOf(stage.store.clear$('e2'));
      await stage.elapse();
      expect(cleared).toEqual(emitted({}));
      expect(nowOf(stage.store.begin$(bob, 'e2', 'e3', yes))).toEqual(emitted(true));
      expect(stage.text).toBe(textOf('e3', bob, 'e2'));
    });

    it('withdraws a tombstone that lands on a later session (R49, R52)', async () => {
      const stage = await signedIn();
      let land = (): void => undefined;
      stage.failOne(
        'set',
        0,
        <T>(act: () => T) =>
          new Promise<T>((resolve) => {
            land = () => {
              resolve(act());
            };
          }),
      );
      const cleared = nowOf(stage.store.clear$('e2', 'e1'));
      await stage.elapse();
      expect(cleared.values).toMatchObject([{ storageError: { code: 'SessionRemoved' } }]);
      expect(nowOf(stage.store.begin$(bob, undefined, 'e3', yes))).toEqual(emitted(true));
      land();
      await stage.settle();
      expect(stage.text).toBe(textOf('e3', bob));
    });

    it('leaves a session that another tab has begun since', async () => {
      const stage = await signedIn({ get: later, set: later, remove: later });
      const theirs = textOf('e9', bob, 'e2');
      stage.failOne('set', 0, (act) =>
        later(() => {
          const answer = act();
          stage.entries.set(RECORD_KEY, theirs);
          return answer;
        }),
      );
      expect(await endOf(stage, stage.store.clear$('e2', 'e1'))).toEqual(emitted({}));
      expect(stage.text).toBe(theirs);
    });
  });

  describe('over a storage of which one call fails', () => {
    const CASES = (Object.keys(FAULTS) as (keyof typeof FAULTS)[]).flatMap((fault) =>
      (['get', 'set', 'remove'] as const).flatMap((call) =>
        [0, 1, 2].flatMap((nth) =>
          (['synchronous', 'slow'] as const).map((kind) => ({ fault, call, nth, kind })),
        ),
      ),
    );
    const stageOf = (kind: 'synchronous' | 'slow') => signedIn(WORKING[kind === 'synchronous' ? 0 : 1]![1]());

    it.each(CASES)('says of a clearing what is so: $call $nth $fault, $kind (R14, R52)', async (it) => {
      const stage = await stageOf(it.kind);
      stage.failOne(it.call, it.nth, FAULTS[it.fault]);
      const cleared = nowOf(stage.store.clear$('e2', 'e1'));
      await stage.elapse();
      expect(cleared.isComplete || cleared.error instanceof AuthError).toBe(true);
      expect(cleared.isComplete && holdsTokens(stage)).toBe(false);
    });

    it.each(CASES)(
      'stores what begins, or nothing of it: $call $nth $fault, $kind (R49, R52)',
      async (it) => {
        const stage = createStage(WORKING[it.kind === 'synchronous' ? 0 : 1]![1]());
        stage.failOne(it.call, it.nth, FAULTS[it.fault]);
        const commit = jest.fn(yes);
        const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', commit));
        await stage.elapse();
        const isBegun = begun.values[0] === true;
        expect(isBegun || begun.values[0] === false || begun.error instanceof AuthError).toBe(true);
        expect(commit.mock.calls).toHaveLength(isBegun ? 1 : 0);
        expect(holdsTokens(stage)).toBe(isBegun);
        expect(nowOf(stage.store.clear$('e2')).error).toBeUndefined();
      },
    );

    it.each(CASES)('never mixes old and new tokens: $call $nth $fault, $kind (R51, R52)', async (it) => {
      const stage = await stageOf(it.kind);
      stage.failOne(it.call, it.nth, FAULTS[it.fault]);
      const renewed = nowOf(stage.store.renew$(adaRenewed, 'e1', yes));
      await stage.elapse();
      expect(renewed.values.length === 1 || renewed.error instanceof AuthError).toBe(true);
      const { session } = readRecord(stage.text, IDENTITY);
      expect(session?.refreshToken).toBe((renewed.values[0] === true ? adaRenewed : ada).refreshToken);
    });

    it.each(CASES)(
      'clears what a write that fails would bring back: $call $nth $fault, $kind (R49, R52)',
      async (it) => {
        const stage = createStage(WORKING[it.kind === 'synchronous' ? 0 : 1]![1]());
        stage.failOne(it.call, it.nth, FAULTS[it.fault]);
        let isOver = false;
        const begun = nowOf(stage.store.begin$(ada, undefined, 'e1', () => !isOver));
        isOver = true;
        const cleared = nowOf(stage.store.clear$('e2', 'e1'));
        await stage.elapse();
        expect(begun.values.length === 1 || begun.error instanceof AuthError).toBe(true);
        expect(cleared.isComplete || cleared.error instanceof AuthError).toBe(true);
        expect(cleared.isComplete && holdsTokens(stage)).toBe(false);
      },
    );
  });

  describe('whatever happens', () => {
    type Act = 'begin' | 'renew' | 'clear' | 'wait' | 'elapse';
    interface Fault {
      readonly call: Call;
      readonly after: number;
      readonly fault: keyof typeof FAULTS;
    }
    const anyAct = fc.constantFrom<Act>('begin', 'renew', 'clear', 'wait', 'elapse');
    const anyFault: fc.Arbitrary<Fault> = fc
      .record({
        call: fc.constantFrom<Call>('get', 'set', 'remove'),
        after: fc.nat(4),
        fault: fc.constantFrom(...(Object.keys(FAULTS) as (keyof typeof FAULTS)[])),
      })
      // A read that says "nothing" of a record that stands there looks as if somebody had cleared it (R28).
      .filter(({ call, fault }) => call !== 'get' || fault !== 'doesNothing');

    /** Plays what a machine does with the store: it believes what was committed, and lets go before it clears. */
    const play = async (kind: number, acts: readonly Act[], faults: readonly Fault[]) => {
      const stage = createStage(WORKING[kind]![1]());
      for (const { call, after, fault } of faults) stage.failOne(call, after, FAULTS[fault]);
      let serial = 0;
      let epoch: string | undefined;
      let held: Session | undefined;
      const done: ReturnType<typeof nowOf>[] = [];
      const take = (next: string, session: Session, isWanted: () => boolean) => () => {
        if (!isWanted()) return false;
        [epoch, held] = [next, session];
        return true;
      };
      for (const act of acts) {
        serial += 1;
        const session = sessionOf('ada', serial);
        const [next, before] = [`e${serial}`, epoch];
        if (act === 'wait') await stage.settle();
        if (act === 'elapse') await stage.elapse();
        if (act === 'begin' && !held) {
          const commit = take(next, session, () => !held && epoch === before);
          done.push(nowOf<unknown>(stage.store.begin$(session, before, next, commit)));
        }
        if (act === 'renew' && held && before !== undefined) {
          const commit = take(before, session, () => held !== undefined && epoch === before);
          done.push(nowOf<unknown>(stage.store.renew$(session, before, commit)));
        }
        if (act === 'clear') {
          [epoch, held] = [next, undefined];
          done.push(nowOf<unknown>(stage.store.clear$(next, before)));
        }
      }
      await stage.elapse();
      await stage.elapse();
      return { stage, done, held };
    };

    it('ends every operation, and stores the session that is held or none (R49, R51, R52)', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(WORKING.length - 1),
          fc.array(anyAct, { minLength: 1, maxLength: 8 }),
          fc.array(anyFault, { maxLength: 1 }),
          async (kind, acts, faults) => {
            const { stage, done, held } = await play(kind, acts, faults);
            for (const { values, error } of done) {
              expect(values.length === 1 || error instanceof AuthError).toBe(true);
            }
            const { session } = readRecord(stage.text, IDENTITY);
            const isKnownToStay = done.some(
              ({ error }) => (error as AuthError | undefined)?.code === 'SessionNotCleared',
            );
            expect(isKnownToStay || session?.refreshToken === held?.refreshToken).toBe(true);
          },
        ),
        { numRuns: RUNS },
      );
    });
  });
});
