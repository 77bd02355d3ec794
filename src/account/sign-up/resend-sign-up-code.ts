import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { codeDeliveryOf } from '../code-delivery';
import type { AuthCodeDeliveryDetails } from '../code-delivery';
import { checkedUsername, given, metadataOf } from '../input';
import { loaded$, operation$ } from '../operation';

/** What `resendSignUpCode$` takes. */
export interface ResendSignUpCodeInput {
  /** The name that was signed up with. */
  readonly username: string;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/**
 * Sends the code of a sign-up again.
 *
 * Cold; each subscription asks once. Emits where the code went and completes; for a user who does not exist that is made
 * up, where the app client hides who does. Errors as `sendPublic$` does: `InvalidParameterException` for a user who is
 * confirmed already, `LimitExceededException` (five codes an hour), `CodeDeliveryFailureException`.
 * Unsubscribing aborts the request; the code may have been sent all the same.
 */
export function resendSignUpCode$(
  auth: Auth,
  input: ResendSignUpCodeInput,
): Observable<AuthCodeDeliveryDetails> {
  return operation$(() => {
    const { username, clientMetadata } = given(input);
    const request = { Username: checkedUsername(username), ...metadataOf(clientMetadata) };
    return loaded$(() => import('../commands/sign-up-commands')).pipe(
      switchMap(({ resendConfirmationCode }) =>
        auth.sendPublic$((ClientId) => resendConfirmationCode({ ClientId, ...request })),
      ),
      map(({ CodeDeliveryDetails }) => codeDeliveryOf(CodeDeliveryDetails)),
    );
  });
}
