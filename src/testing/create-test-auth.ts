import { defer, EMPTY, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { destroyedError } from './errors';
import { createScript } from './script';
import { createTestSession } from './test-session';
import { createTestSignIn } from './test-sign-in';
import { createTestSignOut } from './test-sign-out';
import { createTestTokens } from './test-tokens';
import type { AuthCall, TestAuth, TestAuthOptions } from './test-auth';
import { createTestClock } from './test-clock';

/**
 * Creates an {@link Auth} without a user pool, a storage or a timer: the spec puts it in states and says what its calls
 * answer. What is not said happens as with a healthy user pool, at once.
 *
 * @example
 * ```ts
 * import { createTestAuth, signOutResult, testError } from 'rx-cognito/testing';
 *
 * const auth = createTestAuth();
 * auth.startSession({ username: 'ada' });
 * auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
 *
 * auth.signOut$().subscribe(({ outcome }) => console.log(outcome, auth.state.status)); // partial signedOut
 * ```
 */
export function createTestAuth(options: TestAuthOptions = {}): TestAuth {
  const clock = options.clock ?? createTestClock();
  const session = createTestSession(options.state);
  const script = createScript();
  const calls: AuthCall[] = [];
  const signIn = createTestSignIn(session, script);
  const tokens = createTestTokens(session, script, clock);
  const signOut$ = createTestSignOut(session, script);

  /** What every member does: it counts, it refuses after `destroy()`, and its errors are on `errors$` too. */
  const called$ = <T>(call: AuthCall, operation$: () => Observable<T>): Observable<T> =>
    defer(() => {
      calls.push(Object.freeze(call));
      if (session.isDestroyed) {
        return throwError(destroyedError);
      }
      return operation$();
    }).pipe(
      tap({
        error: (error: unknown) => {
          if (error instanceof AuthError) session.emitError(error);
        },
      }),
    );

  const auth: Auth = {
    state$: session.state$,
    get state() {
      return session.state;
    },
    events$: session.events$,
    errors$: session.errors$,
    signIn$: (input) => called$({ member: 'signIn', input }, () => signIn.signIn$(input)),
    // Preparing is a matter of speed only, and no call to count.
    prepareSignIn$: () => (session.isDestroyed ? throwError(destroyedError) : EMPTY),
    confirmSignIn$: (input) => called$({ member: 'confirmSignIn', input }, () => signIn.confirmSignIn$()),
    tokens$: (input) => called$({ member: 'tokens', input }, () => tokens.tokens$(input)),
    // Whatever the command, the script says what it answers: its type is the spec's word.
    send$: ((build: (accessToken: string) => object) =>
      called$({ member: 'send', input: build('access-token') }, () => tokens.send$())) as Auth['send$'],
    sendPublic$: ((build: (userPoolClientId: string) => object) =>
      called$({ member: 'sendPublic', input: build('client-id') }, () =>
        script.next$('sendPublic', () => ({})),
      )) as Auth['sendPublic$'],
    signOut$: (input) => called$({ member: 'signOut', input }, () => signOut$(input)),
    destroy: session.destroy,
  };

  return Object.freeze<TestAuth>(
    Object.defineProperties({} as TestAuth, {
      ...Object.getOwnPropertyDescriptors(auth),
      ...Object.getOwnPropertyDescriptors({
        clock,
        calls,
        setState: session.setState,
        startSession: session.start,
        endSession: session.end,
        emitEvent: session.emitEvent,
        emitError: session.emitError,
        answer: script.add,
      }),
    }),
  );
}
