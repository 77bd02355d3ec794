import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth, MfaType } from 'rx-cognito';
import { loaded$, operation$, readBy } from '../operation';

/** What `fetchMFAPreference$` emits: absent is what there is none of. */
export interface MFAPreferences {
  readonly enabled?: readonly MfaType[];
  readonly preferred?: MfaType;
}

/** Second factors by Cognito's names. One that this version does not know is left out. */
const TYPES: ReadonlyMap<string, MfaType> = new Map([
  ['SMS_MFA', 'SMS'],
  ['SOFTWARE_TOKEN_MFA', 'TOTP'],
  ['EMAIL_OTP', 'EMAIL'],
]);

const typesOf = (names: readonly string[]): readonly MfaType[] =>
  names.flatMap((name) => TYPES.get(name) ?? []);

/**
 * Fetches which second factors the user who is signed in has, and which one is asked for first.
 *
 * Cold; each subscription asks once. Emits one {@link MFAPreferences} and completes. Errors as `send$` does.
 * Unsubscribing aborts the request.
 */
export function fetchMFAPreference$(auth: Auth): Observable<MFAPreferences> {
  return operation$(() =>
    loaded$(() => import('../commands/mfa-commands')).pipe(
      switchMap(({ getUser }) => auth.send$((AccessToken) => getUser({ AccessToken }))),
      readBy(({ UserMFASettingList = [], PreferredMfaSetting = '' }): MFAPreferences => {
        const enabled = typesOf(UserMFASettingList);
        const preferred = TYPES.get(PreferredMfaSetting);
        return Object.freeze({
          ...(enabled.length === 0 ? {} : { enabled: Object.freeze(enabled) }),
          ...(preferred === undefined ? {} : { preferred }),
        });
      }),
    ),
  );
}
