import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { validationError } from '../errors';
import { given } from '../input';
import { loaded$, nothing, operation$ } from '../operation';

/** What shall become of a second factor: `ENABLED` and `NOT_PREFERRED` leave it to another to be asked for first. */
export type MFAPreference = 'ENABLED' | 'DISABLED' | 'PREFERRED' | 'NOT_PREFERRED';

/** What `updateMFAPreference$` takes; a factor that is left out stays as it is. */
export interface UpdateMFAPreferenceInput {
  readonly sms?: MFAPreference;
  /** After `verifyTOTPSetup$`. */
  readonly totp?: MFAPreference;
  readonly email?: MFAPreference;
}

interface Settings {
  readonly Enabled: boolean;
  readonly PreferredMfa?: boolean;
}

const SETTINGS: Readonly<Record<MFAPreference, Settings>> = {
  ENABLED: { Enabled: true },
  DISABLED: { Enabled: false },
  PREFERRED: { Enabled: true, PreferredMfa: true },
  NOT_PREFERRED: { Enabled: true, PreferredMfa: false },
};

function settingsOf(argument: string, preference: unknown): Settings {
  if (typeof preference === 'string' && Object.hasOwn(SETTINGS, preference))
    return SETTINGS[preference as MFAPreference];
  throw validationError(argument, `one of ${Object.keys(SETTINGS).join(', ')}`);
}

/**
 * Switches second factors of the user who is signed in on or off, and says which one is asked for first.
 *
 * Cold; each subscription asks once. Emits `undefined` once and completes. Errors as `send$` does:
 * `InvalidParameterException` where the user lacks what the factor needs (a verified number or address, an authenticator
 * app that was set up). Unsubscribing aborts the request; the change may have been made all the same.
 */
export function updateMFAPreference$(auth: Auth, input: UpdateMFAPreferenceInput): Observable<void> {
  return operation$(() => {
    const { sms, totp, email } = given(input);
    if (sms === undefined && totp === undefined && email === undefined)
      throw validationError('input', 'a choice for at least one of sms, totp and email');
    const request = {
      ...(sms === undefined ? {} : { SMSMfaSettings: settingsOf('sms', sms) }),
      ...(totp === undefined ? {} : { SoftwareTokenMfaSettings: settingsOf('totp', totp) }),
      ...(email === undefined ? {} : { EmailMfaSettings: settingsOf('email', email) }),
    };
    return loaded$(() => import('../commands/mfa-commands')).pipe(
      switchMap(({ setUserMFAPreference }) =>
        auth.send$((AccessToken) => setUserMFAPreference({ AccessToken, ...request })),
      ),
      map(nothing),
    );
  });
}
