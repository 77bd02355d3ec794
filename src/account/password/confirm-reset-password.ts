import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedCode, checkedPassword, checkedUsername, given, metadataOf } from '../input';
import { loaded$, nothing, operation$ } from '../operation';

/** What `confirmResetPassword$` takes. */
export interface ConfirmResetPasswordInput {
  /** The name that `resetPassword$` was called with. */
  readonly username: string;
  readonly newPassword: string;
  /** The code that was sent. */
  readonly confirmationCode: string;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/**
 * Replaces a forgotten password by the code that was sent. Sessions that live elsewhere go on: sign in and sign out
 * globally to end them.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `sendPublic$` does:
 * `CodeMismatchException`, also for a user who does not exist, where the app client hides that; `ExpiredCodeException`;
 * `InvalidPasswordException` and `PasswordHistoryPolicyViolationException`, after which the code is still good.
 * Unsubscribing aborts the request; the password may have been replaced all the same.
 */
export function confirmResetPassword$(auth: Auth, input: ConfirmResetPasswordInput): Observable<void> {
  return operation$(() => {
    const { username, newPassword, confirmationCode, clientMetadata } = given(input);
    const request = {
      Username: checkedUsername(username),
      ConfirmationCode: checkedCode('confirmationCode', confirmationCode),
      Password: checkedPassword('newPassword', newPassword),
      ...metadataOf(clientMetadata),
    };
    return loaded$(() => import('../commands/password-commands')).pipe(
      switchMap(({ confirmForgotPassword }) =>
        auth.sendPublic$((ClientId) => confirmForgotPassword({ ClientId, ...request })),
      ),
      map(nothing),
    );
  });
}
