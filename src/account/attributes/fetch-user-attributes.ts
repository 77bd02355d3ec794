import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, operation$, readBy } from '../operation';

/** The attributes of a user, by name; those of the pool's own begin with `custom:`. */
export type UserAttributes = Readonly<Record<string, string>>;

/**
 * Fetches the attributes of the user who is signed in, as far as the app client may read them.
 *
 * Cold; each subscription asks once. Emits one record and completes. Errors as `send$` does.
 * Unsubscribing aborts the request.
 */
export function fetchUserAttributes$(auth: Auth): Observable<UserAttributes> {
  return operation$(() =>
    loaded$(() => import('../commands/attribute-commands')).pipe(
      switchMap(({ getUser }) => auth.send$((AccessToken) => getUser({ AccessToken }))),
      readBy(({ UserAttributes = [] }) =>
        Object.freeze(
          Object.fromEntries(
            UserAttributes.flatMap(({ Name, Value }) => (Name === undefined ? [] : [[Name, Value ?? '']])),
          ) as Record<string, string>,
        ),
      ),
    ),
  );
}
