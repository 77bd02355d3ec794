import { catchError, defer, of, race, switchMap, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { RefreshOptions } from '../../flows/load-user-pool';
import { readOnlyError, signedOutError } from '../../model/errors';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { createFlights } from './flights';
import type { Flight } from './landing';
import { createRefreshLimits } from './refresh-limits';
import type { AskForTokens } from './token-request';

/** Keeps the tokens fresh, one renewal at a time. */
export interface Refresher {
  /** Emits the session with new tokens. All callers share one renewal, which no caller's unsubscribing cancels. */
  refresh$(options?: RefreshOptions): Observable<Session>;
  /** The first moment at which another refresh may be tried, epoch milliseconds. */
  readonly retryAt: number;
  /**
   * Hands the answer of a renewal whose request is under way over to the caller, who must then see to the tokens that
   * come with it; `undefined` where there is none.
   */
  claimAnswer$(): Observable<Session> | undefined;
}

/** Whether a flight that is under way brings what a caller wants, who is the n-th. */
const isEnough = ({ sentAfter }: Flight, call: number, { isForced }: RefreshOptions): boolean =>
  isForced !== true || sentAfter === undefined || call <= sentAfter;

function join$(
  { renewal, result$ }: Flight,
  { isForced = false, refused }: RefreshOptions,
): Observable<Session> {
  renewal.isForced ||= isForced;
  renewal.isAccessTokenRefused ||= refused !== undefined;
  return result$;
}

/** Creates the refresher. `reread$` brings this tab in line with the storage, which knows better here and there. */
export function createRefresher(
  context: PoolContext,
  askForTokens$: AskForTokens,
  reread$: () => Observable<unknown>,
): Refresher {
  const { machine } = context;
  const limits = createRefreshLimits(context);
  const { backoff } = limits;
  let calls = 0;
  const flights = createFlights({ context, askForTokens$, backoff, reread$, callsSoFar: () => calls });

  const begin$ = (session: Session, epoch: string, options: RefreshOptions): Observable<Session> =>
    defer(() => {
      if (context.isReadOnly) throw readOnlyError();
      limits.admit(options);
      return flights.takeOff$(session, epoch, options);
    });

  const refreshAs$ = (call: number, options: RefreshOptions): Observable<Session> =>
    defer(() => {
      const { session, epoch } = machine.now;
      if (!session || epoch === undefined) return throwError(signedOutError);
      const underWay = flights.current;
      // The end of the session is listened to first: what begins may bring it about at once. After the answer it is not heard: whoever
      // signs out on it has had it.
      const orOver$ = <T>(work$: Observable<T>): Observable<T> =>
        race(machine.sessionOver$(epoch), work$).pipe(take(1));
      if (!underWay) return orOver$(begin$(session, epoch, options));
      if (isEnough(underWay, call, options)) return orOver$(join$(underWay, options));
      // Its tokens were asked for before this call: the next one's are not.
      const ended$ = underWay.result$.pipe(catchError(() => of(undefined)));
      return orOver$(ended$).pipe(switchMap(() => refreshAs$(call, options)));
    });

  return {
    get retryAt() {
      return backoff.retryAt;
    },
    refresh$: (options = {}) =>
      defer(() => {
        calls += 1;
        return refreshAs$(calls, options);
      }),
    claimAnswer$() {
      const claimed = flights.current;
      if (!claimed?.renewal.answer$) return undefined;
      claimed.renewal.isClaimed = true;
      return claimed.renewal.answer$;
    },
  };
}
