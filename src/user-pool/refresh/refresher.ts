import {
  AsyncSubject,
  catchError,
  defer,
  filter,
  merge,
  of,
  switchMap,
  take,
  takeUntil,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { RefreshOptions } from '../../flows/load-user-pool';
import { endSession } from '../../flows/session/end-session';
import { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import { readOnlyError, signedOutError } from '../../model/errors';
import type { Session } from '../../model/session';
import { holdsSession } from '../../model/situation';
import type { PoolContext } from '../pool-context';
import { revokeUnwanted } from '../requests';
import { createBackoff } from './backoff';
import { createRenew } from './renewal';
import type { Renewal, RenewalOutcome } from './renewal';
import type { AskForTokens } from './token-request';

/** An API that answers 401 for ever brings about one refresh in this time. */
const REFUSED_REFRESH_INTERVAL_MS = 10_000;

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

/** A renewal, and those who share it. */
interface Flight {
  readonly renewal: Renewal;
  readonly result$: AsyncSubject<Session>;
  /** The last caller who asked before its request was sent; who came later asks for something newer. */
  sentAfter: number | undefined;
}

const expiredError = ({ code, cause }: AuthError): AuthError =>
  new AuthError({
    kind: 'sessionExpired',
    code,
    message: 'The session has ended: the user pool refused to refresh it.',
    recoverySuggestion: 'Sign in again.',
    cause,
  });

const refusedAgainError = (retryAfterMs: number): AuthError =>
  new AuthError({
    kind: 'notAuthorized',
    code: 'TokenRefusedAgain',
    message: 'An access token was refused that had been renewed a moment ago.',
    recoverySuggestion: 'Check that the API accepts the tokens of this user pool and app client.',
    retryable: true,
    retryAfterMs,
  });

const unconfirmedError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotConfirmed',
    message: 'The storage could not tell whose session it holds, so no tokens were taken.',
    recoverySuggestion: 'Check that the storage answers; the refresh is tried again.',
    retryable: true,
  });

/** Creates the refresher. `reread$` brings this tab in line with the storage, which knows better here and there. */
export function createRefresher(
  context: PoolContext,
  askForTokens$: AskForTokens,
  reread$: () => Observable<unknown>,
): Refresher {
  const { machine, scheduler, environment } = context;
  const renew$ = createRenew(context, askForTokens$);
  const backoff = createBackoff(scheduler, environment);
  let flight: Flight | undefined;
  let calls = 0;
  let lastRefusedAt = Number.NEGATIVE_INFINITY;
  let epoch = machine.now.epoch;

  const isCurrent = ({ renewal }: Flight): boolean => holdsSession(machine.now, renewal.epoch);

  // Up to here it counts as under way, so that whoever asks meanwhile joins.
  const leave = (landed: Flight): void => {
    if (flight === landed) flight = undefined;
  };

  const succeed = (landed: Flight, session: Session, storageError?: AuthError): void => {
    backoff.forget();
    leave(landed);
    machine.tell();
    if (storageError) machine.report(storageError);
    landed.result$.next(session);
    landed.result$.complete();
  };

  const fail = (landed: Flight, error: AuthError): void => {
    backoff.failed(error);
    leave(landed);
    machine.report(error);
    machine.send({ type: 'refreshFailed', epoch: landed.renewal.epoch, error });
    landed.result$.error(error);
  };

  const discard = (unwanted: Session | undefined): void => {
    if (unwanted) revokeUnwanted(context, [unwanted.refreshToken]);
  };

  /** The session is over, or has other tokens than this renewal: the storage decides which. */
  const follow = (landed: Flight, unwanted: Session | undefined): void => {
    machine.tell();
    if (!isCurrent(landed)) {
      // Those who waited were told when it was cut off.
      leave(landed);
      discard(unwanted);
      return;
    }
    reread$().subscribe({
      complete: () => {
        const { session } = machine.now;
        if (!session || !isCurrent(landed)) {
          leave(landed);
          discard(unwanted);
        }
        // A session that goes on is of the same family as the tokens that it did not take: they are not revoked.
        else if (session.accessToken === landed.renewal.asked.accessToken) fail(landed, unconfirmedError());
        else succeed(landed, session);
      },
    });
  };

  const end = (reason: SignedOutReason, expired: AuthError): void => {
    endSession(context, reason, expired);
    machine.report(expired);
  };

  const land = (landed: Flight, outcome: RenewalOutcome): void => {
    switch (outcome.type) {
      case 'renewed':
        succeed(landed, outcome.session, outcome.storageError);
        return;
      case 'moved':
        follow(landed, outcome.unwanted);
        return;
      case 'failed':
        if (isCurrent(landed)) fail(landed, outcome.error);
        return;
      case 'ended':
        leave(landed);
        if (isCurrent(landed)) end(outcome.reason, expiredError(outcome.error));
    }
  };

  const takeOff = (
    session: Session,
    ofEpoch: string,
    { isForced = false, refused }: RefreshOptions,
  ): Flight => {
    const started: Flight = {
      result$: new AsyncSubject(),
      sentAfter: undefined,
      renewal: {
        epoch: ofEpoch,
        asked: session,
        isForced,
        isAccessTokenRefused: refused !== undefined,
        isClaimed: false,
        onSent: () => {
          started.sentAfter = calls;
        },
      },
    };
    flight = started;
    machine.send({ type: 'refreshStarted', epoch: ofEpoch });
    // A subscriber that was told of it may have ended the session.
    if (isCurrent(started)) {
      renew$(started.renewal).subscribe((outcome) => {
        land(started, outcome);
      });
    }
    return started;
  };

  /** Whether a renewal that is under way brings what a caller wants, who is the n-th. */
  const isEnough = ({ sentAfter }: Flight, call: number, { isForced }: RefreshOptions): boolean =>
    isForced !== true || sentAfter === undefined || call <= sentAfter;

  const join$ = (
    { renewal, result$ }: Flight,
    { isForced = false, refused }: RefreshOptions,
  ): Observable<Session> => {
    renewal.isForced ||= isForced;
    renewal.isAccessTokenRefused ||= refused !== undefined;
    return result$;
  };

  const begin$ = (session: Session, ofEpoch: string, options: RefreshOptions): Observable<Session> => {
    const { isForced = false, refused } = options;
    if (context.isReadOnly) return throwError(readOnlyError);
    const now = scheduler.now();
    // A clock that was set back since tells nothing of the time that has passed.
    const leftMs = now < lastRefusedAt ? 0 : lastRefusedAt + REFUSED_REFRESH_INTERVAL_MS - now;
    if (refused !== undefined && !isForced && leftMs > 0) return throwError(() => refusedAgainError(leftMs));
    const { error } = backoff;
    if (error && !isForced) return throwError(() => error);
    if (refused !== undefined) lastRefusedAt = now;
    return takeOff(session, ofEpoch, options).result$;
  };

  const refreshAs$ = (call: number, options: RefreshOptions): Observable<Session> =>
    defer(() => {
      const { session, epoch: ofEpoch } = machine.now;
      if (!session || ofEpoch === undefined) return throwError(signedOutError);
      const isOver$ = machine.sessionOver$(ofEpoch);
      const underWay = flight && isCurrent(flight) ? flight : undefined;
      // Its end is listened to first: what begins may bring it about at once.
      if (!underWay)
        return merge(
          isOver$,
          defer(() => begin$(session, ofEpoch, options)),
        ).pipe(take(1));
      if (isEnough(underWay, call, options)) return merge(isOver$, join$(underWay, options)).pipe(take(1));
      // Its tokens were asked for before this call: the next one's are not.
      const ended$ = underWay.result$.pipe(catchError(() => of(undefined)));
      return merge(isOver$, ended$).pipe(
        take(1),
        switchMap(() => refreshAs$(call, options)),
      );
    });

  machine.moves$
    .pipe(
      filter((now) => now.epoch !== epoch),
      takeUntil(machine.destroyed$),
    )
    .subscribe((now) => {
      // Another session, another story.
      ({ epoch } = now);
      backoff.forget();
      lastRefusedAt = Number.NEGATIVE_INFINITY;
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
      if (!flight?.renewal.answer$ || !isCurrent(flight)) return undefined;
      flight.renewal.isClaimed = true;
      return flight.renewal.answer$;
    },
  };
}
