import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { codeAsSent } from '../../model/typed-code';
import { validationError } from '../errors';
import { checkedText, given } from '../input';
import { loaded$, operation$ } from '../operation';

/** What `verifyTOTPSetup$` takes. */
export interface VerifyTOTPSetupInput {
  /** The six digits that the authenticator app shows. */
  readonly code: string;
  /** What the authenticator app, or its device, is called. */
  readonly friendlyDeviceName?: string;
}

const CODE = /^\d{6}$/;
/** With the blanks that a copy brings along. */
const TYPED_MAX_LENGTH = 256;

const notAcceptedError = (): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'EnableSoftwareTokenMFAException',
    message: 'The user pool did not accept the authenticator app.',
    recoverySuggestion: 'Enter a new code of the authenticator app, and check the clock of its device.',
  });

function checkedDigits(typed: unknown): string {
  const code = typeof typed === 'string' && typed.length <= TYPED_MAX_LENGTH ? codeAsSent(typed) : '';
  if (CODE.test(code)) return code;
  throw validationError('code', 'the 6 digits that the authenticator app shows');
}

/**
 * Ends the set-up of an authenticator app by a code of it. From then on the app may be the second factor:
 * `updateMFAPreference$(auth, { totp: 'PREFERRED' })`.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does:
 * `EnableSoftwareTokenMFAException` or `CodeMismatchException` for a wrong code; another may be tried.
 * Unsubscribing aborts the request; the app may have been set up all the same.
 */
export function verifyTOTPSetup$(auth: Auth, input: VerifyTOTPSetupInput): Observable<void> {
  return operation$(() => {
    const { code, friendlyDeviceName: name } = given(input);
    const request = {
      UserCode: checkedDigits(code),
      ...(name === undefined
        ? {}
        : { FriendlyDeviceName: checkedText('friendlyDeviceName', 'a name for the device', name) }),
    };
    return loaded$(() => import('../commands/mfa-commands')).pipe(
      switchMap(({ verifySoftwareToken }) =>
        auth.send$((AccessToken) => verifySoftwareToken({ AccessToken, ...request })),
      ),
      map(({ Status }) => {
        if (Status !== 'SUCCESS') throw notAcceptedError();
      }),
    );
  });
}
