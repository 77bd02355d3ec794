import { AsyncSubject, map, of, race, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { EndedSession } from '../../flows/sign-out/remote-run';
import type { Session } from '../../model/session';
import { mayHaveTakenEffect } from '../../model/failed-request';
import type { PoolContext } from '../pool-context';
import { revokeUnwanted } from '../requests';

/**
 * Waits, for a while, for the answer of a refresh that was under way when its session ended: the newest refresh token
 * is the one to revoke. Tokens that come later are revoked when they come. Emits once, when the wait is over.
 */
export function gatherRefresh$(
  context: PoolContext,
  ended: EndedSession,
  answer$: Observable<Session>,
  limitMs: number,
): Observable<void> {
  const { environment, scheduler } = context;
  const known = ended.session.refreshToken;
  const settled$ = new AsyncSubject<void>();
  let isWaitedFor = true;
  const settle = (): void => {
    settled$.next();
    settled$.complete();
  };
  ended.isRefreshPending = true;
  answer$.subscribe({
    next: (session) => {
      ended.session = session;
      ended.isRefreshPending = false;
      if (!isWaitedFor && session.refreshToken !== known) revokeUnwanted(context, [session.refreshToken]);
    },
    error: (error: unknown) => {
      ended.isRefreshPending = mayHaveTakenEffect(asAuthError(error));
      settle();
    },
    complete: settle,
  });
  const patience$ = environment.isOnline() ? timer(limitMs, scheduler) : of(0);
  return race(settled$, patience$).pipe(
    map(() => undefined),
    tap(() => {
      isWaitedFor = false;
    }),
  );
}
