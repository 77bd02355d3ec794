import { backoffMs } from '../../src/model/backoff';

describe('backoffMs', () => {
  it('doubles with each failure in a row, up to a minute (R30)', () => {
    expect([1, 2, 3, 6, 7, 60].map((failures) => backoffMs(1_000, failures, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('jitters half of the wait (R30)', () => {
    expect([0, 0.5].map((random) => backoffMs(1_000, 2, random))).toEqual([1_000, 1_500]);
  });

  it('waits at least as long as the server asked for, but no longer than a minute for its sake', () => {
    expect([5_000, 86_400_000].map((retryAfter) => backoffMs(1_000, 1, 0, retryAfter))).toEqual([
      5_000, 60_000,
    ]);
  });
});
