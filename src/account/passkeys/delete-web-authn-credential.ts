import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedText, given } from '../input';
import { explainGone, loaded$, nothing, operation$ } from '../operation';

/** What `deleteWebAuthnCredential$` takes. */
export interface DeleteWebAuthnCredentialInput {
  /** Of a passkey of `listWebAuthnCredentials$`. */
  readonly credentialId: string;
}

/**
 * Deletes a passkey of the user who is signed in from the user pool; what the user's device or password manager keeps of it,
 * only the user can delete.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does:
 * `ResourceNotFoundException` for a passkey that is deleted already. Unsubscribing aborts the request; the passkey may have
 * been deleted all the same.
 */
export function deleteWebAuthnCredential$(
  auth: Auth,
  input: DeleteWebAuthnCredentialInput,
): Observable<void> {
  return operation$(() => {
    const CredentialId = checkedText('credentialId', 'the id of a passkey', given(input).credentialId);
    return loaded$(() => import('../commands/passkey-commands')).pipe(
      switchMap(({ deleteWebAuthnCredential }) =>
        auth.send$((AccessToken) => deleteWebAuthnCredential({ AccessToken, CredentialId })),
      ),
      explainGone('passkey'),
      map(nothing),
    );
  });
}
