import { holdsAttempt, holdsSession } from '../../src/model/situation';
import { attempt, EPOCH, queued, SITUATIONS } from './transition-samples';

describe('holdsSession', () => {
  it('is true for the epoch of the session that is held, and no other', () => {
    const situation = SITUATIONS['signedIn, fresh'];
    expect([EPOCH, 'e0', undefined].map((epoch) => holdsSession(situation, epoch))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is false where nobody is signed in, whatever the epoch (R1)', () => {
    const situation = SITUATIONS['signingOut, local'];
    expect(holdsSession(situation, situation.epoch)).toBe(false);
    expect(holdsSession(SITUATIONS.restoring, undefined)).toBe(false);
  });
});

describe('holdsAttempt', () => {
  it('is true for the attempt that is under way, and for the one that waits', () => {
    expect(holdsAttempt(SITUATIONS.signingIn, attempt.id)).toBe(true);
    expect(holdsAttempt(SITUATIONS['signingOut, a sign-in waits'], queued.id)).toBe(true);
  });

  it('is false for any other, and once it was cut off (R3)', () => {
    expect(holdsAttempt(SITUATIONS.signingIn, queued.id)).toBe(false);
    expect(holdsAttempt(SITUATIONS['signingIn, cut off'], attempt.id)).toBe(false);
  });
});
