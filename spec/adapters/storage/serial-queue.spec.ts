import { catchError, merge, of, switchMap, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { createSerialQueue } from '../../../src/adapters/storage/serial-queue';
import { nowOf } from './fixtures';

const marbles = (run: Parameters<TestScheduler['run']>[0]): void => {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(run);
};

describe('createSerialQueue', () => {
  it('runs one operation at a time, in order', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const queued$ = createSerialQueue();
      const first$ = cold('                           --(a|)     ');
      const second$ = cold('                            ---(b|)  ');
      expectObservable(queued$(first$)).toBe('         --(a|)     ');
      expectObservable(queued$(second$)).toBe('        -----(b|)  ');
      expectSubscriptions(first$.subscriptions).toBe(' ^-!        ');
      expectSubscriptions(second$.subscriptions).toBe('--^--!     ');
    });
  });

  it('goes on after a failure', () => {
    marbles(({ cold, expectObservable }) => {
      const queued$ = createSerialQueue();
      const first$ = cold(' --#     ');
      const second$ = cold('  --(b|)');
      expectObservable(queued$(first$)).toBe('--#');
      expectObservable(queued$(second$)).toBe('----(b|)');
    });
  });

  it('finishes what nobody listens to any more', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const queued$ = createSerialQueue();
      const work$ = cold('             ----(a|)');
      expectObservable(queued$(work$), '^-!').toBe('---');
      expectSubscriptions(work$.subscriptions).toBe('^---!');
    });
  });

  it('is synchronous where the work is', () => {
    const queued$ = createSerialQueue();
    expect(nowOf(queued$(of(1)))).toEqual({ values: [1], isComplete: true });
    expect(nowOf(queued$(throwError(() => 'no'))).error).toBe('no');
    expect(nowOf(queued$(of(2)))).toEqual({ values: [2], isComplete: true });
  });

  it('stays synchronous for an operation that the delivery of another starts', () => {
    const queued$ = createSerialQueue();
    let inner: unknown;
    queued$(of('outer')).subscribe(() => {
      // A copy: what comes after this turn does not count.
      inner = { ...nowOf(queued$(of('inner'))) };
    });
    expect(inner).toEqual({ values: ['inner'], isComplete: true });
  });

  it('gives the turn to what the delivery of a result starts, where nothing waits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const queued$ = createSerialQueue();
      const first$ = cold('                           --(a|)     ');
      const started$ = cold('                              ---(b|)  ');
      const last$ = cold('                                 -(c|) ');
      const both$ = queued$(first$).pipe(switchMap(() => merge(queued$(started$), queued$(last$))));
      expectObservable(both$).toBe('                  -----b(c|)');
      expectSubscriptions(started$.subscriptions).toBe(' --^--!     ');
      expectSubscriptions(last$.subscriptions).toBe(' -----^!    ');
    });
  });

  it('goes on in order after what the delivery of an error starts', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const queued$ = createSerialQueue();
      const first$ = cold('                           --#        ');
      const started$ = cold('                              ---(b|)  ');
      const waiting$ = cold('                           -(c|)    ');
      expectObservable(queued$(first$).pipe(catchError(() => queued$(started$)))).toBe('------(b|)');
      expectObservable(queued$(waiting$)).toBe('---(c|)');
      expectSubscriptions(waiting$.subscriptions).toBe('--^!');
      expectSubscriptions(started$.subscriptions).toBe('---^--!');
    });
  });
});
