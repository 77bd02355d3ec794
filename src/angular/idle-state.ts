import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  pairwise,
  startWith,
  switchMap,
  tap,
  throttleTime,
  timer,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Auth, AuthState } from 'rx-cognito';
import type { LastActivity } from './last-activity';

/** Whether the user is about to be signed out for being away. `signOutAt` is epoch milliseconds. */
export type IdleState =
  { readonly status: 'active' } | { readonly status: 'warning'; readonly signOutAt: number };

/** What {@link idleState$} watches, and how patient it is. */
export interface IdleWatch {
  readonly auth: Pick<Auth, 'state$' | 'signOut$'>;
  /** When somebody was last active, in any tab. */
  readonly lastActivity: LastActivity;
  /** Emits when the user does something in this tab. */
  readonly activity$: Observable<unknown>;
  /** Emits when the page may have slept: its timers are late then. */
  readonly wake$: Observable<unknown>;
  readonly afterMs: number;
  readonly warnBeforeMs: number;
  readonly scheduler: SchedulerLike;
}

/** Nobody is about to be signed out. */
export const ACTIVE: IdleState = Object.freeze({ status: 'active' });

/** How often activity is written down at most, milliseconds. */
const MARK_EVERY_MS = 1_000;
/** A longer `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const sessionOf = (state: AuthState): string | undefined =>
  state.status === 'signedIn' ? state.user.userId : undefined;

/**
 * Watches for activity while somebody is signed in, and signs out who has been away for too long.
 *
 * Cold: watches as long as it is subscribed to; no timer while nobody is signed in. Emits each change, `active` first.
 * Never errors; completes with `state$`.
 */
export function idleState$(watch: IdleWatch): Observable<IdleState> {
  const { auth, lastActivity, scheduler } = watch;
  return auth.state$.pipe(
    startWith(undefined),
    pairwise(),
    filter(
      ([before, now]) => (before && sessionOf(before)) !== (now && sessionOf(now)) || before === undefined,
    ),
    switchMap(([before, now]) => {
      if (!now || sessionOf(now) === undefined) return of(ACTIVE);
      // A session that this tab begins is activity; one that it finds may have been left alone for days.
      const isFound = before?.status !== 'signingIn';
      if (!isFound || lastActivity.at() === undefined) lastActivity.mark(scheduler.now());
      // Where another tab has just begun it, that tab may have yet to say so.
      const isNews = isFound && before !== undefined && before.status !== 'restoring';
      return isNews
        ? concat(of(ACTIVE), timer(MARK_EVERY_MS, scheduler).pipe(switchMap(() => watched$(watch))))
        : watched$(watch);
    }),
    distinctUntilChanged(
      (one, other) =>
        one.status === other.status &&
        (one.status !== 'warning' || other.status !== 'warning' || one.signOutAt === other.signOutAt),
    ),
  );
}

function watched$(watch: IdleWatch): Observable<IdleState> {
  const { lastActivity, activity$, wake$, afterMs, scheduler } = watch;
  const marked$ = activity$.pipe(
    throttleTime(MARK_EVERY_MS, scheduler),
    tap(() => {
      // What wakes a device after the time is up must not be taken for activity within it.
      if (scheduler.now() < signOutAt(lastActivity, scheduler, afterMs)) lastActivity.mark(scheduler.now());
    }),
  );
  return merge(marked$, wake$, lastActivity.changes$).pipe(
    startWith(undefined),
    switchMap(() => judged$(watch)),
  );
}

const signOutAt = (lastActivity: LastActivity, scheduler: SchedulerLike, afterMs: number): number =>
  (lastActivity.at() ?? scheduler.now()) + afterMs;

function judged$(watch: IdleWatch): Observable<IdleState> {
  return defer(() => {
    const { auth, lastActivity, scheduler, afterMs, warnBeforeMs } = watch;
    const now = scheduler.now();
    // Clocks are set back now and then: an activity in the future is one of now.
    if ((lastActivity.at() ?? now) > now) lastActivity.mark(now);
    const endsAt = signOutAt(lastActivity, scheduler, afterMs);
    if (now >= endsAt) {
      // Why it failed, if it did, is on errors$; the user is signed out here all the same.
      return auth.signOut$({ reason: 'idle' }).pipe(
        ignoreElements(),
        catchError(() => EMPTY),
      );
    }
    const warnsAt = endsAt - warnBeforeMs;
    const isWarning = now >= warnsAt && warnBeforeMs > 0;
    const dueMs = Math.min((isWarning ? endsAt : warnsAt) - now, MAX_TIMER_MS);
    return concat(
      of<IdleState>(isWarning ? Object.freeze({ status: 'warning', signOutAt: endsAt }) : ACTIVE),
      timer(dueMs, scheduler).pipe(
        map(() => watch),
        switchMap(judged$),
      ),
    );
  });
}
