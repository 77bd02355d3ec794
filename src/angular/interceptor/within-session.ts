import { defer, filter, finalize, merge, ReplaySubject, switchMap, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, OwnErrorCode } from 'rx-cognito';

const sessionOverError = (): AuthError =>
  new AuthError({
    kind: 'signedOut',
    code: 'SignedOut' satisfies OwnErrorCode,
    message: 'Nobody is signed in, or not the user any more whose request this was.',
    recoverySuggestion: 'Sign in and send the request again.',
  });

/** Errors as soon as the session that is current at subscription, or being restored, is over. */
function sessionEnd$(auth: Auth): Observable<never> {
  return defer(() => {
    let owner: string | undefined;
    return auth.state$.pipe(
      filter((state) => {
        if (state.status === 'restoring') return false;
        if (state.status !== 'signedIn') return true;
        owner ??= state.user.userId;
        return owner !== state.user.userId;
      }),
      switchMap(() => throwError(sessionOverError)),
    );
  });
}

/** Emits the first value of what is waited for; errors with kind `signedOut` when the session is over before it. */
export type WaitInSession = <T>(source$: Observable<T>) => Observable<T>;

/**
 * Ties work to the session that is current when it begins. Once that is over every wait fails, those begun later too:
 * the next user's session does not take the work on.
 */
export function withinSession$<T>(auth: Auth, work$: (wait$: WaitInSession) => Observable<T>): Observable<T> {
  return defer(() => {
    const over$ = new ReplaySubject<never>(1);
    const watch = sessionEnd$(auth).subscribe(over$);
    return work$((source$) => merge(over$, source$).pipe(take(1))).pipe(finalize(() => watch.unsubscribe()));
  });
}
