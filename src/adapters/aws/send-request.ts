import { Observable } from 'rxjs';
import { secretsOf } from './command-secrets';
import { authErrorOf } from './thrown-errors';

/** How one request is sent. */
export interface Sending {
  /** Lets the request outlive its page. */
  readonly keepalive: boolean;
  /** Breaks it off; old runtimes of React Native have none: nobody listens to it any more all the same. */
  readonly abortSignal?: AbortSignal;
}

/**
 * Makes one request at each subscription, and breaks it off where nobody wants it any more. What its sending throws becomes an
 * `AuthError`, which says nothing of what is secret in the input.
 */
export function request$<Output>(
  input: object,
  keepalive: boolean,
  send: (sending: Sending) => Promise<Output>,
): Observable<Output> {
  return new Observable((subscriber) => {
    const abort = typeof AbortController === 'undefined' ? undefined : new AbortController();
    let isAnswered = false;
    // In a turn of its own: who leaves at once has sent nothing.
    Promise.resolve({ keepalive, ...(abort && { abortSignal: abort.signal }) })
      .then(send)
      .then(
        (output) => {
          isAnswered = true;
          subscriber.next(output);
          subscriber.complete();
        },
        (thrown: unknown) => {
          subscriber.error(authErrorOf(thrown, secretsOf(input)));
        },
      );
    return () => {
      // Of what was answered nothing is left to break off, and an abort is not for nothing: it makes an error with its stack.
      if (!isAnswered) abort?.abort();
    };
  });
}
