import { defer, filter, finalize, merge, Subject, switchMap, take, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { SignedOutReason, SignInInput, SignInNextStep, SignInResult, SignInStateStep } from 'rx-cognito';
import { cutOffError, invalidStateError } from './errors';
import { signInResult } from './results';
import type { Script } from './script';
import { signedOutState, signingInState } from './states';
import type { TestSession } from './test-session';

/** The sign-in of a `TestAuth`. */
export interface TestSignIn {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(): Observable<SignInResult>;
}

const withoutSecret = (step: SignInNextStep): SignInStateStep =>
  step.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' ? { signInStep: step.signInStep } : step;

/** A wrong code leaves the challenge open, as in a user pool. */
const leavesChallengeOpen = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'CodeMismatchException';

/** Creates `signIn$` and `confirmSignIn$`. */
export function createTestSignIn(session: TestSession, script: Script): TestSignIn {
  const newerAttempt$ = new Subject<void>();

  const settled$ = session.state$.pipe(
    filter(({ status }) => status !== 'restoring' && status !== 'signingOut'),
    take(1),
  );

  const adopt = (username: string, { isSignedIn, nextStep }: SignInResult): void => {
    if (isSignedIn) session.start({ username });
    else session.setState(signingInState({ username, nextStep: withoutSecret(nextStep) }));
  };

  const attempt$ = (username: string, answer$: Observable<SignInResult>): Observable<SignInResult> =>
    defer(() => {
      let isOpen = true;
      /** Whoever closes the attempt moves the state; what that state brings about is not the attempt's any more. */
      const close = (move: () => void): void => {
        if (!isOpen) return;
        isOpen = false;
        move();
      };
      const end = (reason: SignedOutReason) => (): void => session.setState(signedOutState(reason, username));
      const cutOff$ = merge(
        newerAttempt$,
        session.state$.pipe(filter(({ status }) => isOpen && status !== 'signingIn')),
      ).pipe(
        tap(() => close(() => undefined)),
        switchMap(() => throwError(cutOffError)),
      );
      const answered$ = answer$.pipe(
        tap({
          next: (result) => close(() => adopt(username, result)),
          error: (error: unknown) => close(leavesChallengeOpen(error) ? () => undefined : end('noSession')),
        }),
      );
      return merge(cutOff$, answered$).pipe(
        take(1),
        finalize(() => close(end('signInCancelled'))),
      );
    });

  return {
    signIn$: (input) =>
      settled$.pipe(
        switchMap(({ status }) => {
          if (status === 'signedIn') {
            return throwError(() =>
              invalidStateError('UserAlreadyAuthenticatedException', 'A user is signed in already.'),
            );
          }
          newerAttempt$.next();
          session.setState(signingInState({ username: input.username }));
          return attempt$(input.username, script.next$('signIn', signInResult));
        }),
      ),
    confirmSignIn$: () => {
      const { state } = session;
      if (state.status !== 'signingIn' || !state.nextStep) {
        return throwError(() => invalidStateError('NoChallenge', 'No challenge waits for an answer.'));
      }
      return attempt$(state.username ?? '', script.next$('confirmSignIn', signInResult));
    },
  };
}
