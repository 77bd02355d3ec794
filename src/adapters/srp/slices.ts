import { defer, delayWhen, filter, map, Observable, repeat, take, timer } from 'rxjs';
import type { Steps } from './power';

/**
 * Time after which a slice of a computation gives the thread back, in milliseconds: well below the 50 ms from which a
 * task counts as long, and below one frame's 16 ms.
 */
export const SLICE_MS = 5;

/** How a computation is cut up. */
export interface Pace {
  /** Reads a clock that never goes back, in milliseconds. */
  now(): number;
  /** Cold: emits once and completes, in a task of its own. */
  readonly nextTask$: Observable<unknown>;
}

/**
 * Runs a computation in slices, each in a task of its own.
 *
 * Cold: the first slice is queued at subscription, because the caller's task may have worked long already. Emits the
 * result in a task of its own too, because its receiver may have much to do, and completes; what the computation
 * throws is the error. Unsubscribing between two slices drops the rest.
 *
 * Slices, because three exponentiations together take over 50 ms on a phone; not a worker, because starting one costs
 * more than the whole computation does, wants a `worker-src` in the page's Content-Security-Policy, and a file of its
 * own that every bundler must be told about. On a fast machine all is done within one slice or two.
 */
export function inSlices$<T>(begin: () => Steps<T>, pace: Pace): Observable<T> {
  return defer(() => {
    const steps = begin();
    return pace.nextTask$.pipe(
      map(() => runSlice(steps, pace)),
      repeat(),
      filter((result) => result.done === true),
      map(({ value }) => value),
      take(1),
      delayWhen(() => pace.nextTask$),
    );
  });
}

function runSlice<T>(steps: Steps<T>, pace: Pace): IteratorResult<undefined, T> {
  const endAt = pace.now() + SLICE_MS;
  let result = steps.next();
  while (!result.done && pace.now() < endAt) result = steps.next();
  return result;
}

const nextMessage$ = new Observable<void>((subscriber) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    subscriber.next();
    subscriber.complete();
  };
  port2.postMessage(undefined);
  return () => {
    port1.close();
  };
});

/**
 * Takes the pace from the browser's clock and its message queue: unlike `setTimeout` that one is neither held back by
 * 4 ms after a few turns nor to once a second in a hidden page. React Native has no such queue, and no such timers either.
 */
export const browserPace: Pace = {
  // A clock that is set back makes one slice longer, and no more.
  now: () => (typeof performance === 'undefined' ? Date.now() : performance.now()),
  nextTask$: defer(() => (typeof MessageChannel === 'undefined' ? timer(0) : nextMessage$)),
};
