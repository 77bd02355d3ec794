import { AsyncSubject, catchError, defer, of, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignedOutReason } from '../model/auth-state';
import { destroyedError, signedOutError } from '../model/errors';
import type { Session } from '../model/session';
import type { StoredState } from '../ports/session-store';
import type { AskForTokens } from './ask-for-tokens';
import type { PoolContext } from './auth-context';
import { endRefusedSession } from './end-refused-session';
import { revokeLateTokens } from './late-tokens';
import { createRefreshFlights } from './refresh-flight';
import type { Landing, RefreshFlight } from './refresh-flight';
import { createRefreshHold } from './refresh-hold';
import { STORAGE_LIMIT_MS, withTimeLimit } from './requests';

/** A caller that forces refresh after refresh (an API that answers 401 for ever) gets one in this time. */
const FORCED_REFRESH_INTERVAL_MS = 10_000;

/** What is definite about a refusal: these codes end a session, and nothing else does. */
const REFUSALS: ReadonlyMap<string, SignedOutReason> = new Map([
  ['NotAuthorizedException', 'sessionExpired'],
  ['PasswordResetRequiredException', 'sessionExpired'],
  ['UserNotConfirmedException', 'sessionExpired'],
  ['RefreshTokenReuseException', 'sessionRevoked'],
  ['UserNotFoundException', 'userDeleted'],
]);

/** How a refresh is asked for. */
export interface RefreshOptions {
  /** The caller wants other tokens than the ones in hand, however fresh they are. */
  readonly isForced?: boolean;
  /** The access token in hand was refused before it expired: a refusal of the refresh then means a revocation. */
  readonly isAccessTokenRefused?: boolean;
}

/** Keeps the tokens fresh, one refresh at a time. */
export interface Refresher {
  /** Emits the session with new tokens. All callers share one refresh, which no caller's unsubscribing cancels. */
  refresh$(options?: RefreshOptions): Observable<Session>;
  /** The first moment at which another refresh may be tried, epoch milliseconds. */
  readonly retryAt: number;
  /**
   * Hands the answer of a refresh whose request is under way over to the caller, who must then see to the tokens that
   * come with it; `undefined` where there is none.
   */
  claimAnswer$(): Observable<Session> | undefined;
}

const expiredError = ({ code, cause }: AuthError): AuthError =>
  new AuthError({
    kind: 'sessionExpired',
    code,
    message: 'The session has ended: the user pool refused to refresh it.',
    recoverySuggestion: 'Sign in again.',
    cause,
  });

const unconfirmedError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotConfirmed',
    message: 'The storage could not tell whose session it holds, so no tokens were taken.',
    recoverySuggestion: 'Check that the storage answers; the refresh is tried again.',
    retryable: true,
  });

/** A clock that was set back since tells nothing of the time that has passed. */
const isShortlyAfter = (forcedAt: number, now: number): boolean =>
  now >= forcedAt && now < forcedAt + FORCED_REFRESH_INTERVAL_MS;

/** Creates the refresher. `reread$` brings this tab in line with the storage, which knows better here and there. */
export function createRefresher(
  context: PoolContext,
  askForTokens$: AskForTokens,
  reread$: () => Observable<unknown>,
): Refresher {
  const { current, machine, store, scheduler, environment, destroyed$ } = context;
  const fly$ = createRefreshFlights(context, askForTokens$);
  let flight: RefreshFlight | undefined;
  const hold = createRefreshHold(scheduler, environment);
  let lastForcedAt = Number.NEGATIVE_INFINITY;

  const isCurrent = ({ epoch }: RefreshFlight): boolean =>
    current.session !== undefined && current.epoch === epoch;

  // Up to here it counts as under way, so that whoever asks meanwhile joins, and an end of the session cuts it off.
  const leave = (landed: RefreshFlight): void => {
    if (flight === landed) flight = undefined;
  };

  const abort = (landed: RefreshFlight, error: AuthError): void => {
    leave(landed);
    landed.result$.error(error);
  };

  const settle = (landed: RefreshFlight, session: Session): void => {
    const { result$ } = landed;
    hold.forget();
    leave(landed);
    result$.next(session);
    result$.complete();
  };

  const succeed = (landed: RefreshFlight, session: Session): void => {
    machine.dispatch({ type: 'tokensRefreshed', user: session.user, expiresAt: session.expiresAt });
    settle(landed, session);
  };

  const fail = (landed: RefreshFlight, error: AuthError): void => {
    hold.failed(error);
    machine.report(error);
    machine.dispatch({ type: 'refreshFailed', error });
    abort(landed, error);
  };

  const followStorage = (landed: RefreshFlight): void => {
    reread$().subscribe({
      complete: () => {
        const { session } = current;
        if (!session || !isCurrent(landed)) abort(landed, signedOutError());
        else if (session.accessToken === landed.asked.accessToken) fail(landed, unconfirmedError());
        else settle(landed, session);
      },
    });
  };

  /** A refusal counts only where the storage holds nothing newer: another tab may have been quicker (R21). */
  const judgeRefusal = (landed: RefreshFlight, error: AuthError, reason: SignedOutReason): void => {
    const unread: StoredState = { epoch: landed.epoch, session: landed.asked };
    store
      .read$()
      .pipe(
        withTimeLimit('Reading the storage', STORAGE_LIMIT_MS, scheduler),
        catchError(() => of(unread)),
      )
      .subscribe((stored) => {
        if (!isCurrent(landed)) return;
        if (stored.epoch !== landed.epoch || !stored.session) {
          followStorage(landed);
        } else if (stored.session.accessToken !== landed.asked.accessToken) {
          current.renew(stored.session, landed.epoch);
          succeed(landed, stored.session);
        } else {
          const isRevoked = reason === 'sessionExpired' && landed.isAccessTokenRefused;
          const expired = expiredError(error);
          endRefusedSession(context, isRevoked ? 'sessionRevoked' : reason, expired);
          machine.report(expired);
          abort(landed, expired);
        }
      });
  };

  const landRenewed = (landed: RefreshFlight, session: Session, isStored: boolean): void => {
    if (isStored && current.renew(session, landed.epoch)) {
      succeed(landed, session);
      return;
    }
    const isRotated = session.refreshToken !== landed.asked.refreshToken;
    if (isRotated && !landed.isClaimed) revokeLateTokens(context, session.refreshToken);
    if (isCurrent(landed)) followStorage(landed);
  };

  const land = (landed: RefreshFlight, landing: Landing): void => {
    if (landing.type === 'renewed') {
      landRenewed(landed, landing.session, landing.isStored);
    } else if (!isCurrent(landed)) {
      // Its subscribers were told when it was cut off.
    } else if (landing.type === 'moved') {
      followStorage(landed);
    } else if (landing.type === 'adopted') {
      current.renew(landing.session, landed.epoch);
      succeed(landed, landing.session);
    } else {
      const reason = REFUSALS.get(landing.error.code);
      if (reason) judgeRefusal(landed, landing.error, reason);
      else fail(landed, landing.error);
    }
  };

  const cutOff = (error: AuthError): void => {
    const cut = flight;
    flight = undefined;
    cut?.result$.error(error);
  };

  const takeOff = (session: Session, isAccessTokenRefused: boolean): RefreshFlight => {
    cutOff(signedOutError());
    const started: RefreshFlight = {
      epoch: current.epoch,
      asked: session,
      result$: new AsyncSubject(),
      isClaimed: false,
      isAccessTokenRefused,
    };
    flight = started;
    machine.dispatch({ type: 'refreshStarted' });
    // A subscriber that was told of it may have ended the session.
    if (flight === started) {
      fly$(started).subscribe((landing) => {
        land(started, landing);
      });
    }
    return started;
  };

  current.ended$.pipe(takeUntil(destroyed$)).subscribe((error) => {
    // A subscriber that was told of a new session may have started its refresh already: that one stays.
    if (flight && isCurrent(flight)) return;
    hold.forget();
    lastForcedAt = Number.NEGATIVE_INFINITY;
    cutOff(error);
  });
  destroyed$.subscribe(() => {
    cutOff(destroyedError());
  });

  return {
    get retryAt() {
      return hold.retryAt;
    },
    refresh$: ({ isForced = false, isAccessTokenRefused = false } = {}) =>
      defer(() => {
        const { session } = current;
        if (!session) return throwError(signedOutError);
        if (flight && isCurrent(flight)) {
          flight.isAccessTokenRefused ||= isAccessTokenRefused;
          return flight.result$;
        }
        const { error } = hold;
        if (error) return throwError(() => error);
        const now = scheduler.now();
        if (isForced && isShortlyAfter(lastForcedAt, now)) return of(session);
        if (isForced) lastForcedAt = now;
        return takeOff(session, isAccessTokenRefused).result$;
      }),
    claimAnswer$() {
      if (!flight?.answer$) return undefined;
      flight.isClaimed = true;
      return flight.answer$;
    },
  };
}
