import { concatMap } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { PoolContext } from '../pool-context';
import type { Challenge } from './answer';
import { checkedChoice } from './challenge-input';

/** The errors of a prompt after which it can be opened again: Cognito has not seen an answer. */
export const PROMPT_REFUSALS: readonly string[] = [
  'PasskeyAuthenticationCanceled',
  'PasskeyNotSupported',
  'PasskeyOperationAborted',
  'PasskeyRetrievalFailed',
  'RelyingPartyMismatch',
];

/** Refuses passkeys on a page that cannot ask for them. @throws AuthError of kind `configuration` */
export function checkPasskeySupport({ passkeys }: PoolContext): void {
  if (passkeys.isSupported()) return;
  throw ownError({
    kind: 'configuration',
    code: 'PasskeyNotSupported',
    message: 'There can be no passkey here: this browser knows none, or the page is not served over HTTPS.',
    recoverySuggestion:
      'Ask isPasskeySupported() of rx-cognito/account first, and offer PASSWORD, EMAIL_OTP or SMS_OTP otherwise.',
  });
}

/** A passkey as first factor: the platform asks the user, at once, and again when the user says so. */
export const passkey: Challenge = {
  read: () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_PASSKEY' }),
  keep: ({ parameters }) => ({ passkeyOptions: parameters['CREDENTIAL_REQUEST_OPTIONS'] ?? '' }),
  givenAtOnce: 'WEB_AUTHN',
  answer$: ({ context, respond$ }, { passkeyOptions }, { challengeResponse }) => {
    checkedChoice(challengeResponse, ['WEB_AUTHN']);
    return context.passkeys
      .get$(passkeyOptions)
      .pipe(concatMap((assertion) => respond$({ CREDENTIAL: JSON.stringify(assertion) })));
  },
};
