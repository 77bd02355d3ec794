import { AsyncSubject, map, race, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Session } from '../model/session';
import type { AuthContext } from './auth-context';
import { revokeLateTokens } from './late-tokens';
import type { EndedTokens } from './remote-sign-out';
import { asAuthError } from './requests';

/**
 * Waits, for a while, for the answer of a refresh that was under way when its session ended: the newest refresh token
 * is the one to revoke. Tokens that come later are revoked when they come. Emits once, when the wait is over.
 */
export function gatherTokens$(
  context: AuthContext,
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
      if (!isWaitedFor && session.refreshToken !== known) revokeLateTokens(context, session.refreshToken);
    },
    error: (error: unknown) => {
      // An answer of the server, whatever it says, brings no newer token; no answer may mean that there is one.
      const { kind } = asAuthError(error);
      tokens.isRefreshPending = kind === 'timeout' || kind === 'network';
      settle();
    },
    complete: () => {
      tokens.isRefreshPending = false;
      settle();
    },
  });
  return race(settled$, timer(environment.isOnline() ? limitMs : 0, scheduler)).pipe(
    map(() => undefined),
    tap(() => {
      isWaitedFor = false;
    }),
  );
}
