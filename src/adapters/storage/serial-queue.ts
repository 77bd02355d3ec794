import { AsyncSubject, Observable } from 'rxjs';

/** Makes an operation wait for those before it, and run to its end whether or not somebody still listens. */
export type SerialQueue = <T>(work$: Observable<T>) => Observable<T>;

/**
 * Creates a queue in which one operation runs at a time. Where none runs, the next one starts in the same turn, so
 * that synchronous work stays synchronous; also for an operation that is started by the delivery of another's result.
 */
export function createSerialQueue(): SerialQueue {
  const waiting: (() => void)[] = [];
  let isBusy = false;

  const runNext = (): void => {
    if (!isBusy) waiting.shift()?.();
  };

  return <T>(work$: Observable<T>) =>
    new Observable<T>((subscriber) => {
      const result$ = new AsyncSubject<T>();
      const delivery = result$.subscribe(subscriber);
      const start = (): void => {
        isBusy = true;
        // The turn ends before its result is delivered: what the result leads to may be the next operation.
        work$.subscribe({
          next: (value) => {
            result$.next(value);
          },
          error: (error: unknown) => {
            isBusy = false;
            result$.error(error);
            runNext();
          },
          complete: () => {
            isBusy = false;
            result$.complete();
            runNext();
          },
        });
      };
      if (isBusy || waiting.length > 0) waiting.push(start);
      else start();
      return delivery;
    });
}
