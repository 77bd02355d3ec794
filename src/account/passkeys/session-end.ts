import { defer, filter, mergeMap, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth, AuthState } from 'rx-cognito';
import { signedOutError } from '../errors';

const userIdOf = (state: AuthState): string | undefined =>
  state.status === 'signedIn' ? state.user.userId : undefined;

/** Errors with kind `signedOut` as soon as the session of this moment ends: a prompt for its user then closes. */
export const sessionEnd$ = (auth: Auth): Observable<never> =>
  defer(() => {
    const userId = userIdOf(auth.state);
    return auth.state$.pipe(
      filter((state) => userId === undefined || userIdOf(state) !== userId),
      take(1),
      mergeMap(() => throwError(signedOutError)),
    );
  });
