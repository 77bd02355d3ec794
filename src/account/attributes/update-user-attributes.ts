import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { codeDeliveryOf } from '../code-delivery';
import type { AuthCodeDeliveryDetails } from '../code-delivery';
import { validationError } from '../errors';
import { checkedAttributes, given, metadataOf } from '../input';
import { loaded$, operation$, readBy } from '../operation';
import { withFreshTokens } from './with-fresh-tokens';

/** What `updateUserAttributes$` takes. */
export interface UpdateUserAttributesInput {
  /** The new values, by name; an empty text empties the attribute. */
  readonly userAttributes: Readonly<Record<string, string>>;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** What became of one attribute. Names and fields as in amplify-js 6. */
export interface UpdateUserAttributeResult {
  /** `false` where the new value has to be confirmed; whether the old one counts until then is a setting of the pool. */
  readonly isUpdated: boolean;
  readonly nextStep:
    | { readonly updateAttributeStep: 'DONE' }
    | {
        readonly updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE';
        readonly codeDeliveryDetails: AuthCodeDeliveryDetails;
      };
}

/** What `updateUserAttributes$` emits: what became of each attribute, by name. */
export type UpdateUserAttributesResult = Readonly<Record<string, UpdateUserAttributeResult>>;

const DONE: UpdateUserAttributeResult = Object.freeze({
  isUpdated: true,
  nextStep: Object.freeze({ updateAttributeStep: 'DONE' }),
});

const toConfirm = (codeDeliveryDetails: AuthCodeDeliveryDetails): UpdateUserAttributeResult =>
  Object.freeze({
    isUpdated: false,
    nextStep: Object.freeze({ updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE', codeDeliveryDetails }),
  });

/**
 * Changes attributes of the user who is signed in, and brings the tokens up to date, so that the id token shows them.
 *
 * Cold; each subscription asks once, then refreshes. Emits what became of each attribute and completes: an address that the
 * pool verifies by a code waits for `confirmUserAttribute$`. Errors as `send$` does: `AliasExistsException` where another
 * account has the address, `NotAuthorizedException` where the app client may not write the attribute. Where only the
 * refresh fails it does not error: the attributes are changed.
 * Unsubscribing aborts the request; the attributes may have been changed all the same.
 */
export function updateUserAttributes$(
  auth: Auth,
  input: UpdateUserAttributesInput,
): Observable<UpdateUserAttributesResult> {
  return operation$(() => {
    const { userAttributes, clientMetadata } = given(input);
    const attributes = checkedAttributes('userAttributes', userAttributes);
    if (attributes.length === 0)
      throw validationError('userAttributes', 'a record of at least one attribute');
    const request = { UserAttributes: attributes, ...metadataOf(clientMetadata) };
    return loaded$(() => import('../commands/attribute-commands')).pipe(
      switchMap(({ updateUserAttributes }) =>
        auth.send$((AccessToken) => updateUserAttributes({ AccessToken, ...request })),
      ),
      readBy(({ CodeDeliveryDetailsList = [] }): UpdateUserAttributesResult => {
        const sent = CodeDeliveryDetailsList.flatMap((delivered) =>
          delivered.AttributeName === undefined
            ? []
            : [[delivered.AttributeName, toConfirm(codeDeliveryOf(delivered))] as const],
        );
        return Object.freeze(
          Object.fromEntries([...attributes.map(({ Name }) => [Name, DONE] as const), ...sent]),
        );
      }),
      withFreshTokens(auth),
    );
  });
}
