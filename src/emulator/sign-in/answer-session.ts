import { CognitoError, notAuthorized } from '../errors';
import type { SignIn } from '../pool/pending-sign-in';
import type { Call } from '../pool/pool';
import { answerChallenge, type ChallengeAnswer } from './answers';
import type { SignInAnswer } from './sign-in';

/** Answers the challenge of a session. A wrong code may be tried again; whatever else happens, the session is spent. */
export async function answerSession(
  call: Call,
  handle: string | undefined,
  place: SignIn['place'],
  answer: ChallengeAnswer,
): Promise<SignInAnswer> {
  const waiting = call.pool.sessions.take(handle, call.now);
  const { signIn, awaited } = waiting.challenge;
  if (signIn.client !== answer.client || signIn.place !== place || awaited.name !== answer.name) {
    throw notAuthorized('Invalid session for the user.');
  }
  try {
    return await answerChallenge(call, signIn, awaited, answer);
  } catch (error) {
    const isRetryable = error instanceof CognitoError && error.type === 'CodeMismatchException';
    if (isRetryable && handle !== undefined) call.pool.sessions.restore(handle, waiting);
    throw error;
  }
}
