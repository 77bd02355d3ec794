import { requireSecretHash, type AppClient } from '../../pool/clients/app-clients';
import type { Call } from '../../pool/pool';
import { answerSession } from '../../sign-in/answer-session';
import { required } from '../../sign-in/parameters';
import { judgeDeviceProof, judgePasswordProof } from '../../sign-in/proofs';
import { oneOf, optional, stringMap } from '../../wire/constraint';
import { clientId, clientMetadata, session } from '../members';
import { operation } from '../operation';

/** The name of a challenge that can be answered. */
export const challengeName = oneOf(
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
  'WEB_AUTHN',
  'CUSTOM_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
);

/** Takes the answer to a challenge, and goes on to the next one or to the tokens. */
export const respondToAuthChallenge = operation(
  {
    ClientId: clientId,
    ChallengeName: challengeName,
    ChallengeResponses: optional(stringMap()),
    ClientMetadata: clientMetadata,
    Session: optional(session),
  },
  (input, call) => answerFor(call, call.pool.clients.get(input.ClientId), input),
);

/** An answer as a client sends it, or an administrator for one. */
interface Answer {
  readonly ChallengeName: string;
  readonly ChallengeResponses: ReadonlyMap<string, string> | undefined;
  readonly ClientMetadata: ReadonlyMap<string, string> | undefined;
  readonly Session: string | undefined;
}

/** Takes an answer, by whichever operation. */
export async function answerFor(call: Call, client: AppClient, input: Answer): Promise<object> {
  const responses = input.ChallengeResponses ?? new Map<string, string>();
  const username = required(responses, 'USERNAME');
  await requireSecretHash(client, [username], responses.get('SECRET_HASH'));
  const name = input.ChallengeName;
  if (name === 'PASSWORD_VERIFIER') return judgePasswordProof(call, client, responses);
  if (name === 'DEVICE_PASSWORD_VERIFIER') return judgeDeviceProof(call, client, responses);
  return answerSession(call, input.Session, 'api', {
    client,
    name,
    responses,
    clientMetadata: input.ClientMetadata,
  });
}
