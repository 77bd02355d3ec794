import type { PasskeyPublicKey } from '../../webauthn/public-key';

/** How many passkeys a user may have. */
export const MOST_PASSKEYS = 20;

/** A passkey of a user. */
export interface Passkey {
  readonly credentialId: string;
  readonly relyingPartyId: string;
  readonly key: PasskeyPublicKey;
  /** What the authenticator counted last; zero where it does not count. */
  signCount: number;
  readonly transports: readonly string[];
  readonly attachment: string | undefined;
  readonly createdAt: number;
}
