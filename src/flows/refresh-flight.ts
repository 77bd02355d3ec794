import {
  AsyncSubject,
  catchError,
  defaultIfEmpty,
  defer,
  filter,
  find,
  map,
  merge,
  of,
  repeat,
  switchMap,
  takeUntil,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import { isRefreshDue } from '../model/freshness';
import type { Session } from '../model/session';
import type { StoredState } from '../ports/session-store';
import type { AskForTokens } from './ask-for-tokens';
import type { PoolContext } from './auth-context';
import { asAuthError, STORAGE_LIMIT_MS, withTimeLimit } from './requests';

/**
 * A refresh token that was used already was most likely used by another tab, a moment ago, and its answer is on its way.
 * Whoever had the lock for longer than others wait for it has its answer, or gives up, within these looks.
 */
const LOOKS_AFTER_REUSE = 21;
const LOOK_INTERVAL_MS = 250;

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

/** What the storage knows that the flight did not know when it set out. */
function newsFor(flight: RefreshFlight, { epoch, session }: StoredState): Landing | undefined {
  if (epoch !== flight.epoch || !session) return { type: 'moved' };
  return session.accessToken === flight.asked.accessToken ? undefined : { type: 'adopted', session };
}

/** Creates the function that flies a refresh: lock, re-read, ask, store. It emits once the lock is free again. */
export function createRefreshFlights(
  context: PoolContext,
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

  const reread$ = (flight: RefreshFlight): Observable<StoredState> =>
    store.read$().pipe(
      withTimeLimit('Reading the storage', STORAGE_LIMIT_MS, scheduler),
      catchError(() => of({ epoch: flight.epoch, session: flight.asked })),
    );

  /** Only the reuse of a refresh token is looked into: any other failure is what it says. */
  const judge$ = (flight: RefreshFlight, error: AuthError): Observable<Landing> => {
    const failed: Landing = { type: 'failed', error };
    if (error.code !== 'RefreshTokenReuseException') return of(failed);
    return reread$(flight).pipe(
      repeat({ count: LOOKS_AFTER_REUSE, delay: () => timer(LOOK_INTERVAL_MS, scheduler) }),
      map((stored) => newsFor(flight, stored)),
      find((news) => news !== undefined),
      map((news) => news ?? failed),
      takeUntil(current.ended$),
      defaultIfEmpty(failed),
    );
  };

  const ask$ = (flight: RefreshFlight): Observable<Landing> => {
    const answer$ = new AsyncSubject<Session>();
    flight.answer$ = answer$;
    // Subscribed by nobody else: a sign-out cuts the flight off, and the answer is listened to all the same.
    askForTokens$(flight.asked).pipe(takeUntil(destroyed$)).subscribe(answer$);
    return answer$.pipe(
      switchMap((session) => keep$(flight, session)),
      catchError((error: unknown) => judge$(flight, asAuthError(error))),
    );
  };

  const underLock$ = (flight: RefreshFlight): Observable<Landing> =>
    reread$(flight).pipe(
      switchMap((stored): Observable<Landing> => {
        const news = newsFor(flight, stored);
        if (news?.type !== 'adopted') return news ? of(news) : ask$(flight);
        if (!isRefreshDue(news.session, scheduler.now())) return of(news);
        flight.asked = news.session;
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
