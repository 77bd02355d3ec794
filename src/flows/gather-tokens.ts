import { AsyncSubject, map, of, race, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Session } from '../model/session';
import { mayHaveTakenEffect } from '../model/sign-out-report';
import type { PoolContext } from './auth-context';
import { revokeLateTokens } from './late-tokens';
import type { EndedTokens } from './remote-sign-out';
import { asAuthError } from './requests';

/**
 * Waits, for a while, for the answer of a refresh that was under way when its session ended: the newest refresh token
 * is the one to revoke. Tokens that come later are revoked when they come. Emits once, when the wait is over.
 */
export function gatherTokens$(
  context: PoolContext,
  tokens: EndedTokens,
  answer$: Observable<Session>,
  limitMs: number,
): Observable<void> {
  const { environment, scheduler } = context;
  const known = tokens.session.refreshToken;
  const settled$ = new AsyncSubject<void>();
  let isWaitedFor = true;
  const settle = (): void => {
    settled$.next();
    settled$.complete();
  };
  tokens.isRefreshPending = true;
  answer$.subscribe({
    next: (session) => {
      tokens.session = session;
      tokens.isRefreshPending = false;
      if (!isWaitedFor && session.refreshToken !== known) revokeLateTokens(context, session.refreshToken);
    },
    error: (error: unknown) => {
      tokens.isRefreshPending = mayHaveTakenEffect(asAuthError(error));
      settle();
    },
    // Without an answer where a `destroy()` aborted the request: what it brought about is not known then.
    complete: settle,
  });
  const patience$ = environment.isOnline() ? timer(limitMs, scheduler) : of(0);
  return race(settled$, patience$).pipe(
    map(() => undefined),
    tap(() => {
      isWaitedFor = false;
    }),
  );
}
