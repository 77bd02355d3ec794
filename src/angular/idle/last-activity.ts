import { EMPTY, filter, fromEvent } from 'rxjs';
import type { Observable } from 'rxjs';

/** When somebody was last active in any tab of this application. */
export interface LastActivity {
  /** Epoch milliseconds; `undefined` where it was never written. */
  at(): number | undefined;
  mark(at: number): void;
  /** Emits when another tab has marked one. */
  readonly changes$: Observable<unknown>;
}

/** Keeps the instant in `localStorage`, for all tabs; in memory, for this one, where that does not work. */
export function createLastActivity(key: string, page: Window | null): LastActivity {
  let own: number | undefined;
  const stored = (): number | undefined => {
    try {
      const text = page?.localStorage.getItem(key);
      const at = text == null ? Number.NaN : Number(text);
      return Number.isFinite(at) && at > 0 ? at : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    at: () => {
      const shared = stored();
      return shared === undefined || own === undefined ? (shared ?? own) : Math.max(shared, own);
    },
    mark: (at) => {
      own = at;
      try {
        page?.localStorage.setItem(key, String(at));
      } catch {
        // Full or forbidden: this tab then counts for itself.
      }
    },
    changes$: page
      ? fromEvent<StorageEvent>(page, 'storage').pipe(filter((event) => event.key === key))
      : EMPTY,
  };
}
