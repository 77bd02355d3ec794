import { map, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import type { SignInNextStep, SignInResult } from '../../model/sign-in-step';
import type { Attempt } from '../../model/situation';
import type { PoolContext } from '../pool-context';
import type { Progress } from './answer';
import { beginSession$ } from './begin-session';
import type { Course } from './course';
import { PROMPT_REFUSALS } from './passkey';

/** What a sign-in ends with that the user pool refuses: a step to do elsewhere, or nothing but the error. */
interface Refusal {
  readonly reason: SignedOutReason;
  readonly nextStep?: SignInNextStep;
}

/** Answers of Cognito to a sign-in that amplify-js gives as a step to do, not as an error. */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    'UserNotConfirmedException',
    { reason: 'signUpNotConfirmed', nextStep: { signInStep: 'CONFIRM_SIGN_UP' } },
  ],
  [
    'PasswordResetRequiredException',
    { reason: 'passwordResetRequired', nextStep: { signInStep: 'RESET_PASSWORD' } },
  ],
]);

/** Refusals of an answer after which Cognito lets the same challenge be answered again. */
const OPEN_AFTER: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
  ...PROMPT_REFUSALS,
]);

/** Whether a challenge can be answered again: the answer was wrong, or Cognito has not seen it. */
const staysOpenAfter = (error: unknown): boolean =>
  error instanceof AuthError &&
  (OPEN_AFTER.has(error.code) || error.kind === 'validation' || error.retryable);

/** Tells how far a sign-in has come: it begins the session with its tokens, or waits with its challenge. */
export const settled$ = (
  context: PoolContext,
  progress: Progress,
  { attempt, from, username }: Course,
): Observable<SignInResult> => {
  if ('tokens' in progress) {
    const start = { attemptId: attempt.id, from, loginId: username, ...progress };
    const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
    return beginSession$(context, start).pipe(map(() => result));
  }
  const { pending, nextStep } = progress;
  const waiting: Attempt = { ...attempt, waiting: { from, pending } };
  context.machine.send({ type: 'challengeReceived', attempt: waiting });
  return context.machine.whenTold$({ isSignedIn: false, nextStep });
};

/** Tells how a sign-in has failed: the challenge waits again where it can be answered again, or the attempt ends. */
export const failed$ = (
  { machine }: PoolContext,
  { attempt, from, open }: Course,
  error: unknown,
): Observable<SignInResult> => {
  if (open && staysOpenAfter(error)) {
    machine.send({ type: 'challengeReceived', attempt: { ...attempt, waiting: { from, pending: open } } });
    return throwError(() => error);
  }
  const refusal = error instanceof AuthError ? REFUSALS.get(error.code) : undefined;
  machine.send({ type: 'signInEnded', attemptId: attempt.id, reason: refusal?.reason ?? 'noSession' });
  return refusal?.nextStep
    ? machine.whenTold$({ isSignedIn: false, nextStep: refusal.nextStep })
    : throwError(() => asAuthError(error));
};
