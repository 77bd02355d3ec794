import { Observable } from 'rxjs';
import type { Steps } from './power';

/**
 * Longest time for which one slice of a computation holds the thread, in milliseconds. Two slices in a row stay well
 * below the 50 ms from which a task counts as long, and below one frame's 16 ms where the machine is idle.
 */
export const SLICE_MS = 8;

/** How a computation is cut up. */
export interface Pace {
  /** Reads a clock that never goes back, in milliseconds. */
  now(): number;
  /** Cold: emits once and completes, in a task of its own. */
  readonly nextTask$: Observable<unknown>;
}

/**
 * Runs a computation in slices, with a task's end between them.
 *
 * Cold: begins at subscription, in the caller's task. Emits the result and completes; what the computation throws is
 * the error. Unsubscribing between two slices drops the rest.
 *
 * Slices, because three exponentiations together take over 50 ms on a phone; not a worker, because starting one costs
 * more than the whole computation does, wants a `worker-src` in the page's Content-Security-Policy, and a file of its
 * own that every bundler must be told about. On a fast machine all is done within one slice or two.
 */
export function inSlices$<T>(begin: () => Steps<T>, pace: Pace): Observable<T> {
  return new Observable<T>((subscriber) => {
    const steps = begin();
    const runSlice = (): void => {
      const result = runUntil(steps, () => pace.now(), pace.now() + SLICE_MS);
      if (result.done) {
        subscriber.next(result.value);
        subscriber.complete();
      } else {
        subscriber.add(
          pace.nextTask$.subscribe({
            next: runSlice,
            error: (thrown: unknown) => {
              subscriber.error(thrown);
            },
          }),
        );
      }
    };
    runSlice();
  });
}

function runUntil<T>(steps: Steps<T>, now: () => number, endAt: number): IteratorResult<undefined, T> {
  let result = steps.next();
  while (!result.done && now() < endAt) result = steps.next();
  return result;
}

/**
 * Takes the pace from the browser's clock and its message queue: unlike `setTimeout` that one is neither held back by
 * 4 ms after a few turns nor to once a second in a hidden page.
 */
export const browserPace: Pace = {
  now: () => performance.now(),
  nextTask$: new Observable<void>((subscriber) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      subscriber.next();
      subscriber.complete();
    };
    port2.postMessage(undefined);
    return () => {
      port1.close();
    };
  }),
};
