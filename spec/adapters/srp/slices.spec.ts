import { timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Steps } from '../../../src/adapters/srp/power';
import { SLICE_MS, browserPace, inSlices$ } from '../../../src/adapters/srp/slices';
import type { Pace } from '../../../src/adapters/srp/slices';

describe('inSlices$', () => {
  /** A clock that a step moves, and a message queue that takes one frame. */
  const setUp = (scheduler: TestScheduler, stepMs: number) => {
    const progress = { steps: 0, closed: false, clock: 0, tasks: 0 };
    function* count(to: number): Steps<string> {
      try {
        while (progress.steps < to) {
          progress.steps++;
          progress.clock += stepMs;
          yield;
        }
        return 'r';
      } finally {
        progress.closed = true;
      }
    }
    const pace: Pace = {
      now: () => progress.clock,
      get nextTask$() {
        progress.tasks++;
        return timer(1, scheduler);
      },
    };
    return { progress, pace, count };
  };

  const run = (
    test: (helpers: Parameters<Parameters<TestScheduler['run']>[0]>[0], scheduler: TestScheduler) => void,
  ) => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run((helpers) => {
      test(helpers, scheduler);
    });
  };

  it('computes in the next task and gives the result in the one after it when one slice is enough', () => {
    run(({ expectObservable }, scheduler) => {
      const { pace, count } = setUp(scheduler, 1);

      expectObservable(inSlices$(() => count(SLICE_MS - 1), pace)).toBe('--(r|)');
    });
  });

  it('lets other tasks run after every slice', () => {
    run(({ expectObservable }, scheduler) => {
      const { pace, count } = setUp(scheduler, SLICE_MS / 2);

      expectObservable(inSlices$(() => count(6), pace)).toBe('-----(r|)');
    });
  });

  it('starts nothing before subscription, and once per subscription', () => {
    run(({ flush }, scheduler) => {
      const { pace, progress, count } = setUp(scheduler, 1);
      const result$ = inSlices$(() => count(3), pace);
      expect(progress.steps).toBe(0);

      result$.subscribe();
      flush();

      expect(progress.steps).toBe(3);
    });
  });

  it('drops the rest on unsubscription', () => {
    run(({ expectObservable, flush }, scheduler) => {
      const { pace, progress, count } = setUp(scheduler, SLICE_MS);

      expectObservable(
        inSlices$(() => count(100), pace),
        '---!',
      ).toBe('----');
      flush();

      expect(progress.steps).toBe(2);
    });
  });

  it('errors with what the computation throws', () => {
    run(({ expectObservable }, scheduler) => {
      const { pace } = setUp(scheduler, SLICE_MS);
      function* failing(): Steps<string> {
        yield;
        throw new Error('no');
      }

      expectObservable(inSlices$(failing, pace)).toBe('-#', undefined, new Error('no'));
    });
  });
});

describe('browserPace', () => {
  it('goes on in a task of its own, after all microtasks', async () => {
    const order: string[] = [];

    await new Promise<void>((resolve) => {
      browserPace.nextTask$.subscribe({ next: () => order.push('task'), complete: resolve });
      queueMicrotask(() => queueMicrotask(() => order.push('microtask')));
    });

    expect(order).toEqual(['microtask', 'task']);
  });

  it('reads a clock that does not go back', () => {
    const before = browserPace.now();

    expect(browserPace.now()).toBeGreaterThanOrEqual(before);
  });
});
