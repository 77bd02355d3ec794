import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  merge,
  of,
  repeat,
  startWith,
  switchMap,
  takeUntil,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { hasClockBeenSetBack, isRefreshDue, refreshDueAt } from '../../model/freshness';
import type { AuthContext } from '../../flows/context';
import type { Refresher } from './refresher';

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
  const { environment, machine, scheduler } = context;

  const waitMs = (): number => {
    const { session } = machine.now;
    const now = scheduler.now();
    const isAgeKnown = session !== undefined && !hasClockBeenSetBack(session, now);
    const dueAt = isAgeKnown ? refreshDueAt(session) : now;
    return Math.min(TICK_MS, Math.max(SHORTEST_WAIT_MS, dueAt - now, refresher.retryAt - now));
  };

  const tick$ = (): Observable<unknown> => {
    const { session } = machine.now;
    const isDue = session !== undefined && isRefreshDue(session, scheduler.now());
    return isDue && environment.isVisible() ? refresher.refresh$().pipe(catchError(() => EMPTY)) : EMPTY;
  };

  const ticks$ = defer(tick$).pipe(
    repeat({ delay: () => (environment.isVisible() ? timer(waitMs(), scheduler) : EMPTY) }),
  );

  const newTokens$ = machine.moves$.pipe(
    startWith(machine.now),
    map(({ session }) => session?.receivedAt),
    distinctUntilChanged(),
  );
  // One timer at a time: set anew when there are new tokens, and when the page may have slept.
  merge(newTokens$, environment.resumed$.pipe(switchMap(() => of(machine.now.session?.receivedAt))))
    .pipe(
      switchMap((receivedAt) => (receivedAt === undefined ? EMPTY : ticks$)),
      takeUntil(machine.destroyed$),
    )
    .subscribe();
}
