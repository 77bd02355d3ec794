import {
  AsyncSubject,
  BehaviorSubject,
  defer,
  filter,
  map,
  merge,
  mergeMap,
  NEVER,
  Observable,
  Subject,
  take,
  throwError,
} from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { AuthEvent } from '../model/auth-event';
import type { AuthInput } from '../model/auth-input';
import type { AuthState } from '../model/auth-state';
import { attemptCutOffError, lateAttemptError, sessionCutOffError } from '../model/cut-off';
import { destroyedError, signedOutError } from '../model/errors';
import { holdsAttempt, holdsSession } from '../model/situation';
import type { Situation } from '../model/situation';
import { eventOf, transition } from '../model/transition';
import type { TabChannel } from '../ports/environment';
import { createMoves } from './moves';
import { createTelling } from './telling';

/** How an input is sent. */
interface SendOptions {
  /** What has to happen between the new state and anybody's hearing of it: the clearing of the storage. */
  readonly meanwhile?: () => unknown;
  /** The sender holds a lock, or a turn, in which no line of anybody else's may run, and calls `tell` after it. */
  readonly isToldLater?: boolean;
}

/** The one place where state and session live: inputs go in, and are judged at once; states, events and errors come out. */
export interface AuthMachine {
  /** The newest situation: what every flow decides by. */
  readonly now: Situation;
  /** Hot; the states as they are told, the one that was told last first. */
  readonly state$: Observable<AuthState>;
  readonly events$: Observable<AuthEvent>;
  readonly errors$: Observable<AuthError>;
  /** Hot; each new situation, at the moment in which it comes about, before anybody outside is told. */
  readonly moves$: Observable<Situation>;
  /** Judges an input against the newest situation, and says whether it was taken. */
  send(input: AuthInput, options?: SendOptions): boolean;
  /** Tells what was sent to be told later; it is also told before whatever is sent next. */
  tell(): void;
  /** Cold; errors as soon as the session of an epoch is not the one that is held, at once where it is not. Emits nothing. */
  sessionOver$(epoch: string | undefined): Observable<never>;
  /** Cold; errors as soon as an attempt is not wanted any more, at once where it is not. Emits nothing. */
  attemptOver$(id: number): Observable<never>;
  /** Cold; emits a value, and completes, once everything that has happened so far has been told. */
  whenTold$<T>(value: T): Observable<T>;
  /** Emits an error on `errors$`, once, however many parts it passes through. */
  report(error: AuthError): void;
  /** Cuts everything off that waits and completes the streams; inputs change nothing from then on. */
  destroy(): void;
  readonly isDestroyed: boolean;
  /** Fires, and completes, at {@link AuthMachine.destroy}; for whoever subscribes later, at once. */
  readonly destroyed$: Observable<void>;
}

/**
 * Creates the machine in its first state.
 *
 * @param judge - returns what follows, and `happened` the public event of it; others than the model's are for who drives the
 * machine by hand: `rx-cognito/testing`
 */
export function createAuthMachine(
  tabs: Pick<TabChannel, 'announce'>,
  judge: typeof transition = transition,
  happened: typeof eventOf = eventOf,
): AuthMachine {
  let now: Situation = Object.freeze({ state: Object.freeze({ status: 'restoring' }) });
  let isDestroyed = false;
  const states$ = new BehaviorSubject<AuthState>(now.state);
  const events$ = new Subject<AuthEvent>();
  const errors$ = new Subject<AuthError>();
  const destroyed$ = new AsyncSubject<void>();
  const reported = new WeakSet<AuthError>();
  const telling = createTelling();
  const moves = createMoves(tabs, telling);

  const tellLater = (before: Situation, after: Situation, event: AuthEvent | undefined): void => {
    telling.add(() => {
      if (after.state !== before.state) states$.next(after.state);
      if (event) events$.next(Object.freeze(event));
    });
  };

  /** Errors once a situation comes that does not hold something any more. */
  const over$ = (
    isHeld: (situation: Situation) => boolean,
    late: () => AuthError,
    errorOf: (input: AuthInput) => AuthError | undefined,
  ): Observable<never> =>
    defer(() => {
      if (!isDestroyed && !isHeld(now)) return throwError(late);
      const since = moves.judged;
      const left$ = moves.moves$.pipe(
        filter(({ after, nth }) => nth >= since && !isHeld(after)),
        take(1),
        mergeMap(({ input }) => {
          const error = errorOf(input);
          return error ? throwError(() => error) : NEVER;
        }),
      );
      return merge(left$, destroyed$.pipe(mergeMap(() => throwError(destroyedError))), NEVER);
    });

  return {
    get now() {
      return now;
    },
    state$: states$.asObservable(),
    events$: events$.asObservable(),
    errors$: errors$.asObservable(),
    moves$: moves.moves$.pipe(map(({ after }) => after)),
    get isDestroyed() {
      return isDestroyed;
    },
    destroyed$: destroyed$.asObservable(),
    send(input, { meanwhile, isToldLater = false } = {}) {
      if (isDestroyed) return false;
      const before = now;
      const after = judge(before, input);
      const event = happened(before, input, after);
      if (after === before && !event) return false;
      // The order of what follows is the promise of this file. With the new situation the old tokens are gone from memory …
      now = Object.freeze(after);
      tellLater(before, after, event);
      moves.add(input, after);
      // … then they leave the storage, before a line of anybody else's runs, …
      if (meanwhile) moves.ahead(meanwhile);
      // … what waits for the old session or attempt is cut off, other tabs are told, and this one's subscribers last.
      if (isToldLater) moves.follow();
      else moves.tell();
      return true;
    },
    tell: moves.tell,
    sessionOver$: (epoch) =>
      over$((situation) => holdsSession(situation, epoch), signedOutError, sessionCutOffError),
    attemptOver$: (id) =>
      over$(
        (situation) => holdsAttempt(situation, id),
        () => lateAttemptError(now),
        // What an attempt itself brings is told by its own result.
        (input) => ('attemptId' in input && input.attemptId === id ? undefined : attemptCutOffError(input)),
      ),
    whenTold$: (value) =>
      new Observable((subscriber) => {
        telling.add(() => {
          subscriber.next(value);
          subscriber.complete();
        });
        moves.tell();
      }),
    report(error) {
      if (reported.has(error)) return;
      reported.add(error);
      telling.add(() => {
        errors$.next(error);
      });
      moves.tell();
    },
    destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      destroyed$.next();
      destroyed$.complete();
      states$.complete();
      events$.complete();
      errors$.complete();
    },
  };
}
