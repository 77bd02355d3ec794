import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';

/** The storage of a browser, as one of its pages sees it, with a window in it. */
export interface WatchedStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  /** Emits after each change. */
  readonly changes$: Observable<void>;
  readonly entries: ReadonlyMap<string, string>;
  /** Whether it lets nothing be removed; it still takes what is written. */
  refusesToRemove: boolean;
}

const TOKEN = /eyJ[\w-]+(?:\.[\w-]*){2,}/g;

/** Lists the tokens that a storage holds. */
export function tokensIn({ entries }: Pick<WatchedStorage, 'entries'>): readonly string[] {
  return [...entries.values()].flatMap((value) => value.match(TOKEN) ?? []);
}

/** Returns what is stored, fit to be looked at: each token cut to its beginning. */
export const shownValue = (value: string): string =>
  value.replace(TOKEN, (token) => `${token.slice(0, 6)}…(${String(token.length)})`);

/** Creates it, empty. */
export function createWatchedStorage(): WatchedStorage {
  const entries = new Map<string, string>();
  const changes = new Subject<void>();
  const storage: WatchedStorage = {
    entries,
    changes$: changes.asObservable(),
    refusesToRemove: false,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value);
      changes.next();
    },
    removeItem: (key) => {
      if (storage.refusesToRemove) throw new DOMException('The storage refuses.', 'InvalidStateError');
      if (entries.delete(key)) changes.next();
    },
    clear: () => {
      entries.clear();
      changes.next();
    },
  };
  return storage;
}
