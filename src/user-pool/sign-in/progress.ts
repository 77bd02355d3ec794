import { concatMap, defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ConfirmSignInInput } from '../../flows/sign-in/input';
import { RESUMABLE_MS } from '../../model/pending-challenge';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { PoolContext } from '../pool-context';
import type {
  Answered,
  AnswerTools,
  Challenge,
  Challenged,
  GivenChallenge,
  Progress,
  TokenRequest,
} from './answer';
import { createAnswerTools } from './answer-tools';
import { givenChallengeOf, unknownChallengeError } from './challenge-parameters';
import { CHALLENGES } from './challenges';
import type { Course } from './course';

/** The way from an answer of Cognito to what comes next: tokens, or a challenge that the user has to answer. */
export interface Progression {
  /** Goes on from an answer. */
  progress$(answered: Answered, course: Course): Observable<Progress>;
  /** Answers the challenge that has been taken out for it, and goes on from there. */
  respond$(taken: PendingChallenge, course: Course, input: ConfirmSignInInput): Observable<Progress>;
}

/** Reads a challenge as it waits to be answered. */
function pendingOf(
  challenge: Challenge,
  given: GivenChallenge,
  answersAs: string,
  context: PoolContext,
): PendingChallenge {
  return {
    name: given.name,
    session: given.session,
    answersAs,
    nextStep: Object.freeze(challenge.read(given, context)),
    resumableUntil: context.scheduler.now() + RESUMABLE_MS,
    ...challenge.keep?.(given),
  };
}

/** Enters a challenge: up to what the user has to do about it, or past it where the platform asks by itself. */
function entered$(
  challenge: Challenge,
  pending: PendingChallenge,
  tools: AnswerTools,
): Observable<Answered | Challenged> {
  const { givenAtOnce } = challenge;
  if (givenAtOnce !== undefined) {
    tools.advance(pending);
    return challenge.answer$(tools, pending, { challengeResponse: givenAtOnce });
  }
  return (
    challenge.enter$?.(tools.context, pending, tools.username) ??
    of({ pending, nextStep: pending.nextStep as Challenged['nextStep'] })
  );
}

/** Creates the way from answer to answer. */
export function createProgression(
  context: PoolContext,
  request$: TokenRequest,
  srp: AnswerTools['srp'],
): Progression {
  const toolsFor = createAnswerTools(context, request$, srp);

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
      if (challenge && 'answer$' in challenge) {
        const pending = pendingOf(challenge, given, answersAs, context);
        return answered$(entered$(challenge, pending, toolsFor(course, pending)), course);
      }
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

  return {
    progress$,
    respond$: (taken, course, input) =>
      answered$(
        defer(() => {
          const challenge = CHALLENGES.get(taken.name);
          if (!challenge || !('answer$' in challenge)) throw unknownChallengeError([taken.name]);
          return challenge.answer$(toolsFor(course, taken), taken, input);
        }),
        course,
      ),
  };
}
