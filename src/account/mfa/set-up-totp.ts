import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, OwnErrorCode, TotpSetupDetails } from 'rx-cognito';
import { loaded$, operation$, readBy } from '../operation';

const noSecretError = (): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'NoTotpSecret' satisfies OwnErrorCode,
    message: 'The user pool answered without the secret of an authenticator app.',
    recoverySuggestion: 'Try again; check userPoolEndpoint if it happens again.',
  });

function detailsOf(sharedSecret: string, username: string): TotpSetupDetails {
  return Object.freeze({
    sharedSecret,
    getSetupUri: (appName: string, accountName = username) => {
      const label = [appName, accountName].map(encodeURIComponent).join(':');
      return new URL(`otpauth://totp/${label}?secret=${sharedSecret}&issuer=${encodeURIComponent(appName)}`);
    },
  });
}

/**
 * Begins to set an authenticator app up for the user who is signed in: `verifyTOTPSetup$` ends it, and
 * `updateMFAPreference$` makes it count.
 *
 * Cold; each subscription asks for a new secret, which replaces one that was not verified yet. Emits one
 * `TotpSetupDetails` and completes; it holds a secret, to be shown and not stored. Errors as `send$` does:
 * `SoftwareTokenMFANotFoundException` where the pool has authenticator apps switched off.
 * Unsubscribing aborts the request.
 */
export function setUpTOTP$(auth: Auth): Observable<TotpSetupDetails> {
  return operation$(() =>
    loaded$(() => import('../commands/mfa-commands')).pipe(
      switchMap(({ associateSoftwareToken }) =>
        auth.send$((AccessToken) => associateSoftwareToken({ AccessToken })),
      ),
      readBy(({ SecretCode }) => {
        if (typeof SecretCode !== 'string' || SecretCode === '') throw noSecretError();
        const { state } = auth;
        return detailsOf(SecretCode, state.status === 'signedIn' ? state.user.username : '');
      }),
    ),
  );
}
