import { inspect } from 'node:util';
import { createKeyValueSessionStore } from '../../../src/adapters/storage/key-value-session-store';
import { AuthError } from '../../../src/model/auth-error';
import { writeRecord } from '../../../src/model/session-record';
import {
  createFaultyStorage,
  createSlowStorage,
  EPOCH_KEY,
  IDENTITY,
  nowOf,
  SESSION_KEY,
  sessionOf,
} from './fixtures';

const ada = sessionOf('ada');
const adaRenewed = sessionOf('ada', 2);
const bob = sessionOf('bob');
const refusal = (secret = ''): Error => new Error(`QuotaExceededError ${secret}`);

const setUp = () => {
  const storage = createFaultyStorage();
  const store = createKeyValueSessionStore({ storage, identity: IDENTITY });
  return { storage, store };
};

const signedIn = () => {
  const set = setUp();
  nowOf(set.store.begin$(ada, undefined, 'e1'));
  return set;
};

const emitted = <T>(value: T) => ({ values: [value], isComplete: true });

describe('createKeyValueSessionStore', () => {
  it('learns at creation whether the storage answers at once', () => {
    expect(setUp().store.isSynchronous).toBe(true);
    const slow = createKeyValueSessionStore({ storage: createSlowStorage(), identity: IDENTITY });
    expect(slow.isSynchronous).toBe(false);
  });

  it('takes a storage that throws for a synchronous one', () => {
    const storage = createFaultyStorage();
    storage.fault = () => {
      throw refusal();
    };
    expect(createKeyValueSessionStore({ storage, identity: IDENTITY }).isSynchronous).toBe(true);
  });

  it('touches nothing before subscription', () => {
    const { storage, store } = setUp();
    const touched = jest.fn();
    storage.fault = touched;
    const cold = [
      store.read$(),
      store.begin$(ada, undefined, 'e1'),
      store.renew$(ada, 'e1'),
      store.clear$('e2'),
    ];
    expect(cold).toHaveLength(4);
    expect(touched).not.toHaveBeenCalled();
  });

  describe('read$', () => {
    it('emits neither epoch nor session from an empty storage, at once', () => {
      expect(nowOf(setUp().store.read$())).toEqual(emitted({ epoch: undefined, session: undefined }));
    });

    it('emits the session that was stored', () => {
      expect(nowOf(signedIn().store.read$())).toEqual(emitted({ epoch: 'e1', session: ada }));
    });

    it('passes over a record of another epoch', () => {
      const { storage, store } = signedIn();
      storage.entries.set(EPOCH_KEY, 'e2');
      expect(nowOf(store.read$())).toEqual(emitted({ epoch: 'e2', session: undefined }));
    });

    it('looks again where another tab began a session between its two reads', () => {
      const { storage, store } = setUp();
      const record = writeRecord({ epoch: 'e9', session: bob }, IDENTITY);
      storage.fault = (operation, key) => {
        if (operation !== 'get' || key !== SESSION_KEY) return;
        storage.entries.set(SESSION_KEY, record);
        storage.entries.set(EPOCH_KEY, 'e9');
      };
      expect(nowOf(store.read$())).toEqual(emitted({ epoch: 'e9', session: bob }));
    });

    it.each(['', 'x', '{', '[]', 'null', '{"version":1}', '{"__proto__":{"epoch":"e1"}}'])(
      'passes over a record of %p (R39)',
      (text) => {
        const { storage, store } = signedIn();
        storage.entries.set(SESSION_KEY, text);
        expect(nowOf(store.read$())).toEqual(emitted({ epoch: 'e1', session: undefined }));
      },
    );

    it('passes over an epoch that is none of ours (R39)', () => {
      const { storage, store } = signedIn();
      storage.entries.set(EPOCH_KEY, 'e'.repeat(1_000));
      expect(nowOf(store.read$()).values).toEqual([{ epoch: undefined, session: undefined }]);
    });

    it('errors where the storage cannot be read', () => {
      const { storage, store } = setUp();
      storage.fault = () => {
        throw refusal();
      };
      expect(nowOf(store.read$()).error).toMatchObject({ kind: 'storage', code: 'StorageNotReadable' });
    });
  });

  describe('begin$', () => {
    it('stores the session under the new epoch, at once', () => {
      const { storage, store } = setUp();
      expect(nowOf(store.begin$(ada, undefined, 'e1'))).toEqual(emitted(true));
      expect(storage.entries.get(EPOCH_KEY)).toBe('e1');
      expect(storage.entries.get(SESSION_KEY)).toBe(writeRecord({ epoch: 'e1', session: ada }, IDENTITY));
    });

    it('changes nothing where the epoch has moved on', () => {
      const { storage, store } = signedIn();
      const before = [...storage.entries];
      expect(nowOf(store.begin$(bob, undefined, 'e2'))).toEqual(emitted(false));
      expect(nowOf(store.begin$(bob, 'e0', 'e2'))).toEqual(emitted(false));
      expect([...storage.entries]).toEqual(before);
    });

    it.each([SESSION_KEY, EPOCH_KEY])('leaves no token behind where %s is not taken', (refusedKey) => {
      const { storage, store } = setUp();
      storage.fault = (operation, key) => {
        if (operation === 'set' && key === refusedKey) throw refusal(ada.refreshToken);
      };
      const { error } = nowOf(store.begin$(ada, undefined, 'e1'));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
      expect(inspect(error, { depth: 9 })).not.toContain(ada.refreshToken);
      expect([...storage.entries]).toEqual([]);
    });

    it('leaves no token behind where the storage does not remove either', () => {
      const { storage, store } = setUp();
      storage.fault = (operation, key) => {
        if (operation === 'remove' || (operation === 'set' && key === EPOCH_KEY)) throw refusal();
      };
      expect(nowOf(store.begin$(ada, undefined, 'e1')).error).toBeInstanceOf(AuthError);
      expect(storage.entries.get(SESSION_KEY)).not.toContain(ada.refreshToken);
    });
  });

  describe('renew$', () => {
    it('stores the new tokens of the same epoch, at once', () => {
      const { store } = signedIn();
      expect(nowOf(store.renew$(adaRenewed, 'e1'))).toEqual(emitted(true));
      expect(nowOf(store.read$()).values).toEqual([{ epoch: 'e1', session: adaRenewed }]);
    });

    it.each([
      ['the epoch has moved on', EPOCH_KEY, 'e2'],
      ['the record is gone', SESSION_KEY, undefined],
      ['the record is of another epoch', SESSION_KEY, writeRecord({ epoch: 'e0', session: ada }, IDENTITY)],
      ['the epoch is gone (R28)', EPOCH_KEY, undefined],
    ])('changes nothing where %s', (_what, key, value) => {
      const { storage, store } = signedIn();
      if (value === undefined) storage.entries.delete(key);
      else storage.entries.set(key, value);
      const before = [...storage.entries];
      expect(nowOf(store.renew$(adaRenewed, 'e1'))).toEqual(emitted(false));
      expect([...storage.entries]).toEqual(before);
    });

    it('changes nothing where another session has begun (R24)', () => {
      const { storage, store } = signedIn();
      storage.entries.set(EPOCH_KEY, 'e3');
      storage.entries.set(SESSION_KEY, writeRecord({ epoch: 'e3', session: bob }, IDENTITY));
      expect(nowOf(store.renew$(adaRenewed, 'e1'))).toEqual(emitted(false));
      expect(nowOf(store.read$()).values).toEqual([{ epoch: 'e3', session: bob }]);
    });

    it('takes back what it wrote where the session ended meanwhile (R19)', () => {
      const { storage, store } = signedIn();
      storage.fault = (operation, key) => {
        if (operation === 'set' && key === SESSION_KEY) storage.entries.set(EPOCH_KEY, 'e2');
      };
      expect(nowOf(store.renew$(adaRenewed, 'e1'))).toEqual(emitted(false));
      expect([...storage.entries]).toEqual([[EPOCH_KEY, 'e2']]);
    });

    it('leaves alone what another tab wrote over it meanwhile (R24)', () => {
      const { storage, store } = signedIn();
      const record = writeRecord({ epoch: 'e3', session: bob }, IDENTITY);
      let epochReads = 0;
      storage.fault = (operation, key) => {
        if (operation !== 'get' || key !== EPOCH_KEY || (epochReads += 1) < 2) return;
        storage.entries.set(EPOCH_KEY, 'e3').set(SESSION_KEY, record);
      };
      expect(nowOf(store.renew$(adaRenewed, 'e1'))).toEqual(emitted(false));
      expect(storage.entries.get(SESSION_KEY)).toBe(record);
    });

    it('errors where the storage is full, and keeps the old tokens', () => {
      const { storage, store } = signedIn();
      storage.fault = (operation) => {
        if (operation === 'set') throw refusal(adaRenewed.accessToken);
      };
      const { error } = nowOf(store.renew$(adaRenewed, 'e1'));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
      expect(inspect(error, { depth: 9 })).not.toContain(adaRenewed.accessToken);
      storage.fault = () => undefined;
      expect(nowOf(store.read$()).values).toEqual([{ epoch: 'e1', session: ada }]);
    });
  });

  describe('clear$', () => {
    it('moves the epoch on and removes the record, at once', () => {
      const { storage, store } = signedIn();
      expect(nowOf(store.clear$('e2'))).toEqual(emitted({}));
      expect([...storage.entries]).toEqual([[EPOCH_KEY, 'e2']]);
    });

    it('moves the epoch before it removes the record', () => {
      const { storage, store } = signedIn();
      const writes: string[] = [];
      storage.fault = (operation, key) => {
        if (operation !== 'get') writes.push(`${operation} ${key}`);
      };
      nowOf(store.clear$('e2'));
      expect(writes).toEqual([`set ${EPOCH_KEY}`, `remove ${SESSION_KEY}`]);
    });

    it('does not mind an epoch that is not taken, where the record goes (R14)', () => {
      const { storage, store } = signedIn();
      storage.fault = (operation, key) => {
        if (operation === 'set' && key === EPOCH_KEY) throw refusal();
      };
      expect(nowOf(store.clear$('e2'))).toEqual(emitted({}));
      expect(storage.entries.has(SESSION_KEY)).toBe(false);
    });

    it.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw refusal();
        },
      ],
      ['does nothing', () => 'ignore'],
    ])('writes a tombstone where the removal %s (R14)', (_what, act) => {
      const { storage, store } = signedIn();
      storage.fault = (operation) => (operation === 'remove' ? act() : undefined);
      const { values } = nowOf(store.clear$('e2'));
      expect(values[0]?.tombstoneError).toMatchObject({ kind: 'storage', code: 'SessionOverwritten' });
      expect(storage.entries.get(SESSION_KEY)).not.toContain('oken');
      expect(nowOf(store.read$()).values).toEqual([{ epoch: 'e2', session: undefined }]);
    });

    it('begins a session over a tombstone', () => {
      const { storage, store } = signedIn();
      storage.fault = (operation) => (operation === 'remove' ? 'ignore' : undefined);
      nowOf(store.clear$('e2'));
      expect(nowOf(store.begin$(bob, 'e2', 'e3'))).toEqual(emitted(true));
      expect(nowOf(store.read$()).values).toEqual([{ epoch: 'e3', session: bob }]);
    });

    it.each<[string, () => unknown]>([
      [
        'throw',
        () => {
          throw refusal();
        },
      ],
      ['do nothing', () => 'ignore'],
    ])('errors, and says what is left where, when removal and tombstone %s (R14)', (_what, act) => {
      const { storage, store } = signedIn();
      storage.fault = (operation, key) => (operation !== 'get' && key === SESSION_KEY ? act() : undefined);
      const { error } = nowOf(store.clear$('e2'));
      expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotCleared' });
      expect((error as AuthError).recoverySuggestion).toContain(SESSION_KEY);
    });

    it('trusts a tombstone that it cannot read back', () => {
      const { storage, store } = signedIn();
      storage.fault = (operation) => {
        if (operation !== 'set') throw refusal();
      };
      const { values } = nowOf(store.clear$('e2'));
      expect(values[0]?.tombstoneError).toMatchObject({ code: 'SessionOverwritten' });
      expect(storage.entries.get(SESSION_KEY)).not.toContain('oken');
    });

    it('does not mind a storage that is slow to let go', () => {
      const { storage, store } = signedIn();
      let looks = 0;
      storage.fault = (operation, key) => {
        if (operation === 'get' && key === SESSION_KEY && (looks += 1) > 1) storage.entries.delete(key);
        return key === SESSION_KEY ? 'ignore' : undefined;
      };
      expect(nowOf(store.clear$('e2'))).toEqual(emitted({}));
    });

    it('errors where the storage does nothing at all any more', () => {
      const { storage, store } = signedIn();
      storage.fault = () => {
        throw refusal();
      };
      expect(nowOf(store.clear$('e2')).error).toMatchObject({ code: 'SessionNotCleared' });
    });
  });

  describe('over an asynchronous storage', () => {
    const setUpSlow = () => {
      const storage = createSlowStorage();
      const store = createKeyValueSessionStore({ storage, identity: IDENTITY });
      return { storage, store };
    };

    it('runs one operation after another', async () => {
      const { storage, store } = setUpSlow();
      await storage.settle();
      const begun = nowOf(store.begin$(ada, undefined, 'e1'));
      const renewed = nowOf(store.renew$(adaRenewed, 'e1'));
      const cleared = nowOf(store.clear$('e2'));
      const read = nowOf(store.read$());
      expect(storage.pending).toEqual([`get ${EPOCH_KEY}`]);
      await storage.settle();
      expect([begun, renewed, cleared, read]).toEqual([
        emitted(true),
        emitted(true),
        emitted({}),
        emitted({ epoch: 'e2', session: undefined }),
      ]);
    });

    it('runs to its end whether or not somebody still listens', async () => {
      const { storage, store } = setUpSlow();
      await storage.settle();
      store.begin$(ada, undefined, 'e1').subscribe().unsubscribe();
      const clearing = store.clear$('e2').subscribe();
      clearing.unsubscribe();
      await storage.settle();
      expect([storage.memory.getItem(EPOCH_KEY), storage.memory.getItem(SESSION_KEY)]).toEqual(['e2', null]);
    });

    it('goes on after an operation that failed', async () => {
      const { storage, store } = setUpSlow();
      await storage.settle();
      const setItem = storage.setItem;
      storage.setItem = () => Promise.reject(refusal());
      const begun = nowOf(store.begin$(ada, undefined, 'e1'));
      await storage.settle();
      storage.setItem = setItem;
      const again = nowOf(store.begin$(ada, undefined, 'e1'));
      await storage.settle();
      expect(begun.error).toMatchObject({ code: 'SessionNotStored' });
      expect(again).toEqual(emitted(true));
    });

    it('takes back renewed tokens where another tab signed out during the write (R19)', async () => {
      const { storage, store } = setUpSlow();
      nowOf(store.begin$(ada, undefined, 'e1'));
      await storage.settle();
      const renewed = nowOf(store.renew$(adaRenewed, 'e1'));
      while (storage.pending[0] !== `set ${SESSION_KEY}`) await storage.step();
      storage.memory.setItem(EPOCH_KEY, 'e2');
      storage.memory.removeItem(SESSION_KEY);
      await storage.settle();
      expect(renewed).toEqual(emitted(false));
      expect(storage.memory.getItem(SESSION_KEY)).toBeNull();
    });

    it('survives that its first, unread answer is a refusal', async () => {
      const storage = { ...createSlowStorage(), getItem: () => Promise.reject<string>(refusal()) };
      const store = createKeyValueSessionStore({ storage, identity: IDENTITY });
      const read = nowOf(store.read$());
      await new Promise((resolve) => setImmediate(resolve));
      expect(read.error).toMatchObject({ code: 'StorageNotReadable' });
    });
  });
});
