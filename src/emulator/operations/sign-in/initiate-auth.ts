import { invalidParameter, notAuthorized } from '../../errors';
import type { ExplicitAuthFlow } from '../../options';
import { requireSecretHash, type AppClient } from '../../pool/clients/app-clients';
import type { Call } from '../../pool/pool';
import { signInByChoice } from '../../sign-in/choice';
import { beginCustomSignIn } from '../../sign-in/custom';
import { signInByPassword, signInBySrp } from '../../sign-in/first-factor';
import { migrateUser } from '../../sign-in/migration';
import { required } from '../../sign-in/parameters';
import { findSignInUser } from '../../sign-in/password';
import { proceedAfterFirstFactor } from '../../sign-in/proceed';
import type { SignIn } from '../../pool/sessions/pending-sign-in';
import type { SignInAnswer } from '../../sign-in/sign-in';
import { oneOf, optional, stringMap } from '../../wire/constraint';
import { clientId, clientMetadata, session } from '../members';
import { operation } from '../operation';
import { refreshTokens } from '../session/refresh';

/** A way to sign in, by the name of its flow. */
export type AuthFlow =
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'USER_SRP_AUTH'
  | 'USER_AUTH'
  | 'CUSTOM_AUTH'
  | 'REFRESH_TOKEN_AUTH';

type Parameters = ReadonlyMap<string, string>;

type Flow = (call: Call, signIn: SignIn, parameters: Parameters) => Promise<SignInAnswer> | SignInAnswer;

/** Begins a sign-in, or refreshes tokens. */
export const initiateAuth = operation(
  {
    AuthFlow: oneOf(
      'USER_PASSWORD_AUTH',
      'USER_SRP_AUTH',
      'USER_AUTH',
      'CUSTOM_AUTH',
      'REFRESH_TOKEN_AUTH',
      'REFRESH_TOKEN',
    ),
    AuthParameters: optional(stringMap()),
    ClientId: clientId,
    ClientMetadata: clientMetadata,
    Session: optional(session),
  },
  (input, call) =>
    beginSignIn(call, call.pool.clients.get(input.ClientId), {
      flow: input.AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : input.AuthFlow,
      parameters: input.AuthParameters ?? new Map<string, string>(),
      metadata: input.ClientMetadata,
      session: input.Session,
    }),
);

/** What a sign-in is begun with, by a client or by an administrator for one. */
export interface SignInRequest {
  readonly flow: AuthFlow;
  readonly parameters: Parameters;
  readonly metadata: Parameters | undefined;
  readonly session: string | undefined;
}

/** Begins a sign-in, or refreshes tokens, by whichever operation. */
export async function beginSignIn(
  call: Call,
  client: AppClient,
  { flow, parameters, metadata, session: handle }: SignInRequest,
): Promise<object> {
  requireFlow(client, flow);
  if (flow === 'REFRESH_TOKEN_AUTH') return refreshByFlow(call, client, parameters);
  const username = required(parameters, 'USERNAME');
  await requireSecretHash(client, [username], parameters.get('SECRET_HASH'));
  const password = parameters.get('PASSWORD');
  if (password !== undefined) await migrateUser(call, client, username, { password });
  const user = findSignInUser(call, client, username);
  const signIn: SignIn = {
    client,
    user,
    deviceKey: parameters.get('DEVICE_KEY'),
    clientMetadata: Object.fromEntries(metadata ?? []),
    place: 'api',
    customSteps: undefined,
  };
  if (flow === 'USER_AUTH' && handle !== undefined) {
    requireConfirmedSignUp(call, signIn, handle);
    return proceedAfterFirstFactor(call, signIn);
  }
  return FLOWS[flow](call, signIn, parameters);
}

const FLOWS: Readonly<Record<Exclude<AuthFlow, 'REFRESH_TOKEN_AUTH'>, Flow>> = {
  USER_PASSWORD_AUTH: (call, signIn, parameters) =>
    signInByPassword(call, signIn, required(parameters, 'PASSWORD')),
  ADMIN_USER_PASSWORD_AUTH: (call, signIn, parameters) =>
    signInByPassword(call, signIn, required(parameters, 'PASSWORD')),
  USER_SRP_AUTH: (call, signIn, parameters) => signInBySrp(call, signIn, required(parameters, 'SRP_A')),
  USER_AUTH: (call, signIn, parameters) =>
    signInByChoice(call, signIn, parameters.get('PREFERRED_CHALLENGE'), parameters),
  CUSTOM_AUTH: beginCustomSignIn,
};

async function refreshByFlow(call: Call, client: AppClient, parameters: Parameters): Promise<object> {
  const refreshed = await refreshTokens(call, client, {
    token: required(parameters, 'REFRESH_TOKEN'),
    deviceKey: parameters.get('DEVICE_KEY'),
    authorize: ({ username, sub }) =>
      requireSecretHash(client, [username, sub], parameters.get('SECRET_HASH')),
  });
  return { ...refreshed, ChallengeParameters: {} };
}

// Whoever brought the code of a sign-up back is signed in by its session, without another factor.
function requireConfirmedSignUp({ pool, now }: Call, { user, client }: SignIn, session: string): void {
  const { challenge } = pool.signUps.take(session, now);
  if (!challenge.isConfirmed || challenge.user !== user || challenge.client !== client) {
    throw notAuthorized('Invalid session for the user.');
  }
}

function requireFlow(client: AppClient, flow: AuthFlow): void {
  const wanted: ExplicitAuthFlow = `ALLOW_${flow}`;
  if (!client.explicitAuthFlows.includes(wanted)) {
    throw invalidParameter(
      flow === 'USER_SRP_AUTH'
        ? 'USER_SRP_AUTH is not enabled for the client.'
        : `${flow} flow not enabled for this client`,
    );
  }
}
