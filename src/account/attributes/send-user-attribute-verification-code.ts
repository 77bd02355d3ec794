import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { codeDeliveryOf } from '../code-delivery';
import type { AuthCodeDeliveryDetails } from '../code-delivery';
import { checkedAttributeKey, given, metadataOf } from '../input';
import { loaded$, operation$ } from '../operation';

/** What `sendUserAttributeVerificationCode$` takes. */
export interface SendUserAttributeVerificationCodeInput {
  /** What is to be verified. */
  readonly userAttributeKey: 'email' | 'phone_number';
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/**
 * Sends the code that verifies an address of the user who is signed in.
 *
 * Cold; each subscription asks once. Emits where the code went and completes. Errors as `send$` does:
 * `InvalidParameterException` where the user has no such address, `LimitExceededException` after too many codes.
 * Unsubscribing aborts the request; the code may have been sent all the same.
 */
export function sendUserAttributeVerificationCode$(
  auth: Auth,
  input: SendUserAttributeVerificationCodeInput,
): Observable<AuthCodeDeliveryDetails> {
  return operation$(() => {
    const { userAttributeKey, clientMetadata } = given(input);
    const request = {
      AttributeName: checkedAttributeKey('userAttributeKey', userAttributeKey),
      ...metadataOf(clientMetadata),
    };
    return loaded$(() => import('../commands/attribute-commands')).pipe(
      switchMap(({ getUserAttributeVerificationCode }) =>
        auth.send$((AccessToken) => getUserAttributeVerificationCode({ AccessToken, ...request })),
      ),
      map(({ CodeDeliveryDetails }) => codeDeliveryOf(CodeDeliveryDetails)),
    );
  });
}
