import { filter, takeUntil } from 'rxjs';
import type { RefreshOptions } from '../../flows/load-user-pool';
import type { PoolContext } from '../pool-context';
import { createBackoff } from './backoff';
import type { Backoff } from './backoff';
import { refusedAgainError } from './refresh-errors';

/** An API that answers 401 for ever brings about one refresh in this time. */
const REFUSED_REFRESH_INTERVAL_MS = 10_000;

/** What holds refreshes back within a session. */
export interface RefreshLimits {
  /** Holds them back after one that failed for now. */
  readonly backoff: Backoff;
  /** Lets a refresh begin, and counts it. @throws AuthError where it is held back; nothing holds a forced one */
  admit(options: RefreshOptions): void;
}

/** Creates the limits: nothing is held back. */
export function createRefreshLimits({ environment, machine, scheduler }: PoolContext): RefreshLimits {
  const backoff = createBackoff(scheduler, environment);
  /** When one began last for the sake of an access token that was refused. */
  let refusedAt = Number.NEGATIVE_INFINITY;

  const leftMs = (): number => {
    const now = scheduler.now();
    // A clock that was set back since tells nothing of the time that has passed.
    return now < refusedAt ? 0 : refusedAt + REFUSED_REFRESH_INTERVAL_MS - now;
  };

  let known = machine.now.epoch;
  machine.moves$
    .pipe(
      filter(({ epoch }) => epoch !== known),
      takeUntil(machine.destroyed$),
    )
    .subscribe(({ epoch }) => {
      // Another session, another story.
      known = epoch;
      backoff.forget();
      refusedAt = Number.NEGATIVE_INFINITY;
    });

  return {
    backoff,
    admit({ isForced = false, refused }) {
      if (!isForced) {
        const waitMs = refused === undefined ? 0 : leftMs();
        if (waitMs > 0) throw refusedAgainError(waitMs);
        const { error } = backoff;
        if (error) throw error;
      }
      if (refused !== undefined) refusedAt = scheduler.now();
    },
  };
}
