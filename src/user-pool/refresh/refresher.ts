import {
  AsyncSubject,
  catchError,
  defer,
  filter,
  of,
  race,
  switchMap,
  take,
  takeUntil,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { RefreshOptions } from '../../flows/load-user-pool';
import { readOnlyError, signedOutError } from '../../model/errors';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { createBackoff, createRefusalLimit } from './backoff';
import { isHeld } from './held-renewal';
import { createLanding } from './landing';
import type { Flight } from './landing';
import { refusedAgainError } from './refresh-errors';
import { createRenew } from './renewal';
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

/** Makes a flight, which has not taken off. */
function flightOf(
  asked: Session,
  epoch: string,
  { isForced = false, refused }: RefreshOptions,
  callsSoFar: () => number,
): Flight {
  const flight: Flight = {
    result$: new AsyncSubject(),
    sentAfter: undefined,
    renewal: {
      epoch,
      asked,
      isForced,
      isAccessTokenRefused: refused !== undefined,
      isClaimed: false,
      onSent: () => {
        flight.sentAfter = callsSoFar();
      },
    },
  };
  return flight;
}

/** Creates the refresher. `reread$` brings this tab in line with the storage, which knows better here and there. */
export function createRefresher(
  context: PoolContext,
  askForTokens$: AskForTokens,
  reread$: () => Observable<unknown>,
): Refresher {
  const { machine, scheduler, environment } = context;
  const renew$ = createRenew(context, askForTokens$);
  const backoff = createBackoff(scheduler, environment);
  const refusals = createRefusalLimit(scheduler);
  let flight: Flight | undefined;
  let calls = 0;
  const leave = (landed: Flight): void => {
    if (flight === landed) flight = undefined;
  };
  const land = createLanding({ context, backoff, reread$, leave });
  const current = (): Flight | undefined => (flight && isHeld(context, flight.renewal) ? flight : undefined);

  const takeOff$ = (session: Session, epoch: string, options: RefreshOptions): Observable<Session> => {
    const started = flightOf(session, epoch, options, () => calls);
    flight = started;
    machine.send({ type: 'refreshStarted', epoch });
    // A subscriber that was told of it may have ended the session.
    if (isHeld(context, started.renewal)) {
      renew$(started.renewal).subscribe((outcome) => {
        land(started, outcome);
      });
    }
    return started.result$;
  };

  const begin$ = (session: Session, epoch: string, options: RefreshOptions): Observable<Session> => {
    const { isForced = false, refused } = options;
    if (context.isReadOnly) return throwError(readOnlyError);
    const { leftMs } = refusals;
    if (refused !== undefined && !isForced && leftMs > 0) return throwError(() => refusedAgainError(leftMs));
    const { error } = backoff;
    if (error && !isForced) return throwError(() => error);
    if (refused !== undefined) refusals.count();
    return takeOff$(session, epoch, options);
  };

  const refreshAs$ = (call: number, options: RefreshOptions): Observable<Session> =>
    defer(() => {
      const { session, epoch } = machine.now;
      if (!session || epoch === undefined) return throwError(signedOutError);
      const underWay = current();
      // The end of the session is listened to first: what begins may bring it about at once. After the answer it is not heard: whoever
      // signs out on it has had it.
      const orOver$ = <T>(work$: Observable<T>): Observable<T> =>
        race(machine.sessionOver$(epoch), work$).pipe(take(1));
      if (!underWay) return orOver$(defer(() => begin$(session, epoch, options)));
      if (isEnough(underWay, call, options)) return orOver$(join$(underWay, options));
      // Its tokens were asked for before this call: the next one's are not.
      const ended$ = underWay.result$.pipe(catchError(() => of(undefined)));
      return orOver$(ended$).pipe(switchMap(() => refreshAs$(call, options)));
    });

  let known = machine.now.epoch;
  machine.moves$
    .pipe(
      filter(({ epoch }) => epoch !== known),
      takeUntil(machine.destroyed$),
    )
    .subscribe(({ epoch }) => {
      // Another session, another story.
      known = epoch;
      backoff.forget();
      refusals.forget();
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
      const claimed = current();
      if (!claimed?.renewal.answer$) return undefined;
      claimed.renewal.isClaimed = true;
      return claimed.renewal.answer$;
    },
  };
}
