import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { validationError } from '../errors';
import { checkedAttributeKey, given } from '../input';
import { loaded$, nothing, operation$ } from '../operation';
import { withFreshTokens } from './with-fresh-tokens';

/** What `deleteUserAttributes$` takes. */
export interface DeleteUserAttributesInput {
  /** The names, at least one; attributes of the pool's own begin with `custom:`. */
  readonly userAttributeKeys: readonly string[];
}

function checkedKeys(keys: unknown): string[] {
  if (!Array.isArray(keys) || keys.length === 0)
    throw validationError('userAttributeKeys', 'a list of at least one name');
  // A list with holes as well.
  return Array.from(keys, (key) => checkedAttributeKey('userAttributeKeys', key));
}

/**
 * Deletes attributes of the user who is signed in, and brings the tokens up to date.
 *
 * Cold; each subscription asks once, then refreshes. Emits `undefined` once and completes. Errors as `send$` does:
 * `InvalidParameterException` for an attribute that the pool requires, `NotAuthorizedException` for one that the app client
 * may not write. Unsubscribing aborts the request; the attributes may have been deleted all the same.
 */
export function deleteUserAttributes$(auth: Auth, input: DeleteUserAttributesInput): Observable<void> {
  return operation$(() => {
    const UserAttributeNames = checkedKeys(given(input).userAttributeKeys);
    return loaded$(() => import('../commands/attribute-commands')).pipe(
      switchMap(({ deleteUserAttributes }) =>
        auth.send$((AccessToken) => deleteUserAttributes({ AccessToken, UserAttributeNames })),
      ),
      map(nothing),
      withFreshTokens(auth),
    );
  });
}
