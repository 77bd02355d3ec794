/** A storage that can be asked how many tokens it holds, and told to refuse. */
export interface WatchedStorage {
  refusesToRemove: boolean;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  /** The number of entries that hold a token. */
  tokens(): number;
}

/** Creates it, empty. */
export function createWatchedStorage(): WatchedStorage {
  const entries = new Map<string, string>();
  const storage: WatchedStorage = {
    refusesToRemove: false,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value);
    },
    removeItem: (key) => {
      if (storage.refusesToRemove) throw new Error('read-only');
      entries.delete(key);
    },
    tokens: () => [...entries.values()].filter((value) => value.includes('eyJ')).length,
  };
  return storage;
}
