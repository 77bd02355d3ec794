import { defer, filter, finalize, merge, of, share, switchMap, take, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { AuthTokens, SignedInState, TokensOptions } from 'rx-cognito';
import { signedOutError } from './errors';
import { testTokens } from './results';
import type { Script } from './script';
import { signedInState } from './states';
import type { TestClock } from './test-clock';
import type { TestSession } from './test-session';

/** Where the tokens of a `TestAuth` come from. */
export interface TestTokenSource {
  tokens$(options?: TokensOptions): Observable<AuthTokens>;
  send$(): Observable<object>;
}

/** How long refreshed tokens live, milliseconds. */
const LIFETIME_MS = 3_600_000;

/** Creates `tokens$` and `send$`. A token names its user, and how many refreshes came before it. */
export function createTestTokens(session: TestSession, script: Script, clock: TestClock): TestTokenSource {
  let refreshes = 0;
  let flight$: Observable<AuthTokens> | undefined;

  const tokensOf = ({ user, expiresAt }: SignedInState): AuthTokens =>
    testTokens({
      accessToken: `access-token.${user.username}.${refreshes}`,
      idToken: `id-token.${user.username}.${refreshes}`,
      expiresAt,
    });

  const current$ = session.state$.pipe(
    filter(({ status }) => status !== 'restoring'),
    take(1),
    switchMap((state) => (state.status === 'signedIn' ? of(state) : throwError(signedOutError))),
  );

  /** Whatever waits is told at once when the session ends, or another user's begins. */
  const within$ = <T>({ user }: SignedInState, answer$: Observable<T>): Observable<T> =>
    merge(
      session.state$.pipe(
        filter((state) => state.status !== 'signedIn' || state.user.userId !== user.userId),
        switchMap(() => throwError(signedOutError)),
      ),
      answer$,
    ).pipe(take(1));

  const refreshed$ = (before: SignedInState): Observable<AuthTokens> =>
    defer(() => {
      session.setState(signedInState({ ...before, freshness: 'refreshing' }));
      return script.next$('tokens', () => {
        refreshes += 1;
        return tokensOf(signedInState({ ...before, expiresAt: clock.now() + LIFETIME_MS }));
      });
    }).pipe(
      tap({
        next: ({ expiresAt }) => {
          session.setState(signedInState({ ...before, freshness: 'fresh', expiresAt }));
          session.emitEvent({ type: 'tokensRefreshed', expiresAt });
        },
        error: (error: unknown) => {
          if (!(error instanceof AuthError)) return;
          session.setState(signedInState({ ...before, freshness: 'stale' }));
          session.emitEvent({ type: 'tokenRefreshFailed', error });
        },
      }),
    );

  /** One refresh for all who ask while it runs. */
  const shared$ = (before: SignedInState): Observable<AuthTokens> =>
    (flight$ ??= within$(before, refreshed$(before)).pipe(
      finalize(() => (flight$ = undefined)),
      share(),
    ));

  return {
    tokens$: ({ forceRefresh = false } = {}) =>
      current$.pipe(
        switchMap((state) => {
          const isDue = forceRefresh || state.expiresAt <= clock.now();
          return isDue
            ? shared$(state)
            : within$(
                state,
                script.next$('tokens', () => tokensOf(state)),
              );
        }),
      ),
    send$: () =>
      current$.pipe(
        switchMap((state) =>
          within$(
            state,
            script.next$('send', () => ({})),
          ),
        ),
      ),
  };
}
