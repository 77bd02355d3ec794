import {
  catchError,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  switchMap,
  take,
  tap,
  throwError,
  throwIfEmpty,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import { destroyedError, invalidStateError } from '../model/errors';
import type { SignInResult } from '../model/sign-in-step';
import { noChallengeError } from './attempts';
import type { Attempt, Attempts } from './attempts';
import type { AuthContext } from './auth-context';
import type { Operations } from './operations';
import { checkSignInInput } from './sign-in-input';
import type { ConfirmSignInInput, SignInInput } from './sign-in-input';

/** The flows of a sign-in. */
export interface SignIn {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
  prepareSignIn$(): Observable<never>;
}

const alreadySignedInError = (): AuthError =>
  invalidStateError(
    'UserAlreadyAuthenticatedException',
    'A user is signed in.',
    'Sign out with signOut$() first.',
  );

/**
 * Creates the flows of a sign-in; at most one attempt is under way. It begins, can be cut off and can be given up before
 * the operations have come.
 */
export function createSignIn(
  { current, destroyed$, machine }: AuthContext,
  attempts: Attempts,
  operations$: Observable<Operations>,
): SignIn {
  const thrownBy$ = (errors$: Observable<AuthError>): Observable<never> =>
    errors$.pipe(mergeMap((error) => throwError(() => error)));

  /** Works on an attempt until that ends; unsubscribing before the result cancels the attempt. */
  const run$ = (attempt: Attempt, work$: Observable<SignInResult>): Observable<SignInResult> => {
    let isAnswered = false;
    const cutOff$ = thrownBy$(merge(attempt.cut$, destroyed$.pipe(map(destroyedError))));
    // The work comes last: what it does at once may cut the attempt off, and that must be heard.
    return merge(cutOff$, work$).pipe(
      take(1),
      tap({
        next: () => (isAnswered = true),
        unsubscribe: () => {
          if (!isAnswered) attempts.end(attempt, 'signInCancelled');
        },
      }),
    );
  };

  const start$ = (input: SignInInput): Observable<SignInResult> => {
    if (current.session) return throwError(alreadySignedInError);
    const started = attempts.start(input.username);
    const loaded$ = operations$.pipe(
      tap({
        error: () => {
          attempts.end(started, 'noSession');
        },
      }),
    );
    return run$(started, loaded$.pipe(switchMap(({ signIn }) => signIn.begin$(started, input))));
  };

  return {
    // What cannot be made ahead is made, or fails, in the sign-in itself.
    prepareSignIn$: () =>
      operations$.pipe(
        switchMap(({ signIn }) => signIn.prepare$()),
        catchError(() => EMPTY),
      ),
    signIn$: (input) =>
      defer(() => {
        checkSignInInput(input);
        const turn$ = machine.state$.pipe(
          filter(({ status }) => status !== 'restoring' && status !== 'signingOut'),
          throwIfEmpty(destroyedError),
        );
        return merge(thrownBy$(attempts.cut$), turn$).pipe(
          take(1),
          switchMap(() => start$(input)),
        );
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const answering = attempts.current;
        if (!answering?.pending) return throwError(noChallengeError);
        return run$(answering, operations$.pipe(switchMap(({ signIn }) => signIn.answer$(answering, input))));
      }),
  };
}
