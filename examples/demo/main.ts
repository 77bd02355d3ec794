/* The main job: sign in, watch the state, call Cognito, sign out, and see that the server agrees. */
import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { GetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import { AuthError, createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, KeyValueStorage } from 'rx-cognito';
import { findTarget } from './target';
import type { Target } from './target';
import { ask, heading, say, sayResult, sayState } from './terminal';

interface Device {
  readonly auth: Auth;
  readonly storage: KeyValueStorage;
}

function createDevice(name: string, target: Target): Device {
  const { userPoolId, userPoolClientId, userPoolEndpoint } = target;
  const storage = createMemoryStorage();
  const endpoint = userPoolEndpoint === undefined ? {} : { userPoolEndpoint };
  const auth = createAuth({ userPoolId, userPoolClientId, storage, ...endpoint });
  auth.state$.subscribe(sayState(name));
  return { auth, storage };
}

async function signIn({ auth }: Device, { user }: Target): Promise<void> {
  let { isSignedIn, nextStep } = await firstValueFrom(auth.signIn$(user));
  while (!isSignedIn) {
    const challengeResponse = await ask(`${nextStep.signInStep}: `);
    ({ isSignedIn, nextStep } = await firstValueFrom(auth.confirmSignIn$({ challengeResponse })));
  }
}

const readUser = ({ auth }: Device): Promise<GetUserCommandOutput> =>
  firstValueFrom(auth.send$((accessToken) => new GetUserCommand({ AccessToken: accessToken })));

/** Takes the refresh token out of the storage, as a thief would have before the sign-out. */
async function stolenRefreshToken({ storage }: Device, { userPoolClientId }: Target): Promise<string> {
  const record = await storage.getItem(`rx-cognito.${userPoolClientId}`);
  return (JSON.parse(record ?? '{}') as { session: { refreshToken: string } }).session.refreshToken;
}

async function proveRefusal(refreshToken: string, target: Target): Promise<void> {
  const region = target.userPoolId.slice(0, target.userPoolId.indexOf('_'));
  const endpoint = target.userPoolEndpoint === undefined ? {} : { endpoint: target.userPoolEndpoint };
  // The SDK tells users of Node.js 20 that its time is over; that is not what this demo is about.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const thief = new CognitoIdentityProviderClient({ region, ...endpoint });
  const command = new GetTokensFromRefreshTokenCommand({
    RefreshToken: refreshToken,
    ClientId: target.userPoolClientId,
  });
  const refusal = await thief.send(command).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  if (refusal !== 'NotAuthorizedException')
    throw new Error(`The refresh token still works: ${String(refusal)}`);
  say('proof', 'the refresh token that was stored is refused: NotAuthorizedException');
}

async function run(target: Target): Promise<void> {
  heading(`Sign in to ${target.userPoolId}${target.isOwn ? ', a user pool in this process' : ''}`);
  const phone = createDevice('phone', target);
  await signIn(phone, target);
  const laptop = target.isOwn ? createDevice('laptop', target) : undefined;
  if (laptop) await signIn(laptop, target);

  heading('Call Cognito with a fresh access token');
  const { UserAttributes = [] } = await readUser(phone);
  for (const { Name, Value } of UserAttributes) {
    say('attribute', `${Name ?? ''} = ${Value ?? ''}`);
  }

  heading(laptop ? 'Sign out on the phone, and so on every device' : 'Sign out');
  const refreshToken = await stolenRefreshToken(phone, target);
  sayResult(await firstValueFrom(phone.auth.signOut$({ globalSignOut: laptop !== undefined })));
  await proveRefusal(refreshToken, target);

  if (laptop) {
    heading('The laptop learns of it with its next request');
    await readUser(laptop).catch((error: unknown) => {
      say('laptop', error instanceof AuthError ? `${error.kind} · ${error.message}` : String(error));
    });
  }
  phone.auth.destroy();
  laptop?.auth.destroy();
}

const isFailure = (error: unknown): error is { message: string; recoverySuggestion?: string } =>
  error instanceof Error;

try {
  const target = await findTarget(process.argv.slice(2));
  try {
    await run(target);
  } finally {
    await target.close();
  }
} catch (error) {
  const failure = isFailure(error) ? error : { message: String(error) };
  say('failed', [failure.message, failure.recoverySuggestion].filter(Boolean).join(' '));
  process.exitCode = 1;
}
