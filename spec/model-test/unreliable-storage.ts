import type { KeyValueStorage } from '../../src';
import type { PassOn } from './in-process-client';
import type { Tab } from './tab';

/** A storage that takes its time, or refuses, as a run decides. */
export interface UnreliableStorage {
  readonly entries: ReadonlyMap<string, string>;
  /** The storage as one tab has it: what a frozen tab has asked of a slow one is done when it thaws. */
  in(tab: Tab): KeyValueStorage;
  refusesToRemove: boolean;
  refusesToWrite: boolean;
}

/** Creates it, empty; synchronous unless there is a way for its answers to pass. */
export function createUnreliableStorage(passOn?: PassOn): UnreliableStorage {
  const entries = new Map<string, string>();
  const answerIn =
    (tab: Tab) =>
    <T>(label: string, work: () => T): T | Promise<T> =>
      passOn
        ? passOn(`the storage ${label}`)
            .then(() => tab.untilAwake())
            .then(work)
        : work();
  const storage: UnreliableStorage = {
    entries,
    refusesToRemove: false,
    refusesToWrite: false,
    in: (tab) => {
      const answer = answerIn(tab);
      return {
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
    },
  };
  return storage;
}
