import { defer, filter, fromEvent, merge, NEVER, take, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** How long a page may take to go away. */
export const LEAVING_LIMIT_MS = 10_000;

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

/**
 * Leaves the page. Cold; emits nothing where the page goes away, and once, then completes, where it is still there after ten seconds (the
 * navigation led nowhere, a sheet was put over it) or comes back as it was.
 */
export function leave$(page: PageLife, url: string, scheduler: SchedulerLike): Observable<unknown> {
  return defer(() => {
    page.leave(url);
    return merge(timer(LEAVING_LIMIT_MS, scheduler), page.restored$).pipe(take(1));
  });
}
