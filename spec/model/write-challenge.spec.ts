import { readChallengeRecord, RESUMABLE_MS } from '../../src/model/pending-challenge';
import type { PendingChallenge } from '../../src/model/pending-challenge';
import { writeChallenge } from '../../src/model/write-challenge';
import { IDENTITY, START_AT } from '../fakes/fake-tokens';

const challenge: PendingChallenge = {
  name: 'MFA_SETUP',
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep: {
    signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP',
    totpSetupDetails: { sharedSecret: 'JBSWY3DPEHPK3PXP', getSetupUri: () => new URL('otpauth://totp') },
  } as unknown as PendingChallenge['nextStep'],
  resumableUntil: START_AT + RESUMABLE_MS,
};
const recordOf = (pending: PendingChallenge): string =>
  writeChallenge({ epoch: 'e', username: 'ada', pending }, IDENTITY);
const readBack = (pending: PendingChallenge): PendingChallenge | undefined =>
  readChallengeRecord(recordOf(pending), IDENTITY)!.pending;

describe('writeChallenge', () => {
  it('has a set-up of an authenticator app begun anew after a reload, its secret kept nowhere (R43)', () => {
    expect(recordOf(challenge)).not.toContain('JBSWY3DPEHPK3PXP');
    expect(readBack(challenge)).toEqual({
      ...challenge,
      nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION', allowedMFATypes: ['TOTP'] },
    });
  });

  it('leaves a set-up alone whose code was right already', () => {
    const nextStep = { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' } as PendingChallenge['nextStep'];
    const verified = { ...challenge, nextStep, isVerified: true } as const;
    expect(readBack(verified)).toEqual(verified);
  });

  it.each([
    'CONFIRM_SIGN_IN_WITH_SMS_CODE',
    'CONFIRM_SIGN_IN_WITH_TOTP_CODE',
    'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
    'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP',
    'CONFIRM_SIGN_IN_WITH_PASSWORD',
  ] as const)('keeps %s as it is', (signInStep) => {
    const pending = { ...challenge, nextStep: { signInStep } };
    expect(readBack(pending)).toEqual(pending);
  });
});
