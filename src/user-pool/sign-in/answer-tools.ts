import { map } from 'rxjs';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { PoolContext } from '../pool-context';
import type { AnswerTools, TokenRequest } from './answer';
import type { Course } from './course';
import { metadataOf } from './password-srp';

/** Makes the tools by which a challenge is answered in the course of a sign-in. */
export type MakeAnswerTools = (
  course: Course,
  challenge: Pick<PendingChallenge, 'name' | 'session' | 'answersAs'>,
) => AnswerTools;

/** Creates the maker of what challenges are answered with. */
export const createAnswerTools =
  (context: PoolContext, request$: TokenRequest, srp: AnswerTools['srp']): MakeAnswerTools =>
  (course, { name, session: given, answersAs }) => ({
    context,
    srp,
    username: course.username,
    clientMetadata: course.clientMetadata,
    advance: (advanced) => (course.open = advanced),
    respond$: (responses, session = given) =>
      request$(
        'RespondToAuthChallenge',
        {
          ClientId: context.identity.userPoolClientId,
          ChallengeName: name,
          ChallengeResponses: { USERNAME: answersAs, ...responses },
          ...(session === undefined ? {} : { Session: session }),
          ...metadataOf(course),
        },
        course.username,
      ).pipe(map((answer) => ({ answer, answersAs }))),
  });
