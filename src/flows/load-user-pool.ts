import {
  AsyncSubject,
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  merge,
  race,
  share,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthUser } from '../model/auth-state';
import { AuthError } from '../model/auth-error';
import { notLoadedError } from '../model/errors';
import type { Session } from '../model/session';
import type { SignInResult } from '../model/sign-in-step';
import type { Attempt } from '../model/situation';
import type { HostedUiExchange } from '../ports/hosted-ui';
import type { AuthContext, WritingContext } from './context';
import { loadedInTime } from '../ports/time-limit';
import { asAuthError } from './limits';
import type { ConfirmSignInInput, SignInInput } from './sign-in/input';
import type { EndedSession, RunRemoteSteps } from './sign-out/remote-run';

/** What a session begins with that was signed in to at managed login. */
export interface HostedUiStart {
  readonly attemptId: number;
  /** The epoch of leaving for the sign-in. */
  readonly from: string | undefined;
  readonly exchange$: HostedUiExchange;
  readonly nonce: string;
}

/** What a sign-in asks of the user pool. Each Observable works on an attempt that has begun, and ends it where it fails. */
export interface SignInOperations {
  /** The first factor; emits one result. */
  begin$(attempt: Attempt, input: SignInInput): Observable<SignInResult>;
  /** The answer to the challenge that the attempt waits with; emits one result. */
  answer$(attempt: Attempt, input: ConfirmSignInInput): Observable<SignInResult>;
  /**
   * Begins the session with the tokens that managed login gives, whose id token must carry the nonce. The tokens are waited for to
   * the end, whoever unsubscribes: those that come too late, or cannot be taken, are revoked. The attempt is not ended here.
   */
  takeTokens$(start: HostedUiStart): Observable<AuthUser>;
  /** Makes ahead what the next sign-in needs; emits nothing, errors where it cannot be had. */
  prepare$(): Observable<never>;
}

/** How a refresh is asked for. */
export interface RefreshOptions {
  /** The caller wants tokens that are asked for from now on, however fresh the ones in hand are. */
  readonly isForced?: boolean;
  /** The access token that was refused before it expired: a refusal of the refresh then means a revocation. */
  readonly refused?: string;
}

/** Everything that speaks to the user pool. It is a chunk of its own, which an application does not need to start. */
export interface UserPool {
  /** What the flows work with once they have something to store. */
  readonly context: WritingContext;
  readonly signIn: SignInOperations;
  /** The remote steps of a sign-out. */
  readonly runRemoteSteps$: RunRemoteSteps;
  /**
   * Takes the answer of a refresh that is under way over, for the tokens of a session that ends now; emits once when
   * the wait for it is over. `undefined` where there is none.
   */
  claimRefresh$(ended: EndedSession, limitMs: number): Observable<void> | undefined;
  /** Emits the session with new tokens. */
  refresh$(options?: RefreshOptions): Observable<Session>;
  /** Sends a command of the AWS SDK with the access token of the session. */
  send$<Output>(build: (accessToken: string) => unknown): Observable<Output>;
  /** Sends a command of the AWS SDK that needs no access token. */
  sendPublic$<Output>(build: (userPoolClientId: string) => unknown): Observable<Output>;
  /** Revokes the tokens of a session that nobody wants any more. */
  revokeUnwanted(session: Session): void;
  /** Keeps the tokens of the session fresh from now on. */
  keepFresh(): void;
  /** Fetches ahead what requests need besides: the SDK's commands for a client of the caller's, what proves a client's secret. */
  preload$(): Observable<never>;
}

/** The user pool, before and after its code has been loaded. */
export interface LazyUserPool {
  /** What is loaded; `undefined` until then. */
  readonly loaded: UserPool | undefined;
  /**
   * Emits it, at once where it is there. All subscribers share one load, which nobody's unsubscribing stops; a failed one
   * is not remembered. Errors with code `SdkNotLoaded`. For those who bound their wait, or keep nobody waiting.
   */
  readonly load$: Observable<UserPool>;
  /** Emits the same, and errors where it takes too long: the load goes on, for whoever asks next. */
  readonly inTime$: Observable<UserPool>;
  /** Refreshes as {@link UserPool}; where that cannot be loaded, the state says `stale`. Errors as soon as the session ends. */
  refresh$(options?: RefreshOptions): Observable<Session>;
  /** Loads it to revoke the tokens of a session that nobody wants any more; where that is not possible, reports it. */
  readonly revokeUnwanted: (session: Session) => void;
}

/** Creates the way to the user pool. Nothing is loaded before somebody needs it. */
export function loadUserPool(
  { machine, scheduler }: AuthContext,
  source$: Observable<UserPool>,
): LazyUserPool {
  let loaded: UserPool | undefined;

  // Put together when they are needed: a page's first state does not wait for that.
  let shared$: Observable<UserPool> | undefined;
  let sharedToRefresh$: Observable<UserPool> | undefined;

  const load$ = defer(
    () =>
      (shared$ ??= source$.pipe(
        tap((userPool) => {
          loaded = userPool;
        }),
        catchError((thrown: unknown) =>
          // What the platform lacks is told as it is.
          throwError(() => (AuthError.isAuthError(thrown) ? thrown : notLoadedError(thrown))),
        ),
        share({
          connector: () => new AsyncSubject<UserPool>(),
          resetOnComplete: false,
          resetOnRefCountZero: false,
        }),
      )),
  );
  const inTime$ = defer(() => load$.pipe(loadedInTime(scheduler)));

  /** However many wait for it, they are one refresh that failed. */
  const loadToRefresh$ = defer(
    () =>
      (sharedToRefresh$ ??= inTime$.pipe(
        tap({
          error: (thrown: unknown) => {
            const error = asAuthError(thrown);
            machine.report(error);
            machine.send({ type: 'refreshFailed', epoch: machine.now.epoch, error });
          },
        }),
        // It is let go of before anybody is told, so that who asks again from there, in the same turn, is told as well.
        share({ connector: () => new AsyncSubject<UserPool>() }),
      )),
  );

  return {
    get loaded() {
      return loaded;
    },
    load$,
    inTime$,
    refresh$: (options) =>
      defer(() => race(machine.sessionOver$(machine.now.epoch), loadToRefresh$)).pipe(
        take(1),
        switchMap((userPool) => userPool.refresh$(options)),
      ),
    revokeUnwanted: (session) => {
      load$.subscribe({
        // What comes after its time revokes as well; the report of `inTime$` below does not wait for it.
        next: (userPool) => {
          userPool.revokeUnwanted(session);
        },
        error: () => undefined,
      });
      inTime$.subscribe({
        error: (thrown: unknown) => {
          machine.report(asAuthError(thrown));
        },
      });
    },
  };
}

/**
 * Fetches the user pool's code, and what its requests need besides, once a session is there and the browser is idle: it keeps
 * the tokens of the session fresh from then on. What could not be fetched is tried again when the page is focused or online again.
 */
export function fetchAhead({ environment, machine }: AuthContext, load$: Observable<UserPool>): void {
  merge(machine.state$, environment.resumed$)
    .pipe(
      filter(() => machine.now.session !== undefined),
      exhaustMap(() =>
        environment.idle$.pipe(
          switchMap(() => load$),
          catchError(() => EMPTY),
        ),
      ),
      take(1),
      tap((userPool) => {
        userPool.keepFresh();
      }),
      switchMap((userPool) => userPool.preload$()),
      takeUntil(machine.destroyed$),
    )
    .subscribe();
}
