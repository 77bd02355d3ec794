import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { createEncryptedStorage } from '../../../src/adapters/storage/encrypted-storage';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { AuthError } from '../../../src/model/auth-error';
import type { KeyValueStorage, SynchronousStorage } from '../../../src/ports/key-value-storage';

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('createEncryptedStorage', () => {
  let inner: SynchronousStorage;

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    inner = createMemoryStorage();
  });

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  });

  it('gives back what was stored, also after a restart', async () => {
    await createEncryptedStorage({ storage: inner }).setItem('a', 'sécret 🔑');
    await expect(createEncryptedStorage({ storage: inner }).getItem('a')).resolves.toBe('sécret 🔑');
  });

  it('stores nothing that can be read, and never the same twice', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    await storage.setItem('a', 'secret');
    const first = inner.getItem('a')!;
    await storage.setItem('a', 'secret');
    expect(atob(first)).not.toContain('secret');
    expect(inner.getItem('a')).not.toBe(first);
  });

  it('takes a value of any size', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    const large = 'x'.repeat(300_000);
    await storage.setItem('a', large);
    await expect(storage.getItem('a')).resolves.toBe(large);
  });

  it('has one key, whoever asks for it first', async () => {
    const [one, other] = [
      createEncryptedStorage({ storage: inner }),
      createEncryptedStorage({ storage: inner }),
    ];
    await Promise.all([one.setItem('a', '1'), other.setItem('b', '2')]);
    await expect(Promise.all([one.getItem('b'), other.getItem('a')])).resolves.toEqual(['2', '1']);
  });

  it('keeps a key that cannot be exported', async () => {
    await createEncryptedStorage({ storage: inner }).setItem('a', 'secret');
    const kept = await new Promise<CryptoKey>((resolve) => {
      const opening = indexedDB.open('rx-cognito');
      opening.onsuccess = () => {
        const reading = opening.result.transaction('keys').objectStore('keys').get('storage');
        reading.onsuccess = () => {
          resolve(reading.result as CryptoKey);
        };
      };
    });
    expect(kept.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', kept)).rejects.toThrow(/extractable/);
  });

  it('holds a value for absent whose key is gone', async () => {
    await createEncryptedStorage({ storage: inner }).setItem('a', 'secret');
    globalThis.indexedDB = new IDBFactory();
    await expect(createEncryptedStorage({ storage: inner }).getItem('a')).resolves.toBeNull();
  });

  it.each(['plain text', '', 'AAAA', btoa('x'.repeat(64))])('holds %j for absent (R39)', async (foreign) => {
    inner.setItem('a', foreign);
    await expect(createEncryptedStorage({ storage: inner }).getItem('a')).resolves.toBeNull();
  });

  it('opens no value under another name than its own', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    await storage.setItem('a', 'secret');
    inner.setItem('b', inner.getItem('a')!);
    await expect(storage.getItem('b')).resolves.toBeNull();
  });

  it('removes', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    await storage.setItem('a', 'secret');
    await storage.removeItem('a');
    expect(inner.getItem('a')).toBeNull();
  });

  describe('whose database is emptied by somebody else (#12)', () => {
    const emptied = (): void => {
      globalThis.indexedDB = new IDBFactory();
    };

    /** Waits until a value can be read after a restart, with the key that the database holds now. */
    const sealedAnew = async (name: string, value: string): Promise<void> => {
      while ((await createEncryptedStorage({ storage: inner }).getItem(name)) !== value)
        await new Promise((resolve) => setImmediate(resolve));
    };

    it('can be read after a restart', async () => {
      const storage = createEncryptedStorage({ storage: inner });
      await storage.setItem('a', 'before');
      emptied();
      await storage.setItem('a', 'after');
      await sealedAnew('a', 'after');
      await expect(storage.getItem('a')).resolves.toBe('after');
    });

    it('brings nothing back that was removed meanwhile', async () => {
      const storage = createEncryptedStorage({ storage: inner });
      await storage.setItem('a', 'before');
      emptied();
      // Both under the key that is gone, be the other one found ever so soon.
      const written = storage.setItem('a', 'after');
      await storage.setItem('b', 'after');
      await written;
      await storage.removeItem('a');
      await sealedAnew('b', 'after');
      expect(inner.getItem('a')).toBeNull();
    });

    it('brings nothing back that is removed while it looks whether it still stands there', async () => {
      const looks: (() => void)[] = [];
      let isHeld = false;
      const slow: KeyValueStorage = {
        ...inner,
        // It answers by what stood there when it was asked.
        getItem: (name) => {
          const found = inner.getItem(name);
          return isHeld
            ? new Promise((resolve) => {
                looks.push(() => {
                  resolve(found);
                });
              })
            : found;
        },
      };
      const storage = createEncryptedStorage({ storage: slow });
      await storage.setItem('a', 'before');
      emptied();
      isHeld = true;
      await storage.setItem('a', 'after');
      while (looks.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await storage.removeItem('a');
      looks.forEach((answer) => {
        answer();
      });
      // Over a synchronous storage all that follows is over in a turn.
      await new Promise((resolve) => setImmediate(resolve));
      expect(inner.getItem('a')).toBeNull();
    });

    it('writes at once, though the database does not answer', async () => {
      const storage = createEncryptedStorage({ storage: inner });
      await storage.setItem('a', 'before');
      jest.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
      await storage.setItem('a', 'after');
      await expect(storage.getItem('a')).resolves.toBe('after');
    });

    it('reads what another tab wrote since', async () => {
      const storage = createEncryptedStorage({ storage: inner });
      await storage.setItem('a', 'before');
      emptied();
      await createEncryptedStorage({ storage: inner }).setItem('a', 'after');
      await expect(storage.getItem('a')).resolves.toBe('after');
    });
  });

  it.each([
    ['of a newer version', 7, ['keys']],
    ['that has other things in it', 1, ['other']],
    ['that has nothing in it', 3, []],
  ])('gets along with a database %s (#12)', async (_what, version, names) => {
    await new Promise((resolve) => {
      const opening = indexedDB.open('rx-cognito', version);
      opening.onupgradeneeded = () => {
        for (const name of names) opening.result.createObjectStore(name);
      };
      opening.onsuccess = () => {
        opening.result.close();
        resolve(undefined);
      };
    });
    await createEncryptedStorage({ storage: inner }).setItem('a', 'secret');
    await expect(createEncryptedStorage({ storage: inner }).getItem('a')).resolves.toBe('secret');
  });

  it('stores nothing under a key that could not be kept in the end (R58, #12)', async () => {
    const put = IDBObjectStore.prototype.put;
    const full = jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof put>
    ) {
      const request = put.apply(this, given);
      request.addEventListener('success', () => {
        this.transaction.abort();
      });
      return request;
    });
    await expect(createEncryptedStorage({ storage: inner }).setItem('a', 'secret')).rejects.toThrow();
    full.mockRestore();
    expect(inner.getItem('a')).toBeNull();
  });

  it('refuses to store where there is no place for the key, and tries again the next time', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    const working = globalThis.indexedDB;
    globalThis.indexedDB = {
      open: () => {
        throw new Error('Blocked.');
      },
    } as never;
    await expect(storage.setItem('a', 'secret')).rejects.toThrow('Blocked.');
    expect(inner.getItem('a')).toBeNull();
    globalThis.indexedDB = working;
    await storage.setItem('a', 'secret');
    await expect(storage.getItem('a')).resolves.toBe('secret');
  });

  describe('without its key', () => {
    /** An IndexedDB that never answers. */
    const hangingDatabase = { open: () => ({}) } as never;

    it('removes all the same, and finds nothing where nothing is (#12)', async () => {
      await createEncryptedStorage({ storage: inner }).setItem('a', 'secret');
      globalThis.indexedDB = hangingDatabase;
      const storage = createEncryptedStorage({ storage: inner });
      await storage.removeItem('a');
      expect(inner.getItem('a')).toBeNull();
      await expect(storage.getItem('a')).resolves.toBeNull();
    });

    it('removes while a read and a write wait for it (#12)', async () => {
      await createEncryptedStorage({ storage: inner }).setItem('a', 'secret');
      globalThis.indexedDB = hangingDatabase;
      const storage = createEncryptedStorage({ storage: inner });
      void storage.getItem('a');
      void storage.setItem('a', 'newer');
      await storage.removeItem('a');
      expect(inner.getItem('a')).toBeNull();
    });
  });

  it.each([
    ['did not come in its time', 3_001],
    ['does not come, also where the clock was set back', -2_001],
  ])('asks again for a key that %s (#12)', async (_what, later) => {
    const working = globalThis.indexedDB;
    const storage = createEncryptedStorage({ storage: inner });
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000);
    // It never answers.
    await new Promise<void>((resolve) => {
      const open = (): object => {
        resolve();
        return {};
      };
      globalThis.indexedDB = { open } as never;
      void storage.setItem('a', 'lost');
    });
    globalThis.indexedDB = working;
    now.mockReturnValue(later);
    await storage.setItem('a', 'kept');
    now.mockRestore();
    await expect(storage.getItem('a')).resolves.toBe('kept');
  });

  it('does not write what was removed while it was being sealed (#12)', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    const writing = storage.setItem('a', 'secret');
    await storage.removeItem('a');
    await writing;
    expect(inner.getItem('a')).toBeNull();
  });

  it('keeps the last of several writes, each as long as it may take to seal, and those of other names', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    await Promise.all([
      storage.setItem('a', 'x'.repeat(2_000_000)),
      storage.setItem('b', 'other'),
      storage.setItem('a', 'last'),
    ]);
    await expect(Promise.all([storage.getItem('a'), storage.getItem('b')])).resolves.toEqual([
      'last',
      'other',
    ]);
  });

  it('shows the old value or the new one to who reads during a write (R51, #12)', async () => {
    const storage = createEncryptedStorage({ storage: inner });
    await storage.setItem('a', 'old');
    const writing = storage.setItem('a', 'new');
    const seen = await Promise.all([
      storage.getItem('a'),
      createEncryptedStorage({ storage: inner }).getItem('a'),
    ]);
    await writing;
    for (const value of seen) expect(['old', 'new']).toContain(value);
    await expect(storage.getItem('a')).resolves.toBe('new');
  });

  it('can only be read where what it is over can (#12)', () => {
    expect(createEncryptedStorage({ storage: { ...inner, isReadOnly: true } }).isReadOnly).toBe(true);
  });

  describe('at its creation says what is missing (#12)', () => {
    afterEach(() => {
      Reflect.deleteProperty(crypto, 'subtle');
    });

    it.each([
      ['IndexedDB', () => Reflect.deleteProperty(globalThis, 'indexedDB')],
      ['WebCrypto', () => Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })],
    ])('%s', (what, remove) => {
      remove();
      const thrown = thrownBy(() => createEncryptedStorage({ storage: inner }));
      expect(thrown).toBeInstanceOf(AuthError);
      expect(thrown).toMatchObject({
        kind: 'configuration',
        code: 'EncryptedStorageUnavailable',
        message: expect.stringContaining(what) as string,
      });
    });
  });
});
