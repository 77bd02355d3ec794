import { CognitoError, notAuthorized } from '../errors';
import { requireSecretHash } from '../pool/app-clients';
import type { Call } from '../pool/pool';
import { answerChallenge, type ChallengeAnswer } from '../sign-in/answers';
import { required } from '../sign-in/parameters';
import { judgeDeviceProof, judgePasswordProof } from '../sign-in/proofs';
import type { SignInAnswer } from '../sign-in/sign-in';
import { oneOf, optional, stringMap } from '../wire/constraint';
import { clientId, clientMetadata, session } from './members';
import { operation } from './operation';

/** Takes the answer to a challenge, and goes on to the next one or to the tokens. */
export const respondToAuthChallenge = operation(
  {
    ClientId: clientId,
    ChallengeName: oneOf(
      'PASSWORD_VERIFIER',
      'NEW_PASSWORD_REQUIRED',
      'SMS_MFA',
      'SMS_OTP',
      'EMAIL_OTP',
      'SOFTWARE_TOKEN_MFA',
      'SELECT_MFA_TYPE',
      'MFA_SETUP',
      'SELECT_CHALLENGE',
      'PASSWORD',
      'PASSWORD_SRP',
      'CUSTOM_CHALLENGE',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
    ),
    ChallengeResponses: optional(stringMap()),
    ClientMetadata: clientMetadata,
    Session: optional(session),
  },
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    const responses = input.ChallengeResponses ?? new Map<string, string>();
    const username = required(responses, 'USERNAME');
    await requireSecretHash(client, [username], responses.get('SECRET_HASH'));
    const name = input.ChallengeName;
    if (name === 'PASSWORD_VERIFIER') return judgePasswordProof(call, client, responses);
    if (name === 'DEVICE_PASSWORD_VERIFIER') return judgeDeviceProof(call, client, responses);
    return answerSession(call, input.Session, {
      client,
      name,
      responses,
      clientMetadata: input.ClientMetadata,
    });
  },
);

// No public source says what a refused password does to the session. AWS's own clients let their users try another one
// with it, and nobody reports that they cannot.
const LEAVES_SESSION: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
]);

// What was typed wrongly may be typed again with the same session; whatever else happens, the session is spent.
async function answerSession(
  call: Call,
  handle: string | undefined,
  answer: ChallengeAnswer,
): Promise<SignInAnswer> {
  const waiting = call.pool.sessions.take(handle, call.now);
  const { signIn, awaited } = waiting.challenge;
  if (signIn.client !== answer.client || awaited.name !== answer.name) {
    throw notAuthorized('Invalid session for the user.');
  }
  try {
    return await answerChallenge(call, signIn, awaited, answer);
  } catch (error) {
    const isRetryable = error instanceof CognitoError && LEAVES_SESSION.has(error.type);
    if (isRetryable && handle !== undefined) call.pool.sessions.restore(handle, waiting);
    throw error;
  }
}
