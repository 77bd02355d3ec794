import { IDBFactory } from 'fake-indexeddb';
import { createEncryptedStorage } from '../../../src/adapters/storage/encrypted-storage';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import type { SynchronousStorage } from '../../../src/ports/key-value-storage';

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
});
