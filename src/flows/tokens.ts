import { catchError, defer, filter, map, of, switchMap, take, throwError, throwIfEmpty } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { AuthErrorKind } from '../model/auth-error';
import { AuthTokens } from '../model/auth-tokens';
import { destroyedError, signedOutError } from '../model/errors';
import { isExpired, isRefreshDue } from '../model/freshness';
import type { Session } from '../model/session';
import type { AuthContext } from './auth-context';
import type { Refresher } from './refresh';

/** What is not a failure to refresh for now: there is no session, or no `Auth`, any more. */
const OVER: ReadonlySet<AuthErrorKind> = new Set(['signedOut', 'sessionExpired', 'invalidState']);

/** How `tokens$` is asked. */
export interface TokensOptions {
  /**
   * Asks for tokens that are newer than the ones in hand: after a change of the user's attributes or groups, or when an
   * API refused the token. At most one such refresh is made in ten seconds; within them the newest tokens are emitted.
   */
  readonly forceRefresh?: boolean;
}

/** Where a flow gets the session whose tokens it may hand out. */
export interface TokenSource {
  /** Emits the session, refreshed first when due. */
  session$(options?: TokensOptions): Observable<Session>;
  /** Returns the tokens in memory where they can be handed out as they are: no storage, no parsing, no operator. */
  freshTokens(options?: TokensOptions): AuthTokens | undefined;
  /** Emits the tokens of the session, as `Auth.tokens$`. */
  tokens$(options?: TokensOptions): Observable<AuthTokens>;
}

/** Creates the one place from which tokens are handed out. */
export function createTokenSource(context: AuthContext, refresher: Pick<Refresher, 'refresh$'>): TokenSource {
  const { current, machine, scheduler } = context;
  // Held by nothing but their session, they go with it.
  const handedOut = new WeakMap<Session, AuthTokens>();

  const tokensOf = (session: Session): AuthTokens => {
    const known = handedOut.get(session);
    if (known) return known;
    const tokens = new AuthTokens(session);
    handedOut.set(session, tokens);
    return tokens;
  };

  const refreshed$ = (isForced: boolean): Observable<Session> =>
    refresher.refresh$({ isForced }).pipe(
      catchError((error: unknown) => {
        const { session } = current;
        const isUsable = session !== undefined && !isExpired(session, scheduler.now());
        const isOver = error instanceof AuthError && OVER.has(error.kind);
        return isUsable && !isOver && !isForced ? of(session) : throwError(() => error);
      }),
    );

  const afterRestoring$ = (isForced: boolean): Observable<Session> =>
    machine.state$.pipe(
      filter(({ status }) => status !== 'restoring'),
      take(1),
      switchMap(() => fresh$(isForced)),
      throwIfEmpty(destroyedError),
    );

  const fresh$ = (isForced: boolean): Observable<Session> => {
    const { session } = current;
    if (!session)
      return machine.state.status === 'restoring' ? afterRestoring$(isForced) : throwError(signedOutError);
    return isForced || isRefreshDue(session, scheduler.now()) ? refreshed$(isForced) : of(session);
  };

  return {
    session$: ({ forceRefresh = false } = {}) => defer(() => fresh$(forceRefresh)),
    freshTokens: (options) => {
      const { session } = current;
      const isFresh = session && !options?.forceRefresh && !isRefreshDue(session, scheduler.now());
      return isFresh ? tokensOf(session) : undefined;
    },
    tokens$: ({ forceRefresh = false } = {}) => defer(() => fresh$(forceRefresh)).pipe(map(tokensOf)),
  };
}
