import { firstValueFrom } from 'rxjs';
import type { Auth, AuthError, AuthOptions, SignInNextStep } from '../../../src';
import { createAuth, createMemoryStorage } from '../../../src';
import { startUserPool } from '../../../src/emulator';
import type { RunningUserPool, UserPoolOptions } from '../../../src/emulator';

/** The password of every user in these specs. */
export const PASSWORD = 'Pässw0rd!👩‍🚀';

/** A user with an address and a number, both verified. */
export const ADA = {
  username: 'ada',
  password: PASSWORD,
  attributes: {
    email: 'ada@example.com',
    email_verified: 'true',
    phone_number: '+491701234567',
    phone_number_verified: 'true',
  },
} as const;

const running: { pools: RunningUserPool[]; auths: Auth[] } = { pools: [], auths: [] };

/** Stops everything that a spec started; for `afterEach`. */
export async function stopAll(): Promise<void> {
  running.auths.splice(0).forEach((auth) => {
    auth.destroy();
  });
  await Promise.all(running.pools.splice(0).map((pool) => pool.close()));
}

/** Starts a pool with ada in it. */
export async function startPool(options: UserPoolOptions = {}): Promise<RunningUserPool> {
  const pool = await startUserPool({
    users: [ADA],
    seed: 1,
    allowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
    ...options,
  });
  running.pools.push(pool);
  return pool;
}

/** Creates the auth state of a pool's app client, over a storage of its own. */
export function authOf(pool: RunningUserPool, options: Partial<AuthOptions> = {}): Auth {
  const { userPoolId, userPoolClientId, endpoint } = pool;
  const auth = createAuth({
    userPoolId,
    userPoolClientId,
    userPoolEndpoint: endpoint,
    storage: createMemoryStorage(),
    ...options,
  });
  running.auths.push(auth);
  return auth;
}

/** Begins a sign-in and returns its next step. */
export async function begin(
  auth: Auth,
  input: Partial<Parameters<Auth['signIn$']>[0]> = {},
): Promise<SignInNextStep> {
  const { nextStep } = await firstValueFrom(auth.signIn$({ username: 'ada', password: PASSWORD, ...input }));
  return nextStep;
}

/** Answers a challenge and returns the next step. */
export async function answer(
  auth: Auth,
  challengeResponse: string,
  more: Omit<Parameters<Auth['confirmSignIn$']>[0], 'challengeResponse'> = {},
): Promise<SignInNextStep> {
  const { nextStep } = await firstValueFrom(auth.confirmSignIn$({ challengeResponse, ...more }));
  return nextStep;
}

/** Returns the error of what must fail. */
export async function refusal(attempt: Promise<unknown>): Promise<AuthError> {
  const result = await attempt.catch((error: unknown) => error);
  if (result instanceof Error && 'kind' in result) return result as AuthError;
  throw new Error(`There was no AuthError but ${JSON.stringify(result)}`);
}

/** The latest code that the pool sent. */
export function sentCode(pool: RunningUserPool): string {
  const sent = pool.outbox.latest('ada');
  if (!sent) throw new Error('Nothing was sent.');
  return sent.code;
}

/** The step of a state that waits for an answer. */
export function stateStep(auth: Auth): unknown {
  return auth.state.status === 'signingIn' ? auth.state.nextStep : undefined;
}

/** Who is signed in. */
export function signedInName(auth: Auth): string | undefined {
  return auth.state.status === 'signedIn' ? auth.state.user.username : undefined;
}
