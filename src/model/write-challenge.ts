import { RECORD_VERSION } from './pending-challenge';
import type { PendingChallenge, StoredChallenge } from './pending-challenge';
import type { ClientIdentity } from './session';

/**
 * Returns a challenge as a reload is to take it up. The secret of an authenticator app is kept nowhere, so that a set-up which a
 * reload breaks off is begun anew: by choosing it, which brings a new secret.
 */
function resumable(pending: PendingChallenge): PendingChallenge {
  if (pending.nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' || pending.isVerified)
    return pending;
  const allowedMFATypes = Object.freeze(['TOTP'] as const);
  const nextStep = Object.freeze({
    signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION' as const,
    allowedMFATypes,
  });
  return { ...pending, nextStep };
}

/** Writes the record of a challenge. */
export function writeChallenge(
  { pending, ...stored }: StoredChallenge,
  { userPoolId, userPoolClientId }: ClientIdentity,
): string {
  const head = { version: RECORD_VERSION, userPoolId, userPoolClientId };
  return JSON.stringify({ ...head, ...stored, pending: resumable(pending) });
}
