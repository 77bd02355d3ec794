import type { KeyValueStorage } from '../../src';
import type { PassOn } from './in-process-client';

/** A storage that takes its time, or refuses, as a run decides. */
export interface UnreliableStorage extends KeyValueStorage {
  readonly entries: ReadonlyMap<string, string>;
  refusesToRemove: boolean;
  refusesToWrite: boolean;
}

/** Creates it, empty; synchronous unless there is a way for its answers to pass. */
export function createUnreliableStorage(passOn?: PassOn): UnreliableStorage {
  const entries = new Map<string, string>();
  const answer = <T>(label: string, work: () => T): T | Promise<T> =>
    passOn ? passOn(`the storage ${label}`).then(work) : work();
  const storage: UnreliableStorage = {
    entries,
    refusesToRemove: false,
    refusesToWrite: false,
    getItem: (key) => answer('reads', () => entries.get(key)),
    setItem: (key, value) =>
      answer('writes', () => {
        if (storage.refusesToWrite) throw new Error('full');
        entries.set(key, value);
      }),
    removeItem: (key) =>
      answer('removes', () => {
        if (!storage.refusesToRemove) entries.delete(key);
      }),
  };
  return storage;
}
