import { map, switchMap, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, nothing, operation$ } from '../operation';
import { isPasskeySupported } from './is-passkey-supported';
import { sessionEnd$ } from './session-end';

/**
 * Makes a passkey for the user who is signed in: the browser prompts, and the user pool registers what comes of it.
 * Call it from a click or a key press.
 *
 * Cold; each subscription prompts once. Emits `undefined` once and completes. Errors as `send$` does
 * (`WebAuthnNotEnabledException`, `WebAuthnOriginNotAllowedException`, `LimitExceededException`…); with kind `cancelled` where
 * the prompt is closed or times out (`PasskeyRegistrationCanceled`); with `PasskeyAlreadyExists`, `PasskeyNotSupported`,
 * `RelyingPartyMismatch` where there can be none; with kind `signedOut` where the session ends meanwhile.
 * Unsubscribing closes the prompt, or aborts the request.
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 * import { associateWebAuthnCredential$ } from 'rx-cognito/account';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * associateWebAuthnCredential$(auth).subscribe({
 *   next: () => console.log('From now on, you can sign in with your fingerprint.'),
 *   error: ({ message, recoverySuggestion }) => console.log(message, recoverySuggestion),
 * });
 * ```
 */
export function associateWebAuthnCredential$(auth: Auth): Observable<void> {
  return operation$(() =>
    loaded$(() => import('../commands/passkey-commands')).pipe(
      switchMap((chunk) => {
        if (!isPasskeySupported()) throw chunk.passkeyNotSupportedError();
        const passkeys = chunk.createWebPasskeys();
        return auth
          .send$((AccessToken) => chunk.startWebAuthnRegistration({ AccessToken }))
          .pipe(
            switchMap(({ CredentialCreationOptions }) =>
              passkeys.create$(CredentialCreationOptions).pipe(takeUntil(sessionEnd$(auth))),
            ),
            switchMap((credential) =>
              auth.send$((AccessToken) => chunk.completeWebAuthnRegistration(AccessToken, credential)),
            ),
          );
      }),
      map(nothing),
    ),
  );
}
