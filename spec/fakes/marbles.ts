import type { Observable, Subscription } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { RunHelpers } from 'rxjs/testing';
import { createFakeContext } from './fake-context';
import type { FakeContext } from './fake-context';

/**
 * Runs a marble spec over a fake context; what was expected is asserted at the end of virtual time. Returns the context,
 * to look at how it all ended.
 */
export function marbles(
  test: (context: FakeContext, helpers: RunHelpers) => void,
  overrides?: Parameters<typeof createFakeContext>[1],
): FakeContext {
  const virtualTime = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  const context = createFakeContext(virtualTime, overrides);
  virtualTime.run((helpers) => {
    test(context, helpers);
  });
  return context;
}

/** What an Observable has done to its subscriber so far. */
export interface Watched<T> {
  readonly values: readonly T[];
  readonly error: unknown;
  readonly isComplete: boolean;
  readonly subscription: Subscription;
}

/** Subscribes at once, and keeps what comes. */
export function watch<T>(source$: Observable<T>): Watched<T> {
  const values: T[] = [];
  let error: unknown;
  let isComplete = false;
  const subscription = source$.subscribe({
    next: (value) => values.push(value),
    error: (thrown: unknown) => {
      error = thrown;
    },
    complete: () => {
      isComplete = true;
    },
  });
  return {
    values,
    subscription,
    get error() {
      return error;
    },
    get isComplete() {
      return isComplete;
    },
  };
}
