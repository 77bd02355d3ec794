import { invalidParameter, notAuthorized } from '../errors';
import type { ExplicitAuthFlow } from '../options';
import { requireSecretHash, type AppClient } from '../pool/app-clients';
import type { Call } from '../pool/pool';
import { signInByChoice } from '../sign-in/choice';
import { beginCustomSignIn } from '../sign-in/custom';
import { signInByPassword, signInBySrp } from '../sign-in/first-factor';
import { required } from '../sign-in/parameters';
import { findSignInUser } from '../sign-in/password';
import { proceedAfterFirstFactor } from '../sign-in/proceed';
import type { SignIn } from '../pool/pending-sign-in';
import type { SignInAnswer } from '../sign-in/sign-in';
import { oneOf, optional, stringMap } from '../wire/constraint';
import { clientId, clientMetadata, session } from './members';
import { operation } from './operation';
import { refreshTokens } from './refresh';

type AuthFlow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH' | 'REFRESH_TOKEN_AUTH';

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
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    const flow = input.AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : input.AuthFlow;
    const parameters = input.AuthParameters ?? new Map<string, string>();
    requireFlow(client, flow);
    if (flow === 'REFRESH_TOKEN_AUTH') return refreshByFlow(call, client, parameters);

    const username = required(parameters, 'USERNAME');
    const user = findSignInUser(call, client, username);
    await requireSecretHash(client, [username], parameters.get('SECRET_HASH'));
    const metadata = Object.fromEntries(input.ClientMetadata ?? []);
    const deviceKey = parameters.get('DEVICE_KEY');
    const signIn: SignIn = {
      client,
      user,
      deviceKey,
      clientMetadata: metadata,
      place: 'api',
      customSteps: undefined,
    };
    if (flow === 'USER_AUTH' && input.Session !== undefined) {
      requireConfirmedSignUp(call, signIn, input.Session);
      return proceedAfterFirstFactor(call, signIn);
    }
    return FLOWS[flow](call, signIn, parameters);
  },
);

const FLOWS: Readonly<Record<Exclude<AuthFlow, 'REFRESH_TOKEN_AUTH'>, Flow>> = {
  USER_PASSWORD_AUTH: (call, signIn, parameters) =>
    signInByPassword(call, signIn, required(parameters, 'PASSWORD')),
  USER_SRP_AUTH: (call, signIn, parameters) => signInBySrp(call, signIn, required(parameters, 'SRP_A')),
  USER_AUTH: (call, signIn, parameters) =>
    signInByChoice(call, signIn, parameters.get('PREFERRED_CHALLENGE'), parameters),
  CUSTOM_AUTH: beginCustomSignIn,
};

function refreshByFlow(call: Call, client: AppClient, parameters: Parameters): Promise<object> {
  return refreshTokens(call, client, {
    token: required(parameters, 'REFRESH_TOKEN'),
    deviceKey: parameters.get('DEVICE_KEY'),
    authorize: ({ username, sub }) =>
      requireSecretHash(client, [username, sub], parameters.get('SECRET_HASH')),
  });
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
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }
}
