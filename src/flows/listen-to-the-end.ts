import { Observable } from 'rxjs';

/**
 * Runs a request whose answer may carry tokens. Unsubscribing stops the delivery, not the request: an answer that comes
 * later goes to `onLate` instead.
 */
export function listenToTheEnd$<T>(request$: Observable<T>, onLate: (answer: T) => void): Observable<T> {
  return new Observable<T>((subscriber) => {
    request$.subscribe({
      next: (answer) => {
        if (subscriber.closed) onLate(answer);
        else subscriber.next(answer);
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    });
  });
}
