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
  /** Lets nothing be removed any more, or lets it again; what is written it takes in any case. */
  setRefusing(isRefusing: boolean): void;
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
  const changed$ = new Subject<void>();
  let isRefusing = false;
  return {
    entries,
    changes$: changed$.asObservable(),
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value);
      changed$.next();
    },
    removeItem: (key) => {
      if (isRefusing) throw new DOMException('The storage refuses.', 'InvalidStateError');
      if (entries.delete(key)) changed$.next();
    },
    clear: () => {
      entries.clear();
      changed$.next();
    },
    setRefusing: (refusing) => {
      isRefusing = refusing;
    },
  };
}
