import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  merge,
  of,
  repeat,
  switchMap,
  takeUntil,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { hasClockBeenSetBack, isRefreshDue, refreshDueAt } from '../model/freshness';
import type { AuthContext } from './auth-context';
import type { Refresher } from './refresh';

/**
 * The longest single wait. Clocks are compared at each tick: a device may have slept, its clock may have been set, and
 * a `setTimeout` of more than 2^31-1 ms fires at once.
 */
const TICK_MS = 60_000;
/** The shortest: whatever a clock or a token says, there is no busy loop. */
const SHORTEST_WAIT_MS = 1_000;

/**
 * Keeps the tokens of the session fresh while somebody sees the page: each tick compares the clock with the expiry, and
 * refreshes when due, not before a failed refresh may be repeated. Hidden pages, and processes without a page, refresh
 * when they need a token.
 */
export function keepFresh(context: AuthContext, refresher: Refresher): void {
  const { current, environment, machine, scheduler, destroyed$ } = context;

  const waitMs = (): number => {
    const { session } = current;
    const now = scheduler.now();
    const dueAt = !session || hasClockBeenSetBack(session, now) ? now : refreshDueAt(session);
    return Math.min(TICK_MS, Math.max(SHORTEST_WAIT_MS, dueAt - now, refresher.retryAt - now));
  };

  const tick$ = (): Observable<unknown> => {
    const { session } = current;
    const isDue = session !== undefined && isRefreshDue(session, scheduler.now());
    return isDue && environment.isVisible() ? refresher.refresh$().pipe(catchError(() => EMPTY)) : EMPTY;
  };

  const ticks$ = defer(tick$).pipe(
    repeat({ delay: () => (environment.isVisible() ? timer(waitMs(), scheduler) : EMPTY) }),
  );

  const expiry$ = machine.state$.pipe(
    map((state) => (state.status === 'signedIn' ? state.expiresAt : undefined)),
    distinctUntilChanged(),
  );
  // One timer at a time: set anew when the expiry moves, and when the page may have slept.
  merge(expiry$, environment.resumed$.pipe(switchMap(() => of(current.session?.expiresAt))))
    .pipe(
      switchMap((expiresAt) => (expiresAt === undefined ? EMPTY : ticks$)),
      takeUntil(destroyed$),
    )
    .subscribe();
}
