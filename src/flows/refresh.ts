import { AsyncSubject, catchError, defer, of, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignedOutReason } from '../model/auth-state';
import { destroyedError, signedOutError } from '../model/errors';
import type { Session } from '../model/session';
import type { StoredState } from '../ports/session-store';
import type { AskForTokens } from './ask-for-tokens';
import type { AuthContext } from './auth-context';
import { backoffMs } from './backoff';
import { endRefusedSession } from './end-session';
import { revokeLateTokens } from './late-tokens';
import { createRefreshFlights } from './refresh-flight';
import type { Landing, RefreshFlight } from './refresh-flight';

/** A caller that forces refresh after refresh (an API that answers 401 for ever) gets one in this time. */
const FORCED_REFRESH_INTERVAL_MS = 10_000;
/** The wait after the first refresh that failed. */
const FIRST_RETRY_MS = 1_000;

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

/** Creates the refresher. `reread$` brings this tab in line with the storage, which knows better here and there. */
export function createRefresher(
  context: AuthContext,
  askForTokens$: AskForTokens,
  reread$: () => Observable<unknown>,
): Refresher {
  const { current, machine, store, scheduler, environment, destroyed$ } = context;
  const fly$ = createRefreshFlights(context, askForTokens$);
  let flight: RefreshFlight | undefined;
  let failures = 0;
  let retryAt = 0;
  let lastError: AuthError | undefined;
  let lastForcedAt = Number.NEGATIVE_INFINITY;

  const isCurrent = ({ epoch }: RefreshFlight): boolean =>
    current.session !== undefined && current.epoch === epoch;

  const forgetFailures = (): void => {
    failures = 0;
    retryAt = 0;
    lastError = undefined;
  };

  const settle = ({ result$ }: RefreshFlight, session: Session): void => {
    result$.next(session);
    result$.complete();
  };

  const succeed = (landed: RefreshFlight, session: Session): void => {
    forgetFailures();
    machine.dispatch({ type: 'tokensRefreshed', user: session.user, expiresAt: session.expiresAt });
    settle(landed, session);
  };

  const fail = (landed: RefreshFlight, error: AuthError): void => {
    // Being offline costs no request, so nothing has to be held back once the device is online again.
    if (error.code !== 'Offline') {
      failures += 1;
      lastError = error;
      retryAt =
        scheduler.now() + backoffMs(FIRST_RETRY_MS, failures, environment.random(), error.retryAfterMs);
    }
    machine.report(error);
    machine.dispatch({ type: 'refreshFailed', error });
    landed.result$.error(error);
  };

  const followStorage = (landed: RefreshFlight): void => {
    reread$().subscribe({
      complete: () => {
        if (current.session && isCurrent(landed)) settle(landed, current.session);
        else landed.result$.error(signedOutError());
      },
    });
  };

  /** A refusal counts only where the storage holds nothing newer: another tab may have been quicker (R21). */
  const judgeRefusal = (landed: RefreshFlight, error: AuthError, reason: SignedOutReason): void => {
    const unread: StoredState = { epoch: landed.epoch, session: landed.asked };
    store
      .read$()
      .pipe(catchError(() => of(unread)))
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
          landed.result$.error(expired);
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
    if (flight === landed) flight = undefined;
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
    fly$(started).subscribe((landing) => {
      land(started, landing);
    });
    return started;
  };

  current.ended$.pipe(takeUntil(destroyed$)).subscribe((error) => {
    // A subscriber that was told of a new session may have started its refresh already: that one stays.
    if (flight && isCurrent(flight)) return;
    forgetFailures();
    lastForcedAt = Number.NEGATIVE_INFINITY;
    cutOff(error);
  });
  destroyed$.subscribe(() => {
    cutOff(destroyedError());
  });

  return {
    get retryAt() {
      return retryAt;
    },
    refresh$: ({ isForced = false, isAccessTokenRefused = false } = {}) =>
      defer(() => {
        const { session } = current;
        if (!session) return throwError(signedOutError);
        if (flight && isCurrent(flight)) {
          flight.isAccessTokenRefused ||= isAccessTokenRefused;
          return flight.result$;
        }
        const now = scheduler.now();
        if (lastError && now < retryAt) return throwError(() => lastError);
        if (isForced && now - lastForcedAt < FORCED_REFRESH_INTERVAL_MS) return of(session);
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
