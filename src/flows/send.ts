import { catchError, defer, map, merge, mergeMap, switchMap, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { destroyedError } from '../model/errors';
import { isExpired } from '../model/freshness';
import type { Session } from '../model/session';
import type { PoolContext } from './auth-context';
import type { Refresher } from './refresh';
import { asAuthError, REQUEST_LIMIT_MS, withTimeLimit } from './requests';
import type { TokenSource } from './tokens';

/** What a request is answered with whose token was revoked, or whose user was deleted: the refresh tells for sure. */
const REFUSALS: ReadonlySet<string> = new Set(['NotAuthorizedException', 'UserNotFoundException']);

/** Sends one request with the access token of the session, refreshed first when due. */
export type SendAuthorised = <Output>(
  request$: (accessToken: string) => Observable<Output>,
) => Observable<Output>;

/**
 * Creates the way to everything that needs an access token. A token that is refused before it expired is renewed, and
 * the request repeated, once; a session that is refused then as well is over.
 */
export function createSendAuthorised(
  context: PoolContext,
  tokenSource: Pick<TokenSource, 'session$'>,
  refresher: Pick<Refresher, 'refresh$'>,
): SendAuthorised {
  const { current, scheduler, destroyed$ } = context;

  const isRefusedEarly = (error: unknown, session: Session): boolean =>
    error instanceof AuthError &&
    REFUSALS.has(error.code) &&
    current.session !== undefined &&
    !isExpired(session, scheduler.now());

  /** Tokens that came since are tried first: the refused one may have been replaced meanwhile. */
  const renewed$ = (refused: Session): Observable<Session> =>
    current.session && current.session.accessToken !== refused.accessToken
      ? tokenSource.session$()
      : refresher.refresh$({ isForced: true, isAccessTokenRefused: true });

  return (request$) => {
    const bounded$ = ({ accessToken }: Session): ReturnType<typeof request$> =>
      defer(() => request$(accessToken)).pipe(
        withTimeLimit('The request', REQUEST_LIMIT_MS, scheduler),
        catchError((error: unknown) => throwError(() => asAuthError(error, [accessToken]))),
      );
    const ended$ = merge(current.ended$, destroyed$.pipe(map(destroyedError))).pipe(
      mergeMap((error) => throwError(() => error)),
    );
    return tokenSource.session$().pipe(
      switchMap((session) =>
        bounded$(session).pipe(
          catchError((error: unknown) => {
            if (!isRefusedEarly(error, session)) return throwError(() => error);
            return renewed$(session).pipe(
              switchMap((renewed) => (renewed === session ? throwError(() => error) : bounded$(renewed))),
            );
          }),
        ),
      ),
      takeUntil(ended$),
    );
  };
}
