import { oneOf, optional, stringMap } from '../../wire/constraint';
import { requirePool } from './named';
import { beginSignIn, type AuthFlow } from '../sign-in/initiate-auth';
import { answerFor, challengeName } from '../sign-in/respond-to-auth-challenge';
import { clientId, clientMetadata, poolId, session } from '../members';
import { operation } from '../operation';

// The names from before 2020 stand beside those of today.
const FORMER: ReadonlyMap<string, AuthFlow> = new Map([
  ['ADMIN_NO_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
  ['REFRESH_TOKEN', 'REFRESH_TOKEN_AUTH'],
]);

const FLOWS = [
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_SRP_AUTH',
  'USER_AUTH',
  'CUSTOM_AUTH',
  'REFRESH_TOKEN_AUTH',
] as const;

/** Begins a sign-in for a client, from a server. */
export const adminInitiateAuth = operation(
  {
    UserPoolId: poolId,
    ClientId: clientId,
    AuthFlow: oneOf(...FLOWS, 'ADMIN_NO_SRP_AUTH', 'REFRESH_TOKEN'),
    AuthParameters: optional(stringMap()),
    ClientMetadata: clientMetadata,
    Session: optional(session),
  },
  (input, call) => {
    requirePool(call, input.UserPoolId);
    const { AuthFlow: named } = input;
    return beginSignIn(call, call.pool.clients.get(input.ClientId), {
      flow: FORMER.get(named) ?? FLOWS.find((flow) => flow === named) ?? 'ADMIN_USER_PASSWORD_AUTH',
      parameters: input.AuthParameters ?? new Map<string, string>(),
      metadata: input.ClientMetadata,
      session: input.Session,
    });
  },
);

/** Takes the answer to a challenge, from a server. */
export const adminRespondToAuthChallenge = operation(
  {
    UserPoolId: poolId,
    ClientId: clientId,
    ChallengeName: challengeName,
    ChallengeResponses: optional(stringMap()),
    ClientMetadata: clientMetadata,
    Session: optional(session),
  },
  (input, call) => {
    requirePool(call, input.UserPoolId);
    return answerFor(call, call.pool.clients.get(input.ClientId), input);
  },
);
