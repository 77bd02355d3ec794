import { BehaviorSubject, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { AuthEvent } from '../model/auth-event';
import type { AuthInput } from '../model/auth-input';
import type { AuthState } from '../model/auth-state';
import { eventOf, transition } from '../model/transition';

/** The one place where the state lives: inputs go in, states, events and errors come out. */
export interface AuthMachine {
  readonly state: AuthState;
  readonly state$: Observable<AuthState>;
  readonly events$: Observable<AuthEvent>;
  readonly errors$: Observable<AuthError>;
  /**
   * Processes an input, or queues it where one is being processed.
   *
   * @param processed - called once the input has been processed, its state and its event emitted
   */
  dispatch(input: AuthInput, processed?: () => void): void;
  /** Emits an error on `errors$`, once, however many parts it passes through. */
  report(error: AuthError): void;
  /** Completes the streams; inputs change nothing from then on. */
  destroy(): void;
}

interface QueuedInput {
  readonly input: AuthInput;
  readonly processed: (() => void) | undefined;
}

/** Creates the machine in its first state. */
export function createAuthMachine(): AuthMachine {
  const states$ = new BehaviorSubject<AuthState>(Object.freeze({ status: 'restoring' }));
  const events$ = new Subject<AuthEvent>();
  const errors$ = new Subject<AuthError>();
  const reported = new WeakSet<AuthError>();
  const queue: QueuedInput[] = [];
  let isProcessing = false;
  let isDestroyed = false;

  const process = (input: AuthInput): void => {
    const before = states$.value;
    const after = transition(before, input);
    if (after !== before) states$.next(after);
    const event = eventOf(before, input, after);
    if (event) events$.next(Object.freeze(event));
  };

  // A subscriber may dispatch while it is being told of a state: its input waits until every subscriber has been told.
  const drain = (): void => {
    isProcessing = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (!isDestroyed) process(next.input);
      next.processed?.();
    }
    isProcessing = false;
  };

  return {
    get state() {
      return states$.value;
    },
    state$: states$.asObservable(),
    events$: events$.asObservable(),
    errors$: errors$.asObservable(),
    dispatch(input, processed) {
      queue.push({ input, processed });
      if (!isProcessing) drain();
    },
    report(error) {
      if (reported.has(error)) return;
      reported.add(error);
      errors$.next(error);
    },
    destroy() {
      isDestroyed = true;
      states$.complete();
      events$.complete();
      errors$.complete();
    },
  };
}
