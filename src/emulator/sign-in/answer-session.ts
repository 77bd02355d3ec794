import { CognitoError, notAuthorized } from '../errors';
import type { SignIn } from '../pool/sessions/pending-sign-in';
import type { Call } from '../pool/pool';
import { answerChallenge, type ChallengeAnswer } from './answers';
import type { SignInAnswer } from './sign-in';

// No public source says what a refused password does to the session. AWS's own clients let their users try another one
// with it, and nobody reports that they cannot.
const LEAVES_SESSION: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
]);

/** Tells whether the session of a challenge may be used again after a refusal. */
export function leavesSession(error: unknown): boolean {
  return error instanceof CognitoError && LEAVES_SESSION.has(error.type);
}

/** Answers the challenge of a session. What was typed wrongly may be typed again; whatever else happens, it is spent. */
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
    if (leavesSession(error) && handle !== undefined) call.pool.sessions.restore(handle, waiting);
    throw error;
  }
}
