import { BehaviorSubject, Observable, Subject } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { AuthEvent } from '../model/auth-event';
import type { AuthState } from '../model/auth-state';
import type { Moves } from './moves';
import type { Telling } from './telling';

/** What subscribers hear of a machine, each thing in its turn. */
export interface Streams {
  /** Hot; the states as they are told, the one that was told last first. */
  readonly state$: Observable<AuthState>;
  readonly events$: Observable<AuthEvent>;
  readonly errors$: Observable<AuthError>;
  /** Emits an error on `errors$`, once, however many parts it passes through. */
  report(error: AuthError): void;
  /** Cold; emits a value, and completes, once everything that has happened so far has been told. */
  whenTold$<T>(value: T): Observable<T>;
}

/** The streams as the machine feeds them. */
interface FedStreams extends Streams {
  /** Adds what an input has brought about to what is to be told. */
  readonly add: (before: AuthState, after: AuthState, event: AuthEvent | undefined) => void;
  readonly complete: () => void;
}

/** Creates the streams of a machine. */
export function createStreams(first: AuthState, telling: Telling, { tell }: Moves): FedStreams {
  const states$ = new BehaviorSubject(first);
  const events$ = new Subject<AuthEvent>();
  const errors$ = new Subject<AuthError>();
  const reported = new WeakSet<AuthError>();
  return {
    state$: states$.asObservable(),
    events$: events$.asObservable(),
    errors$: errors$.asObservable(),
    report(error) {
      if (reported.has(error)) return;
      reported.add(error);
      telling.add(() => {
        errors$.next(error);
      });
      tell();
    },
    whenTold$: (value) =>
      new Observable((subscriber) => {
        telling.add(() => {
          subscriber.next(value);
          subscriber.complete();
        });
        tell();
      }),
    add(before, after, event) {
      telling.add(() => {
        if (after !== before) states$.next(after);
        if (event) events$.next(Object.freeze(event));
      });
    },
    complete() {
      for (const stream$ of [states$, events$, errors$]) stream$.complete();
    },
  };
}
