import { catchError, defer, EMPTY, filter, race, startWith, switchMap, take, tap, throwError } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { alreadySignedInError, noChallengeError, readOnlyError } from '../../model/errors';
import type { SignInResult } from '../../model/sign-in-step';
import type { Attempt } from '../../model/situation';
import type { AuthContext } from '../context';
import type { UserPool } from '../load-user-pool';
import type { Attempts } from './attempt';
import { readSignInInput } from './input';
import type { ConfirmSignInInput, SignInInput } from './input';

/** Works on an attempt, which has begun. */
type Work<T> = (attempt: Attempt) => Observable<T>;

/** The flows of a sign-in. */
export interface SignIn {
  /** Cold; works on an attempt of its own, in its turn. Errors with kind `invalidState` while a user is signed in, else as {@link SignIn.run$}. */
  attempt$<T>(username: string | undefined, work$: Work<T>): Observable<T>;
  /** Cold; works on an attempt until that ends. Emits one value and completes; unsubscribing before it cancels the attempt. */
  run$<T>(attempt: Attempt, work$: Observable<T>): Observable<T>;
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
  prepareSignIn$(): Observable<never>;
}

/**
 * Creates the flows of a sign-in; at most one attempt is under way. It begins, can be cut off and can be given up before
 * the user pool's code has come.
 */
export function createSignIn(
  { isReadOnly, machine, store }: AuthContext,
  attempts: Attempts,
  userPool$: Observable<UserPool>,
): SignIn {
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

  /** What cannot even begin ends the attempt. */
  const beginning = <T>({ id }: Attempt): MonoTypeOperatorFunction<T> =>
    tap({
      error: () => {
        machine.send({ type: 'signInEnded', attemptId: id, reason: 'noSession' });
      },
    });

  const begin$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> =>
    userPool$.pipe(
      beginning(attempt),
      switchMap(({ signIn }) => signIn.begin$(attempt, input)),
    );

  /** Over a storage that is still not read nothing could be stored, which is known before the server is asked. */
  const overStorage$ = <T>(attempt: Attempt, work$: Work<T>): Observable<T> =>
    machine.now.isUnread
      ? store.read$().pipe(
          tap(({ newer }) => {
            if (newer) throw newer;
          }),
          beginning(attempt),
          switchMap(() => work$(attempt)),
        )
      : work$(attempt);

  /** An attempt has its turn once the storage has been read, and the sign-out that runs has ended. */
  const inTurn$ = <T>(attempt: Attempt, work$: Work<T>): Observable<T> =>
    machine.moves$.pipe(
      startWith(machine.now),
      filter(({ state, queued }) => state.status === 'signedOut' && queued?.id === attempt.id),
      take(1),
      switchMap(() => {
        machine.send({ type: 'signInStarted', attempt });
        return overStorage$(attempt, work$);
      }),
    );

  const attempt$ = <T>(username: string | undefined, work$: Work<T>): Observable<T> =>
    defer(() => {
      const { status } = machine.now.state;
      if (status === 'signedIn') return throwError(alreadySignedInError);
      if (isReadOnly) return throwError(readOnlyError);
      const attempt = attempts.create(username);
      if (status === 'restoring' || status === 'signingOut') {
        machine.send({ type: 'signInQueued', attempt });
        return run$(
          attempt,
          defer(() => inTurn$(attempt, work$)),
        );
      }
      machine.send({ type: 'signInStarted', attempt });
      return run$(attempt, overStorage$(attempt, work$));
    });

  return {
    attempt$,
    run$,
    // What cannot be made ahead is made, or fails, in the sign-in itself.
    prepareSignIn$: () =>
      userPool$.pipe(
        switchMap(({ signIn }) => signIn.prepare$()),
        catchError(() => EMPTY),
      ),
    signIn$: (input) =>
      defer(() => {
        const asked = readSignInInput(input);
        return attempt$(asked.username, (attempt) => begin$(attempt, asked));
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const { attempt } = machine.now;
        if (!attempt?.waiting) return throwError(noChallengeError);
        return run$(attempt, userPool$.pipe(switchMap(({ signIn }) => signIn.answer$(attempt, input))));
      }),
  };
}
