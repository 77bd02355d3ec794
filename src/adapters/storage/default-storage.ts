import type { SynchronousStorage } from '../../ports/key-value-storage';
import { createMemoryStorage } from './memory-storage';

const PROBE_KEY = 'rx-cognito.probe';

/** The part of the global object that the choice of a storage looks at. */
export interface StorageScope {
  readonly window?: unknown;
  readonly localStorage?: Storage;
}

/**
 * Returns `localStorage` where it works, else a new memory storage.
 *
 * It counts as working only once a write has been tried: browsers throw on access, or on the first write, where site
 * data is blocked or full. An entry that stands there has been written, and need not be tried: nor may it be left behind
 * for a memory, where it would never be cleared.
 *
 * @param entry - the key of an entry that shows that writes have worked
 */
export function defaultStorage(entry = PROBE_KEY, scope: StorageScope = globalThis): SynchronousStorage {
  // A server may have a localStorage too (newer Node.js), but one that all its users' requests would share.
  if (scope.window === undefined) return createMemoryStorage();
  try {
    const { localStorage } = scope;
    if (!localStorage) return createMemoryStorage();
    if (localStorage.getItem(entry) === null) {
      localStorage.setItem(PROBE_KEY, '');
      localStorage.removeItem(PROBE_KEY);
    }
    return localStorage;
  } catch {
    return createMemoryStorage();
  }
}
