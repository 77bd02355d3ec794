import { catchError, defer, EMPTY, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { noChallengeError } from '../../model/errors';
import type { SignInResult } from '../../model/sign-in-step';
import type { AuthContext } from '../context';
import type { UserPool } from '../load-user-pool';
import type { Attempts } from './attempt';
import { readSignInInput } from './input';
import type { ConfirmSignInInput, SignInInput } from './input';
import { endedByError, createTurns } from './turn';
import type { Turns } from './turn';

/** The flows of a sign-in. */
export interface SignIn extends Turns {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
  prepareSignIn$(): Observable<never>;
}

/** Creates the flows of a sign-in. It begins, can be cut off and can be given up before the user pool's code has come. */
export function createSignIn(
  context: AuthContext,
  attempts: Attempts,
  userPool$: Observable<UserPool>,
): SignIn {
  const { machine } = context;
  const turns = createTurns(context, attempts);
  return {
    ...turns,
    // What cannot be made ahead is made, or fails, in the sign-in itself.
    prepareSignIn$: () =>
      userPool$.pipe(
        switchMap(({ signIn }) => signIn.prepare$()),
        catchError(() => EMPTY),
      ),
    signIn$: (input) =>
      defer(() => {
        const asked = readSignInInput(input);
        return turns.attempt$(asked.username, (attempt) =>
          userPool$.pipe(
            endedByError(machine, attempt),
            switchMap(({ signIn }) => signIn.begin$(attempt, asked)),
          ),
        );
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const { attempt } = machine.now;
        if (!attempt?.waiting) return throwError(noChallengeError);
        return turns.run$(attempt, userPool$.pipe(switchMap(({ signIn }) => signIn.answer$(attempt, input))));
      }),
  };
}
