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
import { followPartsOf, discardTokens, listenToTheEnd$ } from '../requests';
import type {
  Answered,
  AnswerTools,
  Challenge,
  Challenged,
  GivenChallenge,
  Progress,
  TokenRequest,
} from './answer';
import { beginSession$ } from './begin-session';
import { givenChallengeOf, unknownChallengeError } from './challenge-parameters';
import { CHALLENGES } from './challenges';
import { isDeviceRefused } from './device-proof';
import { createFirstFactor } from './first-factor';
import { withDeviceKey } from './known-device';
import { PROMPT_REFUSALS } from './passkey';
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
  ...PROMPT_REFUSALS,
]);

/** Whether a challenge can be answered again: the answer was wrong, or Cognito has not seen it. */
const staysOpenAfter = (error: unknown): boolean =>
  error instanceof AuthError &&
  (OPEN_AFTER.has(error.code) || error.kind === 'validation' || error.retryable);

/** What a sign-in is at, besides its attempt. */
interface Course {
  readonly attempt: Attempt;
  from: string | undefined;
  readonly username: string;
  readonly clientMetadata: SignInInput['clientMetadata'];
  /** What was typed last: it stands in no error. */
  readonly secrets: readonly string[];
  /** The challenge that can be answered again, should what is under way fail. */
  open?: PendingChallenge | undefined;
}

const textsOf = (...values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string');

/** Creates what a sign-in asks of the user pool. */
export function createSignInOperations(context: PoolContext): SignInOperations {
  const { api, identity, machine, scheduler } = context;

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = withDeviceKey(context, (operation, input) =>
    listenToTheEnd$(api.call$(operation, input).pipe(takeUntil(machine.destroyed$)), (answer) => {
      discardTokens(context, answer.AuthenticationResult);
    }),
  );

  const srp = createPasswordSrp(context, request$);
  const firstFactor$ = createFirstFactor(context, request$, srp);

  const toolsFor = (
    course: Course,
    { name, session: given, answersAs }: Pick<PendingChallenge, 'name' | 'session' | 'answersAs'>,
  ): AnswerTools => ({
    context,
    srp,
    username: course.username,
    clientMetadata: course.clientMetadata,
    advance: (advanced) => (course.open = advanced),
    respond$: (responses, session = given) =>
      request$(
        'RespondToAuthChallenge',
        {
          ClientId: identity.userPoolClientId,
          ChallengeName: name,
          ChallengeResponses: { USERNAME: answersAs, ...responses },
          ...(session === undefined ? {} : { Session: session }),
          ...metadataOf(course),
        },
        course.username,
      ).pipe(map((answer) => ({ answer, answersAs }))),
  });

  /** Enters a challenge: up to what the user has to do about it, or past it where the platform asks by itself. */
  const entered$ = (
    challenge: Challenge,
    given: GivenChallenge,
    answersAs: string,
    course: Course,
  ): Observable<Progress> => {
    const nextStep = Object.freeze(challenge.read(given, context));
    const pending: PendingChallenge = {
      name: given.name,
      session: given.session,
      answersAs,
      nextStep,
      resumableUntil: scheduler.now() + RESUMABLE_MS,
      ...challenge.keep?.(given),
    };
    const { givenAtOnce } = challenge;
    if (givenAtOnce !== undefined) {
      course.open = pending;
      const input = { challengeResponse: givenAtOnce };
      return answered$(challenge.answer$(toolsFor(course, pending), pending, input), course);
    }
    return (
      challenge.enter$?.(context, pending, course.username) ??
      of({ pending, nextStep: nextStep as Challenged['nextStep'] })
    );
  };

  const progress$ = (
    { answer, answersAs: answeredAs }: Answered,
    course: Course,
    isDeviceProven = false,
  ): Observable<Progress> =>
    defer(() => {
      const { AuthenticationResult: tokens, deviceKey } = answer;
      if (tokens) return of({ tokens, deviceKey });
      const given = givenChallengeOf(answer);
      const challenge = CHALLENGES.get(given.name);
      const { parameters, name, session } = given;
      const answersAs = parameters['USER_ID_FOR_SRP'] ?? parameters['USERNAME'] ?? answeredAs;
      if (challenge && 'answer$' in challenge) return entered$(challenge, given, answersAs, course);
      // Nobody would stop a user pool that asked for it again and again.
      if (!challenge || isDeviceProven) throw unknownChallengeError([name], course.secrets);
      // What went before has been accepted, and cannot be answered again.
      course.open = undefined;
      return challenge
        .answerAlone$(toolsFor(course, { name, session, answersAs }), given, answersAs)
        .pipe(concatMap((answered) => progress$(answered, course, true)));
    });

  const answered$ = (step$: Observable<Answered | Challenged>, course: Course): Observable<Progress> =>
    step$.pipe(concatMap((step) => ('pending' in step ? of(step) : progress$(step, course))));

  const settled$ = (progress: Progress, { attempt, from, username }: Course): Observable<SignInResult> => {
    if ('tokens' in progress) {
      const start = { attemptId: attempt.id, from, loginId: username, ...progress };
      const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
      return beginSession$(context, start).pipe(map(() => result));
    }
    const { pending, nextStep } = progress;
    const waiting: Attempt = { ...attempt, waiting: { from, pending } };
    machine.send({ type: 'challengeReceived', attempt: waiting });
    return machine.whenTold$({ isSignedIn: false, nextStep });
  };

  const failed$ = ({ attempt, from, open }: Course, error: unknown): Observable<SignInResult> => {
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

  const begin$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> =>
    defer(() => {
      const { username, password, clientMetadata } = input;
      const course: Course = {
        attempt,
        from: undefined,
        username,
        clientMetadata,
        secrets: textsOf(password),
      };
      const exchange$ = firstFactor$(input).pipe(concatMap((answered) => progress$(answered, course)));
      const begun$ = defer(() => {
        course.from = machine.now.epoch;
        // A device that was refused has been dropped: what it stood in for is asked for then.
        return exchange$.pipe(
          catchError((error: unknown) => (isDeviceRefused(error) ? exchange$ : throwError(() => error))),
          concatMap((progress) => settled$(progress, course)),
        );
      });
      // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
      const reread$ = rereadStorage$(context, followPartsOf(context));
      return concat(reread$, begun$).pipe(catchError((error: unknown) => failed$(course, error)));
    });

  const answer$ = (
    { waiting: { from, pending: taken }, ...attempt }: Required<Attempt>,
    input: ConfirmSignInInput,
  ): Observable<SignInResult> => {
    const { username } = attempt;
    const { challengeResponse, clientMetadata } = input;
    const course: Course = {
      attempt,
      from,
      username,
      clientMetadata,
      secrets: textsOf(challengeResponse),
      open: taken,
    };
    const responded$ = defer(() => {
      const challenge = CHALLENGES.get(taken.name);
      if (!challenge || !('answer$' in challenge)) throw unknownChallengeError([taken.name]);
      return challenge.answer$(toolsFor(course, taken), taken, input);
    });
    return answered$(responded$, course).pipe(
      switchMap((progress) => settled$(progress, course)),
      catchError((error: unknown) => failed$(course, error)),
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
