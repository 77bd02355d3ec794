import type { KeyValueStorage } from '../../src';
import type { PassOn } from './in-process-client';
import type { Tab } from './tab';

/** How a storage answers: at once, in whatever order the run decides, or its reads at once and its writes not. */
export type StorageKind = 'synchronous' | 'slow' | 'halfSynchronous';

/** A call of a storage. */
export type StorageCall = 'reads' | 'writes' | 'removes';

/** A storage that takes its time, refuses, or loses a call, as a run decides. */
export interface UnreliableStorage {
  readonly kind: StorageKind;
  readonly entries: ReadonlyMap<string, string>;
  /** The storage as one tab has it: what a frozen tab has asked of a slow one is done when it thaws. */
  in(tab: Tab, onWrite: () => void): KeyValueStorage;
  refusesToRemove: boolean;
  refusesToWrite: boolean;
  /** The next call of this kind is never answered; whether it is done is a matter of chance. */
  loseNext(call: StorageCall, isDone: boolean): void;
}

/** Creates it, empty. */
export function createUnreliableStorage(kind: StorageKind, passOn: PassOn): UnreliableStorage {
  const entries = new Map<string, string>();
  const lost = new Map<StorageCall, boolean>();

  const isAtOnce = (call: StorageCall): boolean =>
    kind === 'synchronous' || (kind === 'halfSynchronous' && call === 'reads');

  const never = (): Promise<never> => new Promise(() => undefined);

  const answerIn =
    (tab: Tab) =>
    <T>(call: StorageCall, work: () => T): T | Promise<T> => {
      const isDone = lost.get(call);
      lost.delete(call);
      // What answers at once cannot be lost.
      if (isAtOnce(call)) return work();
      const worked = passOn(`the storage ${call}`).then(() => tab.untilAwake());
      if (isDone === undefined) return worked.then(work);
      return worked.then(() => {
        if (isDone) work();
        return never();
      });
    };

  const storage: UnreliableStorage = {
    kind,
    entries,
    refusesToRemove: false,
    refusesToWrite: false,
    loseNext: (call, isDone) => {
      lost.set(call, isDone);
    },
    in: (tab, onWrite) => {
      const answer = answerIn(tab);
      return {
        getItem: (key) => answer('reads', () => entries.get(key)),
        setItem: (key, value) => {
          onWrite();
          return answer('writes', () => {
            if (storage.refusesToWrite) throw new Error('full');
            entries.set(key, value);
          });
        },
        removeItem: (key) =>
          answer('removes', () => {
            if (!storage.refusesToRemove) entries.delete(key);
          }),
      };
    },
  };
  return storage;
}
