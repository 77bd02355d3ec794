import { signIn as signInWithAmplify, signOut as signOutOfAmplify } from 'aws-amplify/auth';
import { firstValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { configureAmplify } from './amplify';
import { sessionOf, signIn as signInWithIdentityJs, userOf } from './identity-js';
import { SdkCaller, tokensOf } from './sdk-caller';

const USER = { username: 'a', password: 'Correct-horse-9' } as const;

/** Whole sign-ins over HTTP, each telling whether it ended with somebody signed in. */
const SIGN_INS: Readonly<Record<string, (pool: RunningUserPool) => Promise<boolean>>> = {
  'amazon-cognito-identity-js': async (pool) =>
    sessionOf(await signInWithIdentityJs(userOf(pool, undefined, USER.username), USER.password)).isValid(),
  'aws-amplify': async (pool) => {
    configureAmplify(pool);
    const { isSignedIn } = await signInWithAmplify(USER);
    await signOutOfAmplify();
    return isSignedIn;
  },
  'cognito-srp-helper': async (pool) =>
    tokensOf(await new SdkCaller(pool, USER.password, USER.username).proveBySrp()).accessToken !== '',
  'rx-cognito': async (pool) => {
    const { userPoolId, userPoolClientId, endpoint } = pool;
    const storage = createMemoryStorage();
    const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint, storage });
    const { isSignedIn } = await firstValueFrom(auth.signIn$(USER));
    auth.destroy();
    return isSignedIn;
  },
};

describe('startUserPool, with a salt that begins with a zero byte and none above it', () => {
  let pool: RunningUserPool;

  afterEach(() => pool.close());

  it.each([159, 310, 779, 1281])('lets every client in, with the seed %i (#12)', async (seed) => {
    pool = await startUserPool({ seed, users: [USER] });
    const { SALT } = await askForSalt(pool);
    expect(SALT).toMatch(/^(?:[1-7].{29}|.{1,29})$/);

    for (const [client, signIn] of Object.entries(SIGN_INS)) {
      expect([client, await signIn(pool)]).toEqual([client, true]);
    }
  });
});

async function askForSalt(pool: RunningUserPool): Promise<{ readonly SALT: string }> {
  const response = await fetch(pool.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: USER.username, SRP_A: 'abc' },
    }),
  });
  const { ChallengeParameters } = (await response.json()) as { ChallengeParameters: { SALT: string } };
  return ChallengeParameters;
}
