import { catchError, defer, filter, map, merge, of, startWith, switchMap, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import type { AuthErrorKind } from '../../model/auth-error';
import { AuthTokens } from '../../model/auth-tokens';
import { destroyedError, signedOutError, validationError } from '../../model/errors';
import { readOnce } from '../../model/fields';
import { isExpired, isRefreshDue } from '../../model/freshness';
import type { Session } from '../../model/session';
import type { AuthContext } from '../context';
import type { LazyUserPool, RefreshOptions } from '../load-user-pool';

/** What is not a failure to refresh for now: there is no session, or no `Auth`, any more. */
const OVER: ReadonlySet<AuthErrorKind> = new Set(['signedOut', 'sessionExpired', 'invalidState']);

/** How `tokens$` is asked. */
export interface TokensOptions {
  /**
   * Asks for tokens that the user pool issues after this call: after a change of the user's attributes or groups. Emits them
   * or errors, and never the ones in hand.
   */
  readonly forceRefresh?: boolean;
  /**
   * The access token that an API refused. Emits newer tokens where there are any; else refreshes, once for all callers whose
   * token was refused, and at most once in ten seconds: within them it errors with code `TokenRefusedAgain`.
   */
  readonly refused?: string;
}

/** Where a flow gets the session whose tokens it may hand out. */
export interface TokenSource {
  /** Emits the session, refreshed first when due. */
  session$(options?: TokensOptions): Observable<Session>;
  /** Returns the tokens in memory where they can be handed out as they are: no storage, no parsing, no operator. */
  freshTokens(): AuthTokens | undefined;
  /** Emits the tokens of the session, as `Auth.tokens$`. */
  tokens$(options?: TokensOptions): Observable<AuthTokens>;
}

/** Reads how tokens are asked for. */
const readTokensOptions = (options: TokensOptions | null | undefined): TokensOptions | undefined =>
  options ? readOnce(options, ['forceRefresh', 'refused']) : undefined;

function refreshOptionsOf({ forceRefresh, refused }: TokensOptions = {}, session: Session): RefreshOptions {
  if (refused !== undefined && typeof refused !== 'string') {
    throw validationError('refused', 'the access token that was refused');
  }
  return {
    ...(forceRefresh === true ? { isForced: true } : {}),
    ...(refused === session.accessToken ? { refused } : {}),
  };
}

/** Creates the one place from which tokens are handed out. */
export function createTokenSource(
  { machine, scheduler }: AuthContext,
  refresh$: LazyUserPool['refresh$'],
): TokenSource {
  // Held by nothing but their session, they go with it.
  const handedOut = new WeakMap<Session, AuthTokens>();

  const tokensOf = (session: Session): AuthTokens => {
    const known = handedOut.get(session);
    if (known) return known;
    const tokens = new AuthTokens(session);
    handedOut.set(session, tokens);
    return tokens;
  };

  const whenDue$ = (): Observable<Session> =>
    refresh$().pipe(
      catchError((error: unknown) => {
        const { session } = machine.now;
        const isUsable = session !== undefined && !isExpired(session, scheduler.now());
        const isOver = error instanceof AuthError && OVER.has(error.kind);
        return isUsable && !isOver ? of(session) : throwError(() => error);
      }),
    );

  const ofSession$ = (session: Session, options?: TokensOptions): Observable<Session> => {
    const asked = refreshOptionsOf(options, session);
    if (asked.isForced || asked.refused !== undefined) return refresh$(asked);
    return isRefreshDue(session, scheduler.now()) ? whenDue$() : of(session);
  };

  const restored$ = (): Observable<unknown> =>
    merge(
      machine.moves$.pipe(
        startWith(machine.now),
        filter(({ state }) => state.status !== 'restoring'),
      ),
      machine.destroyed$.pipe(switchMap(() => throwError(destroyedError))),
    ).pipe(take(1));

  const session$ = (options?: TokensOptions): Observable<Session> =>
    defer(() => {
      const { session, state } = machine.now;
      if (session) return ofSession$(session, options);
      return state.status === 'restoring'
        ? restored$().pipe(switchMap(() => session$(options)))
        : throwError(signedOutError);
    });

  return {
    session$,
    freshTokens: () => {
      const { session } = machine.now;
      return session && !isRefreshDue(session, scheduler.now()) ? tokensOf(session) : undefined;
    },
    tokens$: (options) => session$(readTokensOptions(options)).pipe(map(tokensOf)),
  };
}
