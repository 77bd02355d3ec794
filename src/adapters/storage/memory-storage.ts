import type { SynchronousStorage } from '../../ports/key-value-storage';

/** Creates a storage that lasts as long as the object itself: for servers, for tests, and where nothing else works. */
export function createMemoryStorage(): SynchronousStorage {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value);
    },
    removeItem: (key) => {
      entries.delete(key);
    },
  };
}
