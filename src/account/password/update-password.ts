import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedPassword, given } from '../input';
import { loaded$, nothing, operation$ } from '../operation';

/** What `updatePassword$` takes. */
export interface UpdatePasswordInput {
  /** The present password. Left out by a user who has none yet. */
  readonly oldPassword?: string;
  readonly newPassword: string;
}

/**
 * Changes the password of the user who is signed in. Sessions that live elsewhere go on.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does:
 * `NotAuthorizedException` where the present password is wrong, `InvalidPasswordException` and
 * `PasswordHistoryPolicyViolationException` where the new one is not accepted, `LimitExceededException` after too many
 * attempts. Unsubscribing aborts the request; the password may have been changed all the same.
 */
export function updatePassword$(auth: Auth, input: UpdatePasswordInput): Observable<void> {
  return operation$(() => {
    const { oldPassword, newPassword } = given(input);
    const request = {
      ...(oldPassword === undefined ? {} : { PreviousPassword: checkedPassword('oldPassword', oldPassword) }),
      ProposedPassword: checkedPassword('newPassword', newPassword),
    };
    return loaded$(() => import('../commands/password-commands')).pipe(
      switchMap(({ changePassword }) =>
        auth.send$((AccessToken) => changePassword({ AccessToken, ...request })),
      ),
      map(nothing),
    );
  });
}
