import { catchError, defer, EMPTY, filter, merge, startWith, switchMap, take, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { alreadySignedInError, noChallengeError, readOnlyError } from '../../model/errors';
import type { SignInResult } from '../../model/sign-in-step';
import type { Attempt } from '../../model/situation';
import type { AuthContext } from '../context';
import type { UserPool } from '../load-user-pool';
import type { Attempts } from './attempt';
import { checkSignInInput } from './input';
import type { ConfirmSignInInput, SignInInput } from './input';

/** The flows of a sign-in. */
export interface SignIn {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
  prepareSignIn$(): Observable<never>;
}

/**
 * Creates the flows of a sign-in; at most one attempt is under way. It begins, can be cut off and can be given up before
 * the user pool's code has come.
 */
export function createSignIn(
  { isReadOnly, machine }: AuthContext,
  attempts: Attempts,
  userPool$: Observable<UserPool>,
): SignIn {
  /** Works on an attempt until that ends; unsubscribing before the result cancels the attempt. */
  const run$ = ({ id }: Attempt, work$: Observable<SignInResult>): Observable<SignInResult> => {
    let isAnswered = false;
    // The work comes last: what it does at once may cut the attempt off, and that has to be heard.
    return merge(machine.attemptOver$(id), work$).pipe(
      take(1),
      tap({
        next: () => (isAnswered = true),
        unsubscribe: () => {
          if (!isAnswered) machine.send({ type: 'signInEnded', attemptId: id, reason: 'signInCancelled' });
        },
      }),
    );
  };

  const begin$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> =>
    userPool$.pipe(
      tap({
        error: () => {
          machine.send({ type: 'signInEnded', attemptId: attempt.id, reason: 'noSession' });
        },
      }),
      switchMap(({ signIn }) => signIn.begin$(attempt, input)),
    );

  /** An attempt has its turn once the storage has been read, and the sign-out that runs has ended. */
  const inTurn$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> =>
    machine.moves$.pipe(
      startWith(machine.now),
      filter(({ state, queued }) => state.status === 'signedOut' && queued?.id === attempt.id),
      take(1),
      switchMap(() => {
        machine.send({ type: 'signInStarted', attempt });
        return begin$(attempt, input);
      }),
    );

  return {
    // What cannot be made ahead is made, or fails, in the sign-in itself.
    prepareSignIn$: () =>
      userPool$.pipe(
        switchMap(({ signIn }) => signIn.prepare$()),
        catchError(() => EMPTY),
      ),
    signIn$: (input) =>
      defer(() => {
        checkSignInInput(input);
        const { status } = machine.now.state;
        if (status === 'signedIn') return throwError(alreadySignedInError);
        if (isReadOnly) return throwError(readOnlyError);
        const attempt = attempts.create(input.username);
        if (status === 'restoring' || status === 'signingOut') {
          machine.send({ type: 'signInQueued', attempt });
          return run$(
            attempt,
            defer(() => inTurn$(attempt, input)),
          );
        }
        machine.send({ type: 'signInStarted', attempt });
        return run$(attempt, begin$(attempt, input));
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const { attempt } = machine.now;
        if (!attempt?.waiting) return throwError(noChallengeError);
        return run$(attempt, userPool$.pipe(switchMap(({ signIn }) => signIn.answer$(attempt, input))));
      }),
  };
}
