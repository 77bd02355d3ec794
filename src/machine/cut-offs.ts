import { defer, filter, merge, mergeMap, NEVER, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { AuthInput } from '../model/auth-input';
import { attemptCutOffError, lateAttemptError, sessionCutOffError } from '../model/cut-off';
import { destroyedError, signedOutError } from '../model/errors';
import { holdsAttempt, holdsSession } from '../model/situation';
import type { Situation } from '../model/situation';
import type { Moves } from './moves';

/** What those who wait look at. */
interface Held {
  readonly now: Situation;
  readonly destroyed$: Observable<void>;
  readonly isDestroyed: boolean;
}

/** Cuts off what waits for a session or an attempt that is over. */
export interface CutOffs {
  /** Cold; errors as soon as the session of an epoch is not the one that is held, at once where it is not. Emits nothing. */
  sessionOver$(epoch: string | undefined): Observable<never>;
  /** Cold; errors as soon as an attempt is not wanted any more, at once where it is not. Emits nothing. */
  attemptOver$(id: number): Observable<never>;
}

/** Creates what cuts off those who wait, move by move. */
export function createCutOffs(held: Held, moves: Moves): CutOffs {
  /** Errors once a situation comes that does not hold something any more. */
  const over$ = (
    isHeld: (situation: Situation) => boolean,
    late: () => AuthError,
    errorOf: (input: AuthInput) => AuthError | undefined,
  ): Observable<never> =>
    defer(() => {
      if (!held.isDestroyed && !isHeld(held.now)) return throwError(late);
      const since = moves.judged;
      const left$ = moves.moves$.pipe(
        filter(({ after, nth }) => nth >= since && !isHeld(after)),
        take(1),
        mergeMap(({ input }) => {
          const error = errorOf(input);
          return error ? throwError(() => error) : NEVER;
        }),
      );
      return merge(left$, held.destroyed$.pipe(mergeMap(() => throwError(destroyedError))), NEVER);
    });

  return {
    sessionOver$: (epoch) =>
      over$((situation) => holdsSession(situation, epoch), signedOutError, sessionCutOffError),
    attemptOver$: (id) =>
      over$(
        (situation) => holdsAttempt(situation, id),
        () => lateAttemptError(held.now),
        // What an attempt itself brings is told by its own result.
        (input) => ('attemptId' in input && input.attemptId === id ? undefined : attemptCutOffError(input)),
      ),
  };
}
