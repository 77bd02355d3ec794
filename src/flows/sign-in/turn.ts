import { defer, filter, race, startWith, switchMap, take, tap, throwError } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { AuthMachine } from '../../machine/auth-machine';
import { alreadySignedInError, readOnlyError } from '../../model/errors';
import type { Attempt } from '../../model/situation';
import type { AuthContext } from '../context';
import type { Attempts } from './attempt';

/** Works on an attempt, which has begun. */
type Work<T> = (attempt: Attempt) => Observable<T>;

/** The turns of attempts at a sign-in; at most one is under way. */
export interface Turns {
  /** Cold; works on an attempt of its own, in its turn. Errors with kind `invalidState` while a user is signed in, else as {@link Turns.run$}. */
  attempt$<T>(username: string | undefined, work$: Work<T>): Observable<T>;
  /** Cold; works on an attempt until that ends. Emits one value and completes; unsubscribing before it cancels the attempt. */
  run$<T>(attempt: Attempt, work$: Observable<T>): Observable<T>;
}

/** Ends an attempt by an error before it has begun to work. */
export const endedByError = <T>(machine: AuthMachine, { id }: Attempt): MonoTypeOperatorFunction<T> =>
  tap({
    error: () => {
      machine.send({ type: 'signInEnded', attemptId: id, reason: 'noSession' });
    },
  });

/** Creates the turns. */
export function createTurns({ isReadOnly, machine, store }: AuthContext, attempts: Attempts): Turns {
  const run$ = <T>({ id }: Attempt, work$: Observable<T>): Observable<T> => {
    let isAnswered = false;
    // The work comes last: what it does at once may cut the attempt off, and that has to be heard. Once it has answered, nothing
    // that its subscriber does cuts it off any more.
    return race(machine.attemptOver$(id), work$).pipe(
      take(1),
      tap({
        next: () => (isAnswered = true),
        unsubscribe: () => {
          if (!isAnswered) machine.send({ type: 'signInEnded', attemptId: id, reason: 'signInCancelled' });
        },
      }),
    );
  };

  /** Over a storage that is still not read nothing could be stored, which is known before the server is asked. */
  const started$ = <T>(attempt: Attempt, work$: Work<T>): Observable<T> => {
    machine.send({ type: 'signInStarted', attempt });
    if (!machine.now.isUnread) return work$(attempt);
    return store.read$().pipe(
      tap(({ newer }) => {
        if (newer) throw newer;
      }),
      endedByError(machine, attempt),
      switchMap(() => work$(attempt)),
    );
  };

  /** An attempt has its turn once the storage has been read, and the sign-out that runs has ended. */
  const inTurn$ = <T>(attempt: Attempt, work$: Work<T>): Observable<T> => {
    machine.send({ type: 'signInQueued', attempt });
    return machine.moves$.pipe(
      startWith(machine.now),
      filter(({ state, queued }) => state.status === 'signedOut' && queued?.id === attempt.id),
      take(1),
      switchMap(() => started$(attempt, work$)),
    );
  };

  return {
    run$,
    attempt$: (username, work$) =>
      defer(() => {
        const { status } = machine.now.state;
        if (status === 'signedIn') return throwError(alreadySignedInError);
        if (isReadOnly) return throwError(readOnlyError);
        const attempt = attempts.create(username);
        const isQueued = status === 'restoring' || status === 'signingOut';
        return run$(attempt, isQueued ? inTurn$(attempt, work$) : started$(attempt, work$));
      }),
  };
}
