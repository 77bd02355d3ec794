import { VirtualAction, VirtualTimeScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

/** A scheduler whose time passes only when told to. */
export interface TestClock {
  /** For every operator and option that takes a scheduler. */
  readonly scheduler: SchedulerLike;
  /** The time it shows, epoch milliseconds. */
  now(): number;
  /** Lets time pass, and everything that is due in it run, in its order. */
  advance(ms: number): void;
}

/** Where a clock stands that is not told otherwise: 2026-01-01T00:00:00Z. */
const START_AT = Date.UTC(2026, 0, 1);

/**
 * Creates a clock for specs.
 *
 * @param startAt - what it shows at first, epoch milliseconds. Default: 2026-01-01T00:00:00Z
 *
 * @example
 * ```ts
 * import { timer } from 'rxjs';
 * import { createTestClock } from 'rx-cognito/testing';
 *
 * const clock = createTestClock();
 * timer(1_000, clock.scheduler).subscribe(() => console.log('a second later'));
 * clock.advance(1_000);
 * ```
 */
export function createTestClock(startAt: number = START_AT): TestClock {
  const scheduler = new VirtualTimeScheduler(VirtualAction);
  scheduler.frame = startAt;
  return {
    scheduler,
    now: () => scheduler.now(),
    advance: (ms) => {
      const until = scheduler.frame + ms;
      scheduler.maxFrames = until;
      scheduler.flush();
      scheduler.frame = until;
    },
  };
}
