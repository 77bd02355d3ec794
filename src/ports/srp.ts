import type { Observable } from 'rxjs';

/**
 * Proves knowledge of a password to Cognito without sending it: the client's half of SRP-6a as Cognito speaks it.
 */
export interface Srp {
  /**
   * Makes the client's ephemeral pair for one sign-in; it can be made ahead, while the password is typed.
   *
   * Cold: each subscription draws a new secret. Emits one {@link SrpEphemeral} and completes. Errors with an
   * `AuthError` of kind `configuration` where the platform has no cryptography to offer (a page that is not
   * served over HTTPS). Unsubscribing stops the computation.
   */
  ephemeral$(): Observable<SrpEphemeral>;

  /**
   * Makes a secret for this device, and what a user pool needs to verify it by.
   *
   * Cold: each subscription draws a new secret. Emits one {@link DeviceVerifier} and completes. Errors as `ephemeral$`.
   * Unsubscribing stops the computation.
   */
  deviceVerifier$(device: DeviceKeys): Observable<DeviceVerifier>;
}

/** How a user pool names a device. */
export interface DeviceKeys {
  readonly deviceGroupKey: string;
  readonly deviceKey: string;
}

/** The secret of a device, and what `ConfirmDevice` takes: base64 all three. */
export interface DeviceVerifier {
  readonly password: string;
  readonly salt: string;
  readonly verifier: string;
}

/** Holds the client's ephemeral secret until it is used once, or discarded. */
export interface SrpEphemeral {
  /** The public value, hex, as `InitiateAuth` takes it in `SRP_A`. */
  readonly srpA: string;

  /**
   * Answers the challenge `PASSWORD_VERIFIER`.
   *
   * Cold; the work starts at subscription, which must be the only one. Emits one {@link SrpClaim} and completes.
   * Errors with an `AuthError`: kind `service` for a challenge that must not be answered (a value that is not hex
   * or too long, B ≡ 0, u = 0), kind `invalidState` when the secret was used or discarded before.
   * Unsubscribing stops the computation. However it ends, the secrets are dropped.
   */
  claim$(challenge: SrpChallenge): Observable<SrpClaim>;

  /** Forgets the secret; `claim$` then errors with kind `invalidState`. */
  discard(): void;
}

/** What Cognito sent with `PASSWORD_VERIFIER`, and what the user typed. */
export interface SrpChallenge {
  /** What follows the underscore in the user pool id. */
  readonly poolName: string;
  /** `USER_ID_FOR_SRP`. */
  readonly userIdForSrp: string;
  readonly password: string;
  /** `SALT`, hex. */
  readonly salt: string;
  /** `SRP_B`, hex. */
  readonly srpB: string;
  /** `SECRET_BLOCK`, base64. */
  readonly secretBlock: string;
  /** When the claim is made, epoch ms. */
  readonly timestampAt: number;
}

/** The answer to `PASSWORD_VERIFIER`. */
export interface SrpClaim {
  /** `PASSWORD_CLAIM_SIGNATURE`, base64. */
  readonly signature: string;
  /** `TIMESTAMP`, in the form that the signature covers. */
  readonly timestamp: string;
}
