import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedAttributeKey, checkedCode, given } from '../input';
import { loaded$, nothing, operation$ } from '../operation';
import { withFreshTokens } from './with-fresh-tokens';

/** What `confirmUserAttribute$` takes. */
export interface ConfirmUserAttributeInput {
  /** What the code verifies. */
  readonly userAttributeKey: 'email' | 'phone_number';
  /** The code that was sent. */
  readonly confirmationCode: string;
}

/**
 * Verifies an address by the code that was sent to it, and brings the tokens up to date. In pools that keep the old value
 * until then, this is when the new address takes its place.
 *
 * Cold; each subscription asks once, then refreshes. Emits `undefined` once and completes. Errors as `send$` does:
 * `CodeMismatchException`, `ExpiredCodeException`, `AliasExistsException` where another account has the address.
 * Unsubscribing aborts the request; the address may have been verified all the same.
 */
export function confirmUserAttribute$(auth: Auth, input: ConfirmUserAttributeInput): Observable<void> {
  return operation$(() => {
    const { userAttributeKey, confirmationCode } = given(input);
    const request = {
      AttributeName: checkedAttributeKey('userAttributeKey', userAttributeKey),
      Code: checkedCode('confirmationCode', confirmationCode),
    };
    return loaded$(() => import('../commands/attribute-commands')).pipe(
      switchMap(({ verifyUserAttribute }) =>
        auth.send$((AccessToken) => verifyUserAttribute({ AccessToken, ...request })),
      ),
      map(nothing),
      withFreshTokens(auth),
    );
  });
}
