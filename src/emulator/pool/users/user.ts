import type { SrpIdentity } from '../../crypto/srp';
import { computeVerifier } from '../../crypto/srp';
import type { MfaType, UserStatus } from '../../options';
import type { Device } from '../authenticators/device';
import type { Passkey } from '../authenticators/passkeys';

/** A user's second factors. */
export interface UserMfa {
  readonly enabled: Set<MfaType>;
  preferred: MfaType | undefined;
  /** The verified secret of an authenticator app. */
  totpSecret: string | undefined;
  /** A secret that was handed out and not yet proven. */
  pendingTotpSecret: string | undefined;
  /** The last time step whose code was taken: a code works once. */
  lastTotpStep: number;
  /** What the user calls the authenticator app. */
  totpDeviceName: string | undefined;
  /** Whether a passkey that verifies the person counts as both factors. */
  isPasskeyEnough: boolean;
}

/** Somebody in the pool. */
export interface User {
  readonly sub: string;
  readonly username: string;
  password: Password | undefined;
  readonly formerPasswords: string[];
  status: UserStatus;
  /** When the password was set, which counts while it is a temporary one. */
  passwordSetAt: number;
  enabled: boolean;
  readonly attributes: Map<string, string>;
  readonly groups: Set<string>;
  readonly mfa: UserMfa;
  readonly devices: Map<string, Device>;
  readonly passkeys: Passkey[];
  failedPasswords: number;
  lockedUntil: number;
  readonly createdAt: number;
  modifiedAt: number;
}

/** A password, in the open (this is a test double), with what SRP needs of it. */
export class Password {
  #verifier: Promise<bigint> | undefined;

  constructor(
    readonly text: string,
    readonly salt: bigint,
  ) {}

  /** Computes the SRP verifier, once: it is dear, and password sign-ins never ask for it. */
  verifier(identity: SrpIdentity): Promise<bigint> {
    return (this.#verifier ??= computeVerifier(identity, this.text, this.salt));
  }
}
