import type { SchedulerLike } from 'rxjs';
import type { AuthError } from '../../model/auth-error';
import { backoffMs } from '../../model/backoff';
import type { Environment } from '../../ports/environment';

/** The wait after the first refresh that failed. */
const FIRST_RETRY_MS = 1_000;

/** Holds refreshes back after one that failed for now. */
export interface Backoff {
  /** The first moment at which another refresh may be tried, epoch milliseconds; in the past where none is held back. */
  readonly retryAt: number;
  /** The failure for whose sake refreshes are held back now. */
  readonly error: AuthError | undefined;
  failed(error: AuthError): void;
  forget(): void;
}

const isOffline = (error: AuthError | undefined): boolean => error?.code === 'Offline';

/** Creates the backoff: nothing is held back. */
export function createBackoff(scheduler: SchedulerLike, environment: Environment): Backoff {
  let failures = 0;
  let failedAt = 0;
  let waitMs = 0;
  let lastError: AuthError | undefined;

  // Once the device is online again there is no reason to wait; and a clock that was set back counts no wait.
  const isLifted = (): boolean =>
    (isOffline(lastError) && environment.isOnline()) || scheduler.now() < failedAt;
  const retryAt = (): number => (lastError === undefined || isLifted() ? 0 : failedAt + waitMs);

  return {
    get retryAt() {
      return retryAt();
    },
    get error() {
      return scheduler.now() < retryAt() ? lastError : undefined;
    },
    failed(error) {
      failures = isOffline(error) === isOffline(lastError) ? failures + 1 : 1;
      lastError = error;
      failedAt = scheduler.now();
      waitMs = backoffMs(FIRST_RETRY_MS, failures, environment.random(), error.retryAfterMs);
    },
    forget() {
      failures = 0;
      lastError = undefined;
    },
  };
}
