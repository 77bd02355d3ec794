import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { textOf } from '../../model/fields';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { TotpSetupDetails } from '../../model/sign-in-step';
import type { PoolContext } from '../pool-context';
import type { Challenged } from './answer';

const notSetUpError = (): AuthError =>
  ownError({
    kind: 'service',
    code: 'EnableSoftwareTokenMFAException',
    message: 'The user pool did not accept the authenticator app.',
    recoverySuggestion: 'Enter a new code of the authenticator app, and check the clock of its device.',
  });

const noSecretError = (): AuthError =>
  ownError({
    kind: 'service',
    code: 'NoTotpSecret',
    message: 'The user pool answered without the secret of an authenticator app.',
    recoverySuggestion: 'Sign in again; check userPoolEndpoint if it happens again.',
  });

function setupDetails(sharedSecret: string, username: string): TotpSetupDetails {
  return Object.freeze({
    sharedSecret,
    getSetupUri: (appName: string, accountName = username) => {
      const label = [appName, accountName].map(encodeURIComponent).join(':');
      return new URL(`otpauth://totp/${label}?secret=${sharedSecret}&issuer=${encodeURIComponent(appName)}`);
    },
  });
}

/** Asks for the secret of an authenticator app. It is in the step that the caller gets, and kept nowhere. */
export function setUpTotp$(
  { api }: PoolContext,
  pending: PendingChallenge,
  username: string,
): Observable<Challenged> {
  return api.call$('AssociateSoftwareToken', { Session: pending.session ?? '' }).pipe(
    map(({ SecretCode, Session }) => {
      const secret = textOf(SecretCode);
      if (secret === undefined) throw noSecretError();
      const signInStep = 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP';
      return {
        pending: {
          ...pending,
          session: textOf(Session) ?? pending.session,
          nextStep: Object.freeze({ signInStep }),
        },
        nextStep: Object.freeze({ signInStep, totpSetupDetails: setupDetails(secret, username) }),
      };
    }),
  );
}

/** Has a code of the new authenticator app checked; emits the challenge as it then is. */
export function verifyTotp$(
  { api }: PoolContext,
  pending: PendingChallenge,
  code: string,
): Observable<PendingChallenge> {
  return api.call$('VerifySoftwareToken', { Session: pending.session ?? '', UserCode: code }).pipe(
    map(({ Status, Session }) => {
      if (Status !== 'SUCCESS') throw notSetUpError();
      return { ...pending, session: textOf(Session) ?? pending.session, isVerified: true };
    }),
  );
}
