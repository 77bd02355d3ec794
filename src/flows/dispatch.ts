import { Observable } from 'rxjs';
import type { AuthMachine } from '../machine/auth-machine';
import type { AuthInput } from '../model/auth-input';

/**
 * Dispatches an input at subscription, and emits `value` once the machine has processed it: whoever gets the value
 * finds the state, and has heard the event, that go with it.
 */
export function dispatched$<T>(machine: AuthMachine, input: AuthInput, value: T): Observable<T> {
  return new Observable((subscriber) => {
    machine.dispatch(input, () => {
      subscriber.next(value);
      subscriber.complete();
    });
  });
}
