import { catchError, concat, concatMap, defer, map, merge, of, switchMap, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { SignInOperations } from '../../flows/load-user-pool';
import { rereadStorage$ } from '../../flows/session/follow-storage';
import type { ConfirmSignInInput, SignInInput } from '../../flows/sign-in/input';
import { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import { noChallengeError } from '../../model/errors';
import { RESUMABLE_MS } from '../../model/pending-challenge';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { SignInNextStep, SignInResult } from '../../model/sign-in-step';
import type { Attempt } from '../../model/situation';
import type { PoolContext } from '../pool-context';
import { discardSession, discardTokens, listenToTheEnd$ } from '../requests';
import type { Answered, Challenged, Progress, TokenRequest } from './answer';
import { beginSession$ } from './begin-session';
import { givenChallengeOf, unknownChallengeError } from './challenge-parameters';
import { CHALLENGES } from './challenges';
import { createFirstFactor } from './first-factor';
import { createPasswordSrp, metadataOf } from './password-srp';
import { takeTokens$ } from './take-tokens';

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
]);

/** Whether a challenge can be answered again: the answer was wrong, or Cognito has not seen it. */
const staysOpenAfter = (error: unknown): boolean =>
  error instanceof AuthError &&
  (OPEN_AFTER.has(error.code) || error.kind === 'validation' || error.retryable);

/** What a sign-in is at, besides its attempt. */
interface Course {
  readonly attempt: Attempt;
  readonly from: string | undefined;
  readonly username: string;
  /** What was typed last: it stands in no error. */
  readonly secrets: readonly string[];
}

const textsOf = (...values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string');

/** Creates what a sign-in asks of the user pool. */
export function createSignInOperations(context: PoolContext): SignInOperations {
  const { api, identity, machine, scheduler } = context;

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = (operation, input) =>
    listenToTheEnd$(api.call$(operation, input).pipe(takeUntil(machine.destroyed$)), (answer) => {
      discardTokens(context, answer.AuthenticationResult);
    });

  const srp = createPasswordSrp(context, request$);
  const firstFactor$ = createFirstFactor(context, request$, srp);

  const progress$ = ({ answer, answersAs }: Answered, { username, secrets }: Course): Observable<Progress> =>
    defer(() => {
      if (answer.AuthenticationResult) return of({ tokens: answer.AuthenticationResult });
      const given = givenChallengeOf(answer);
      const challenge = CHALLENGES.get(given.name);
      if (!challenge) throw unknownChallengeError([given.name], secrets);
      const nextStep = Object.freeze(challenge.read(given));
      const pending: PendingChallenge = {
        name: given.name,
        session: given.session,
        answersAs: given.parameters['USER_ID_FOR_SRP'] ?? given.parameters['USERNAME'] ?? answersAs,
        nextStep,
        resumableUntil: scheduler.now() + RESUMABLE_MS,
      };
      return (
        challenge.enter$?.(context, pending, username) ??
        of({ pending, nextStep: nextStep as Challenged['nextStep'] })
      );
    });

  const settled$ = (progress: Progress, { attempt, from, username }: Course): Observable<SignInResult> => {
    if ('tokens' in progress) {
      const start = { attemptId: attempt.id, from, tokens: progress.tokens, loginId: username };
      const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
      return beginSession$(context, start).pipe(map(() => result));
    }
    const { pending, nextStep } = progress;
    const waiting: Attempt = { ...attempt, waiting: { from, pending } };
    machine.send({ type: 'challengeReceived', attempt: waiting });
    return machine.whenTold$({ isSignedIn: false, nextStep });
  };

  const failed$ = ({ id }: Attempt, error: unknown): Observable<SignInResult> => {
    const refusal = error instanceof AuthError ? REFUSALS.get(error.code) : undefined;
    machine.send({ type: 'signInEnded', attemptId: id, reason: refusal?.reason ?? 'noSession' });
    return refusal?.nextStep
      ? machine.whenTold$({ isSignedIn: false, nextStep: refusal.nextStep })
      : throwError(() => asAuthError(error));
  };

  const begin$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> => {
    const begun$ = defer(() => {
      const { username, password } = input;
      const course: Course = { attempt, from: machine.now.epoch, username, secrets: textsOf(password) };
      return firstFactor$(input).pipe(
        concatMap((answered) => progress$(answered, course)),
        concatMap((progress) => settled$(progress, course)),
      );
    });
    // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
    const reread$ = rereadStorage$(context, (superseded) => {
      discardSession(context, superseded);
    });
    return concat(reread$, begun$).pipe(catchError((error: unknown) => failed$(attempt, error)));
  };

  const answer$ = (
    { waiting: { from, pending: taken }, ...attempt }: Required<Attempt>,
    input: ConfirmSignInInput,
  ): Observable<SignInResult> => {
    let open = taken;
    const { username } = attempt;
    const { challengeResponse, clientMetadata } = input;
    const course: Course = { attempt, from, username, secrets: textsOf(challengeResponse) };
    const { name, answersAs } = taken;
    const responded$ = defer(() => {
      const challenge = CHALLENGES.get(name);
      if (!challenge) throw unknownChallengeError([name]);
      return challenge.answer$(
        {
          context,
          srp,
          username,
          advance: (advanced) => (open = advanced),
          respond$: (responses, session = taken.session) =>
            request$('RespondToAuthChallenge', {
              ClientId: identity.userPoolClientId,
              ChallengeName: name,
              ChallengeResponses: { USERNAME: answersAs, ...responses },
              ...(session === undefined ? {} : { Session: session }),
              ...metadataOf({ clientMetadata }),
            }).pipe(map((answer) => ({ answer, answersAs }))),
        },
        taken,
        input,
      );
    });
    return responded$.pipe(
      concatMap((step) => ('pending' in step ? of(step) : progress$(step, course))),
      switchMap((progress) => settled$(progress, course)),
      catchError((error: unknown) => {
        if (!staysOpenAfter(error)) return failed$(attempt, error);
        machine.send({
          type: 'challengeReceived',
          attempt: { ...attempt, waiting: { from, pending: open } },
        });
        return throwError(() => error);
      }),
    );
  };

  return {
    begin$,
    answer$: ({ id }, given) =>
      defer(() => {
        // No answer is sent twice, nor after a reload: the challenge is taken out to be answered.
        const { attempt } = machine.now;
        if (!machine.send({ type: 'challengeTaken', attemptId: id })) return throwError(noChallengeError);
        // Whoever passes nothing is told what the challenge asks for.
        const input = (given as ConfirmSignInInput | null | undefined) ?? ({} as ConfirmSignInInput);
        return answer$(attempt as Required<Attempt>, input);
      }),
    takeTokens$: (start) => takeTokens$(context, start),
    prepare$: () => merge(api.preload$(), srp.prepare$()),
  };
}
