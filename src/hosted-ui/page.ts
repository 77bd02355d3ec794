import { filter, fromEvent, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';

/** The part of the global object that is looked at; `sessionStorage` may throw on access. */
export interface PageScope {
  readonly window?: unknown;
  readonly location?: Pick<Location, 'assign' | 'href' | 'origin'>;
  readonly history?: Pick<History, 'replaceState' | 'state'>;
  readonly sessionStorage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly performance?: { getEntriesByType?(type: string): readonly object[] };
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
}

/** The page that leaves for managed login, and comes back. */
export interface Page {
  /** Its address; `undefined` where there is no page: on a server, in a worker, in React Native. */
  readonly href: string | undefined;
  readonly origin: string | undefined;
  /** Whether the browser came here by going on: not by a reload, nor back or forth in its history. */
  hasArrived(): boolean;
  leave(url: string): void;
  /** Puts another address in the place of this one, without loading anything. */
  rename(href: string): void;
  /** Fires when the page that was left comes back as it was, out of the back/forward cache. */
  readonly restored$: Observable<unknown>;
  /** Reads an entry of this tab, and of this tab only. Never throws. */
  read(key: string): string | null | undefined;
  /** Writes one, or removes it; says whether that was possible. Never throws. */
  write(key: string, value: string | undefined): boolean;
}

const wasRestored = (event: Event): boolean => (event as Partial<PageTransitionEvent>).persisted === true;

/** Creates the page around this code. A server has none, nor a storage of its own: all its users' requests would share it. */
export function createPage(scope: PageScope = globalThis): Page {
  const { location, window: page } = scope;
  const isPage = page !== undefined && location !== undefined;
  const storage = (): PageScope['sessionStorage'] => (isPage ? scope.sessionStorage : undefined);
  return {
    get href() {
      return isPage ? location.href : undefined;
    },
    origin: isPage ? location.origin : undefined,
    hasArrived: () => {
      const [navigation] = scope.performance?.getEntriesByType?.('navigation') ?? [];
      return (
        (navigation as Partial<PerformanceNavigationTiming> | undefined)?.type !== 'reload' &&
        (navigation as Partial<PerformanceNavigationTiming> | undefined)?.type !== 'back_forward'
      );
    },
    leave: (url) => {
      location?.assign(url);
    },
    rename: (href) => {
      scope.history?.replaceState(scope.history.state, '', href);
    },
    restored$: scope.addEventListener
      ? fromEvent(scope as EventTarget, 'pageshow').pipe(filter(wasRestored))
      : NEVER,
    read: (key) => {
      try {
        return storage()?.getItem(key);
      } catch {
        return undefined;
      }
    },
    write: (key, value) => {
      try {
        const entries = storage();
        if (value === undefined) entries?.removeItem(key);
        else entries?.setItem(key, value);
        return entries !== undefined;
      } catch {
        return false;
      }
    },
  };
}
