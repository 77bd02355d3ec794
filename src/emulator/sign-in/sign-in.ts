import type { SrpExchange, SrpIdentity } from '../crypto/srp';
import type { MfaType } from '../options';
import type { AppClient } from '../pool/app-clients';
import type { CustomAuthStep } from '../pool/custom-auth';
import type { Call } from '../pool/pool';
import type { TokenSet } from '../pool/tokens';
import type { User } from '../pool/user';

/** A sign-in that has begun and is not over. */
export interface SignIn {
  readonly client: AppClient;
  readonly user: User;
  /** The device that the client says it is. */
  readonly deviceKey: string | undefined;
  readonly clientMetadata: Readonly<Record<string, string>>;
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

/** The answer of `InitiateAuth` and `RespondToAuthChallenge`. */
export type SignInAnswer =
  | {
      readonly ChallengeName: string;
      readonly ChallengeParameters: Readonly<Record<string, string>>;
      readonly Session?: string;
      readonly AvailableChallenges?: readonly string[];
    }
  | {
      readonly AuthenticationResult: TokenSet & { readonly NewDeviceMetadata?: NewDevice };
      readonly ChallengeParameters: Readonly<Record<string, never>>;
    };

/** What a client needs to know of the device that a sign-in made. */
export interface NewDevice {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
}

/** Answers with a challenge, and waits for its answer. */
export function ask(
  call: Call,
  signIn: SignIn,
  awaited: Awaited,
  parameters: Readonly<Record<string, string>> = {},
): SignInAnswer {
  const expiresAt = call.now + signIn.client.authSessionValidityMs;
  return {
    ChallengeName: awaited.name,
    ChallengeParameters: parameters,
    Session: call.pool.sessions.open({ signIn, awaited }, expiresAt, call.random),
  };
}
