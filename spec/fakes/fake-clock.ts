import type { SchedulerLike } from 'rxjs';
import { START_AT } from './fake-tokens';

/** A device's clock over virtual time, which a spec may set forward or back. */
export interface FakeClock extends SchedulerLike {
  /** How far the clock has been set away from the true time, milliseconds. */
  offsetMs: number;
}

/** Creates a clock that starts at {@link START_AT}; timers are those of the virtual time. */
export function createFakeClock(virtualTime: SchedulerLike): FakeClock {
  const clock: FakeClock = {
    offsetMs: 0,
    now: () => START_AT + virtualTime.now() + clock.offsetMs,
    schedule: virtualTime.schedule.bind(virtualTime),
  };
  return clock;
}
