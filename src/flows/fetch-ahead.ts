import { catchError, EMPTY, exhaustMap, filter, merge, switchMap, take, takeUntil, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthContext } from './auth-context';
import type { Operations } from './operations';

/**
 * Fetches the operations, and the AWS SDK behind them, once a session is there and the browser is idle: the operations keep
 * its tokens fresh from then on. What could not be fetched is tried again when the page is focused or online again.
 */
export function fetchAhead(
  { current, destroyed$, environment, machine }: AuthContext,
  operations$: Observable<Operations>,
): void {
  merge(machine.state$, environment.resumed$)
    .pipe(
      filter(() => current.session !== undefined),
      exhaustMap(() =>
        environment.idle$.pipe(
          switchMap(() => operations$),
          catchError(() => EMPTY),
        ),
      ),
      take(1),
      tap((operations) => {
        operations.keepFresh();
      }),
      switchMap((operations) => operations.preload$()),
      takeUntil(destroyed$),
    )
    .subscribe();
}
