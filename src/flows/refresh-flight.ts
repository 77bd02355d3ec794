import { AsyncSubject, catchError, defer, filter, map, merge, of, switchMap, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import { isRefreshDue } from '../model/freshness';
import type { Session } from '../model/session';
import type { StoredState } from '../ports/session-store';
import type { AskForTokens } from './ask-for-tokens';
import type { AuthContext } from './auth-context';
import { asAuthError, STORAGE_LIMIT_MS, withTimeLimit } from './requests';

/** One refresh under way. */
export interface RefreshFlight {
  /** The epoch in which it began: what it brings counts in no other. */
  readonly epoch: string | undefined;
  /** The session it began with; once it asks, the one that the storage held, which may be newer. */
  asked: Session;
  readonly result$: AsyncSubject<Session>;
  /** The answer of the user pool; set once the request has been sent. */
  answer$?: Observable<Session>;
  /** Whether somebody else sees to tokens that come too late. */
  isClaimed: boolean;
  /** Whether it was asked for since an unexpired access token had been refused. */
  isAccessTokenRefused: boolean;
}

/** What became of a refresh. */
export type Landing =
  | { readonly type: 'renewed'; readonly session: Session; readonly isStored: boolean }
  | { readonly type: 'adopted'; readonly session: Session }
  | { readonly type: 'failed'; readonly error: AuthError }
  | { readonly type: 'moved' };

/** Creates the function that flies a refresh: lock, re-read, ask, store. It emits once the lock is free again. */
export function createRefreshFlights(
  context: AuthContext,
  askForTokens$: AskForTokens,
): (flight: RefreshFlight) => Observable<Landing> {
  const { current, machine, store, locks, scheduler, destroyed$ } = context;

  const keep$ = (flight: RefreshFlight, session: Session): Observable<Landing> => {
    if (flight.epoch === undefined || current.epoch !== flight.epoch) {
      return of({ type: 'renewed', session, isStored: false });
    }
    return store.renew$(session, flight.epoch).pipe(
      withTimeLimit('Storing the tokens', STORAGE_LIMIT_MS, scheduler),
      catchError((error: unknown) => {
        // Good tokens in memory only are better than a refresh token that was used up for nothing.
        machine.report(asAuthError(error));
        return of(true);
      }),
      map((isStored) => ({ type: 'renewed', session, isStored })),
    );
  };

  const ask$ = (flight: RefreshFlight): Observable<Landing> => {
    const answer$ = new AsyncSubject<Session>();
    flight.answer$ = answer$;
    // Subscribed by nobody else: a sign-out cuts the flight off, and the answer is listened to all the same.
    askForTokens$(flight.asked).pipe(takeUntil(destroyed$)).subscribe(answer$);
    return answer$.pipe(
      switchMap((session) => keep$(flight, session)),
      catchError((error: unknown) => of<Landing>({ type: 'failed', error: asAuthError(error) })),
    );
  };

  const reread$ = (flight: RefreshFlight): Observable<StoredState> =>
    store.read$().pipe(
      withTimeLimit('Reading the storage', STORAGE_LIMIT_MS, scheduler),
      catchError(() => of({ epoch: flight.epoch, session: flight.asked })),
    );

  const underLock$ = (flight: RefreshFlight): Observable<Landing> =>
    reread$(flight).pipe(
      switchMap(({ epoch, session }): Observable<Landing> => {
        if (epoch !== flight.epoch || !session) return of({ type: 'moved' });
        const isNewer = session.accessToken !== flight.asked.accessToken;
        if (isNewer && !isRefreshDue(session, scheduler.now())) return of({ type: 'adopted', session });
        flight.asked = session;
        return ask$(flight);
      }),
    );

  return (flight) => {
    const cutBeforeAsking$ = current.ended$.pipe(filter(() => flight.answer$ === undefined));
    return locks
      .exclusive$(defer(() => underLock$(flight)))
      .pipe(takeUntil(merge(cutBeforeAsking$, destroyed$)));
  };
}
