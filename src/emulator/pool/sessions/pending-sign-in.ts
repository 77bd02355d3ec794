import type { SrpExchange, SrpIdentity } from '../../crypto/srp';
import type { MfaType } from '../../options';
import type { AppClient } from '../clients/app-clients';
import type { CustomAuthStep } from '../triggers/custom-auth';
import type { User } from '../users/user';

/** A sign-in that has begun and is not over. */
export interface SignIn {
  readonly client: AppClient;
  readonly user: User;
  /** The device that the client says it is. */
  readonly deviceKey: string | undefined;
  readonly clientMetadata: Readonly<Record<string, string>>;
  /** Whether an application asks, or the pages of managed login. */
  readonly place: 'api' | 'managedLogin';
  /** The steps behind it, where it is a custom one. */
  readonly customSteps: readonly CustomAuthStep[] | undefined;
}

/** What a sign-in waits for. */
export type Awaited =
  | {
      readonly name:
        'NEW_PASSWORD_REQUIRED' | 'SELECT_CHALLENGE' | 'PASSWORD' | 'PASSWORD_SRP' | 'DEVICE_SRP_AUTH';
    }
  | { readonly name: 'SMS_MFA' | 'SMS_OTP'; readonly code: string }
  | { readonly name: 'EMAIL_OTP'; readonly code: string; readonly isFirstFactor: boolean }
  | { readonly name: 'SOFTWARE_TOKEN_MFA' }
  | { readonly name: 'WEB_AUTHN'; readonly challenge: string }
  | { readonly name: 'SELECT_MFA_TYPE'; readonly choices: readonly MfaType[] }
  | { readonly name: 'MFA_SETUP'; readonly isProven: boolean }
  | {
      readonly name: 'CUSTOM_CHALLENGE';
      readonly privateChallengeParameters: Readonly<Record<string, string>>;
      readonly challengeMetadata: string | undefined;
    };

/** A challenge that is answered with its `Session`. */
export interface SessionChallenge {
  readonly signIn: SignIn;
  readonly awaited: Awaited;
}

/** A proof of a password or a device secret, found again by its `SECRET_BLOCK`. */
export interface SrpChallenge {
  readonly name: 'PASSWORD_VERIFIER' | 'DEVICE_PASSWORD_VERIFIER';
  readonly signIn: SignIn;
  readonly identity: SrpIdentity;
  readonly exchange: SrpExchange;
}
