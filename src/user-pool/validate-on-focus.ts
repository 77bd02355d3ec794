import { catchError, EMPTY, exhaustMap, filter, takeUntil, throttleTime } from 'rxjs';
import type { PoolContext } from './pool-context';
import type { SendAuthorised } from './send';

/** The shortest time between two questions to the server. */
const VALIDATION_INTERVAL_MS = 60_000;

/**
 * Asks the server, when the page is focused or online again, whether the session still lives. A session that was ended
 * elsewhere is over then: the request is refused, the refresh after it too. What else goes wrong changes nothing.
 */
export function validateOnFocus(context: PoolContext, send$: SendAuthorised): void {
  const { api, environment, machine, scheduler } = context;
  environment.resumed$
    .pipe(
      filter(() => machine.now.session !== undefined && environment.isOnline()),
      throttleTime(VALIDATION_INTERVAL_MS, scheduler),
      exhaustMap(() =>
        send$((accessToken) => ({ request$: api.call$('GetUser', { AccessToken: accessToken }) })).pipe(
          catchError(() => EMPTY),
        ),
      ),
      takeUntil(machine.destroyed$),
    )
    .subscribe();
}
