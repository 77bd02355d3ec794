import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { codeDeliveryOf } from '../code-delivery';
import type { AuthCodeDeliveryDetails } from '../code-delivery';
import { checkedUsername, given, metadataOf } from '../input';
import { loaded$, operation$ } from '../operation';

/** What `resetPassword$` takes. */
export interface ResetPasswordInput {
  /** The user name, or an alias of it that the pool knows. */
  readonly username: string;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** What `resetPassword$` emits. Names and fields as in amplify-js 6. */
export interface ResetPasswordResult {
  /** Cognito resets no password before the code is there. */
  readonly isPasswordReset: false;
  readonly nextStep: {
    readonly resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE';
    readonly codeDeliveryDetails: AuthCodeDeliveryDetails;
  };
}

/**
 * Sends the code by which a forgotten password may be replaced.
 *
 * Cold; each subscription asks once. Emits where the code went and completes. Where the app client hides which users
 * exist (`PreventUserExistenceErrors`), a destination proves nothing: for a user who does not exist it is made up. Errors
 * as `sendPublic$` does: `UserNotFoundException` where that is not hidden, `InvalidParameterException` for a user without a
 * verified address, `LimitExceededException` after a few codes an hour.
 * Unsubscribing aborts the request; the code may have been sent all the same.
 */
export function resetPassword$(auth: Auth, input: ResetPasswordInput): Observable<ResetPasswordResult> {
  return operation$(() => {
    const { username, clientMetadata } = given(input);
    const request = { Username: checkedUsername(username), ...metadataOf(clientMetadata) };
    return loaded$(() => import('../commands/password-commands')).pipe(
      switchMap(({ forgotPassword }) =>
        auth.sendPublic$((ClientId) => forgotPassword({ ClientId, ...request })),
      ),
      map(({ CodeDeliveryDetails }): ResetPasswordResult =>
        Object.freeze({
          isPasswordReset: false,
          nextStep: Object.freeze({
            resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
            codeDeliveryDetails: codeDeliveryOf(CodeDeliveryDetails),
          }),
        }),
      ),
    );
  });
}
