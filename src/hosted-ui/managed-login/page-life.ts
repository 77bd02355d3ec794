import { filter, fromEvent, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';

/** The part of the global object that is looked at. */
export interface PageLifeScope {
  readonly location?: Pick<Location, 'assign'>;
  readonly performance?: { getEntriesByType?(type: string): readonly object[] };
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
}

/** How a page comes and goes. */
export interface PageLife {
  /** Whether the browser came here by going on: not by a reload, nor back or forth in its history. */
  hasArrived(): boolean;
  leave(url: string): void;
  /** Fires when the page that was left comes back as it was, out of the back/forward cache. */
  readonly restored$: Observable<unknown>;
}

const wasRestored = (event: Event): boolean => (event as Partial<PageTransitionEvent>).persisted === true;

/** Creates the life of the page around this code. */
export function createPageLife(scope: PageLifeScope = globalThis): PageLife {
  return {
    hasArrived: () => {
      const [navigation] = scope.performance?.getEntriesByType?.('navigation') ?? [];
      const { type } = (navigation ?? {}) as Partial<PerformanceNavigationTiming>;
      return type !== 'reload' && type !== 'back_forward';
    },
    leave: (url) => {
      scope.location?.assign(url);
    },
    restored$:
      scope.addEventListener && scope.removeEventListener
        ? fromEvent(scope as EventTarget, 'pageshow').pipe(filter(wasRestored))
        : NEVER,
  };
}
