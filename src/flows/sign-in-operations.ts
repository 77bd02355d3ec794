import { catchError, concat, defer, merge, of, switchMap, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { AuthInput } from '../model/auth-input';
import type { SignInNextStep, SignInResult } from '../model/sign-in-step';
import type { Attempt, Attempts } from './attempts';
import { noChallengeError } from './attempts';
import type { PoolContext } from './auth-context';
import { beginSession$, discardTokens } from './begin-session';
import { dispatched$ } from './dispatch';
import { createExchanges } from './exchanges';
import { rereadStorage$ } from './follow-storage';
import { listenToTheEnd$ } from './listen-to-the-end';
import { asAuthError, REQUEST_LIMIT_MS, withTimeLimit } from './requests';
import type { ConfirmSignInInput, SignInInput } from './sign-in-input';
import type { Stage, TokenRequest } from './stage';

/** Answers of Cognito to a sign-in that amplify-js gives as a step to do, not as an error. */
const STEP_OF_REFUSAL: ReadonlyMap<string, SignInNextStep> = new Map([
  ['UserNotConfirmedException', { signInStep: 'CONFIRM_SIGN_UP' }],
  ['PasswordResetRequiredException', { signInStep: 'RESET_PASSWORD' }],
]);

/** Refusals of an answer after which Cognito lets the same challenge be answered again. */
const OPEN_AFTER: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
]);

/** What a sign-in asks of the user pool. Each Observable works on an attempt that has begun, and ends it where it fails. */
export interface SignInOperations {
  /** The first factor; emits one result. */
  begin$(attempt: Attempt, input: SignInInput): Observable<SignInResult>;
  /** The answer to the challenge that the attempt waits with; emits one result. */
  answer$(attempt: Attempt, input: ConfirmSignInInput): Observable<SignInResult>;
  /** Makes ahead what the next sign-in needs; emits nothing, errors where it cannot be had. */
  prepare$(): Observable<never>;
}

/** Whether a challenge can be answered again: the answer was wrong, or Cognito has not seen it. */
const staysOpenAfter = (error: unknown): boolean =>
  error instanceof AuthError &&
  (OPEN_AFTER.has(error.code) || error.kind === 'validation' || error.retryable);

/** Creates what a sign-in asks of the user pool. */
export function createSignInOperations(context: PoolContext, attempts: Attempts): SignInOperations {
  const { api, current, machine, scheduler, destroyed$ } = context;

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = (operation, input) =>
    listenToTheEnd$(
      api
        .call$(operation, input)
        .pipe(withTimeLimit('Signing in', REQUEST_LIMIT_MS, scheduler), takeUntil(destroyed$)),
      (answer) => {
        discardTokens(context, answer.AuthenticationResult);
      },
    );

  const exchanges = createExchanges(context, request$);

  const settled$ = (attempt: Attempt, stage: Stage): Observable<SignInResult> => {
    if ('tokens' in stage) {
      return beginSession$(context, stage.tokens, attempt.epoch).pipe(
        switchMap(({ user, expiresAt }) => {
          attempts.finish();
          const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
          return dispatched$(machine, { type: 'signedIn', user, expiresAt }, result);
        }),
      );
    }
    const { pending, nextStep } = stage;
    const { username } = attempt;
    attempts.wait(attempt, pending);
    const input: AuthInput = { type: 'challengeReceived', username, nextStep: pending.nextStep };
    return dispatched$(machine, input, { isSignedIn: false, nextStep });
  };

  const failed$ = (attempt: Attempt, error: unknown): Observable<SignInResult> => {
    const nextStep = error instanceof AuthError ? STEP_OF_REFUSAL.get(error.code) : undefined;
    attempts.end(attempt, 'noSession');
    return nextStep ? of({ isSignedIn: false, nextStep }) : throwError(() => asAuthError(error));
  };

  return {
    begin$: (attempt, input) => {
      const begun$ = defer(() => {
        attempt.epoch = current.epoch;
        return exchanges.begin$(input);
      });
      // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
      return concat(rereadStorage$(context), begun$).pipe(
        switchMap((stage) => settled$(attempt, stage)),
        catchError((error: unknown) => failed$(attempt, error)),
      );
    },
    answer$: (attempt, input) =>
      defer(() => {
        const taken = attempts.take(attempt);
        if (!taken) return throwError(noChallengeError);
        let open = taken;
        return exchanges
          .answer$(taken, input, attempt.username, (advanced) => (open = advanced))
          .pipe(
            switchMap((stage) => settled$(attempt, stage)),
            catchError((error: unknown) => {
              if (!staysOpenAfter(error)) return failed$(attempt, error);
              attempts.wait(attempt, open);
              return throwError(() => error);
            }),
          );
      }),
    prepare$: () => merge(api.preload$(), exchanges.prepare$()),
  };
}
