import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, nothing, operation$ } from '../operation';

/**
 * Deletes the user who is signed in, for good. The session ends with it: `signedOut`, reason `userDeleted`,
 * and nothing of it or of the device stays stored.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does; the session then lives.
 * Unsubscribing aborts the request; the user may have been deleted all the same, which the next request finds out.
 */
export function deleteUser$(auth: Auth): Observable<void> {
  return operation$(() =>
    loaded$(() => import('../commands/user-commands')).pipe(
      switchMap(({ deleteUser }) => auth.send$((AccessToken) => deleteUser({ AccessToken }))),
      map(nothing),
    ),
  );
}
