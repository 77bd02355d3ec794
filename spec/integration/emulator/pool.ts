import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createManualClock, startUserPool, totpCode } from 'rx-cognito/emulator';
import type {
  CustomAuthTriggers,
  DeviceTracking,
  ManualClock,
  RunningUserPool,
  UserPoolOptions,
} from 'rx-cognito/emulator';

/** A user pool behind HTTP whose clock stands still: where not told otherwise at the present, by which the clients go. */
export type TestPool = RunningUserPool & { readonly clock: ManualClock };

/** The user of these specs. */
export const ALICE = {
  username: 'alice',
  password: 'Correct-horse-9',
  attributes: { email: 'alice@example.com', email_verified: 'true' },
} as const;

/** Alice with an authenticator app as her second factor. */
export const ALICE_WITH_APP = { ...ALICE, mfa: { enabled: ['SOFTWARE_TOKEN_MFA'] } } as const;

/** Alice as an administrator has just made her, with a temporary password and without the required name. */
export const NEW_ALICE = { ...ALICE, status: 'FORCE_CHANGE_PASSWORD' } as const;

/** A password with characters of one to four bytes, of which no normal form of Unicode leaves all alone. */
export const UTF8_PASSWORD = 'P\u00e2ss-i\u0308-密码-🔐1';

/** A pool that remembers devices, without asking the user. */
export const DEVICES: DeviceTracking = {
  challengeRequiredOnNewDevice: true,
  deviceOnlyRememberedOnUserPrompt: false,
};

/** A riddle in place of a password; three wrong answers are too many. */
export const RIDDLE: CustomAuthTriggers = {
  defineAuthChallenge: ({ session }) => {
    const last = session.at(-1);
    if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' };
    if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true };
    const wrong = session.filter(({ challengeResult }) => !challengeResult).length;
    return wrong < 3 ? { challengeName: 'CUSTOM_CHALLENGE' } : { failAuthentication: true };
  },
  createAuthChallenge: () => ({
    publicChallengeParameters: { question: 'What is brown and sticky?' },
    privateChallengeParameters: { answer: 'a stick' },
  }),
  verifyAuthChallengeResponse: ({ privateChallengeParameters, challengeAnswer }) =>
    challengeAnswer === privateChallengeParameters['answer'],
};

/** Starts a pool with alice in it. */
export async function startTestPool(
  options: Omit<UserPoolOptions, 'clock'> = {},
  startAt: number = Date.now(),
): Promise<TestPool> {
  const clock = createManualClock(startAt);
  return { ...(await startUserPool({ users: [ALICE], ...options, clock })), clock };
}

/** Makes the bare client of the AWS SDK, without its retries. */
export function sdkFor(pool: RunningUserPool): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: pool.userPoolId.split('_')[0] ?? '',
    endpoint: pool.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
}

/** The tokens of one session, as somebody might have kept them who is signed out. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceKey?: string | undefined;
}

/** Asks the server for what it thinks of a session's tokens: a verdict on each. */
export async function verdictsOn(
  pool: TestPool,
  { accessToken, refreshToken, deviceKey }: SessionTokens,
): Promise<{ readonly access: string; readonly refresh: string }> {
  const sdk = sdkFor(pool);
  const refresh = new GetTokensFromRefreshTokenCommand({
    ClientId: pool.userPoolClientId,
    RefreshToken: refreshToken,
    DeviceKey: deviceKey,
  });
  return {
    access: await verdictOf(sdk.send(new GetUserCommand({ AccessToken: accessToken }))),
    refresh: await verdictOf(sdk.send(refresh)),
  };
}

/** The name of the exception that a call is refused with, or `'accepted'`. */
export function verdictOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'accepted',
    (error: unknown) => (error as Error).name,
  );
}

/** Shows what alice's authenticator app shows next: a code that was not used yet. */
export function nextCode(pool: TestPool, secret = pool.admin.totpSecret('alice') ?? ''): Promise<string> {
  pool.clock.advance(30_000);
  return totpCode(secret, pool.clock.now());
}
