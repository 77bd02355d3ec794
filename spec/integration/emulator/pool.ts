import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';
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

/** The user of these specs, with an authenticator app or without. */
export const ALICE = {
  username: 'alice',
  password: 'Correct-horse-9',
  attributes: { email: 'alice@example.com', email_verified: 'true' },
} as const;

/** Alice with an authenticator app as her second factor. */
export const ALICE_WITH_APP = { ...ALICE, mfa: { enabled: ['SOFTWARE_TOKEN_MFA'] } } as const;

/** Alice as an administrator has just made her, with a temporary password and without the required name. */
export const NEW_ALICE = { ...ALICE, status: 'FORCE_CHANGE_PASSWORD' } as const;

/** A password whose UTF-8 has one, two, three and four bytes a character. */
export const UTF8_PASSWORD = 'Pâss-ﬂuß-密码-🔐1';

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
export function sdkFor(pool: TestPool): CognitoIdentityProviderClient {
  const config: CognitoIdentityProviderClientConfig = {
    region: pool.userPoolId.split('_')[0] ?? '',
    endpoint: pool.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  };
  return new CognitoIdentityProviderClient(config);
}

/** What a server thinks of the tokens of a session: the name of its refusal, or `'accepted'`. */
export interface Verdicts {
  readonly access: string;
  readonly refresh: string;
}

/** Asks the server, as the bare client of the AWS SDK, for what it thinks of tokens that somebody kept. */
export async function verdictsOn(
  pool: TestPool,
  { accessToken, refreshToken, deviceKey }: SessionTokens,
): Promise<Verdicts> {
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

/** The tokens that a server-side end of a session must kill. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceKey?: string | undefined;
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
