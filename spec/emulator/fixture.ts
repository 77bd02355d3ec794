import { getDiffieHellman } from 'node:crypto';
import { signSrpSession, signSrpSessionWithDevice } from 'cognito-srp-helper';
import {
  createManualClock,
  createUserPool,
  type ManualClock,
  type UserPool,
  type UserPoolOptions,
} from '../../src/emulator';
import { ask, type Asked } from './ask';

/** The password of every user in these specs. */
export const PASSWORD = 'Passw0rd!';

/** A user whose address is verified. */
export const ALICE = {
  username: 'alice',
  password: PASSWORD,
  attributes: { email: 'alice@example.com', email_verified: 'true' },
} as const;

/** A pool under a clock that stands still. */
export type TestPool = UserPool & { readonly clock: ManualClock };

/** Makes a pool with alice in it. */
export function createTestPool(options: Omit<UserPoolOptions, 'clock'> = {}): TestPool {
  const clock = createManualClock();
  return { ...createUserPool({ users: [ALICE], seed: 1, ...options, clock }), clock };
}

/** The tokens of an answer. */
export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
}

/** Begins a sign-in with a password in the open. */
export function submitPassword(pool: UserPool, username = 'alice', password = PASSWORD): Promise<Asked> {
  return ask(pool, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.userPoolClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
}

/** Signs in and returns the tokens. */
export async function signIn(pool: UserPool, username = 'alice', password = PASSWORD): Promise<Tokens> {
  return tokensOf(await submitPassword(pool, username, password));
}

/** Answers a challenge. */
export function respond(
  pool: UserPool,
  challenge: Asked,
  responses: Readonly<Record<string, string>>,
  username = 'alice',
): Promise<Asked> {
  return ask(pool, 'RespondToAuthChallenge', {
    ClientId: pool.userPoolClientId,
    ChallengeName: challenge.body['ChallengeName'],
    Session: challenge.body['Session'],
    ChallengeResponses: { USERNAME: username, ...responses },
  });
}

type SrpSession = Parameters<typeof signSrpSession>[0];

/** Begins an exchange by SRP for the independent client, whose own pairs take it half a second each. */
export function srpSessionOf(pool: UserPool, username = 'alice', password = PASSWORD): SrpSession {
  const { userPoolId: poolId } = pool;
  // Group 15 of RFC 3526 is the group that Cognito uses.
  const pair = getDiffieHellman('modp15');
  return {
    username,
    password,
    isHashed: false,
    poolId,
    poolIdAbbr: poolId.split('_')[1] ?? '',
    timestamp: 'Mon Jan 5 12:00:00 UTC 2026',
    largeA: pair.generateKeys('hex'),
    smallA: pair.getPrivateKey('hex'),
  };
}

/** Signs in by SRP: an independent client makes the proof. */
export async function proveBySrp(
  pool: UserPool,
  { username = 'alice', password = PASSWORD, parameters = {}, flow = 'USER_SRP_AUTH' } = {},
): Promise<Asked> {
  const session = srpSessionOf(pool, username, password);
  const challenge = await ask(pool, 'InitiateAuth', {
    AuthFlow: flow,
    ClientId: pool.userPoolClientId,
    AuthParameters: { USERNAME: username, SRP_A: session.largeA, ...parameters },
  });
  if (challenge.status !== 200) return challenge;
  return respond(pool, challenge, claimOf(signSrpSession(session, challenge.body)), username);
}

/** Proves the secret of a device, beginning with its challenge. */
export async function proveDevice(
  pool: UserPool,
  challenge: Asked,
  device: { readonly DeviceKey: string; readonly DeviceGroupKey: string },
  secret: string,
): Promise<Asked> {
  const session = srpSessionOf(pool);
  const key = { DEVICE_KEY: device.DeviceKey };
  const second = await respond(pool, challenge, { ...key, SRP_A: session.largeA });
  const signed = signSrpSessionWithDevice(session, second.body, device.DeviceGroupKey, secret);
  return respond(pool, second, { ...key, ...claimOf(signed) });
}

/** Writes a proof as challenge responses. */
export function claimOf(signed: ReturnType<typeof signSrpSession>): Record<string, string> {
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
    PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
    TIMESTAMP: signed.timestamp,
  };
}

/** Reads the tokens out of an answer. */
export function tokensOf({ body, text }: Asked): Tokens {
  const result = body['AuthenticationResult'];
  if (result === undefined) throw new Error(`There are no tokens in ${text}`);
  return result as Tokens;
}

/** Reads a JWT's claims. */
export function claims(jwt: string): Record<string, unknown> {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Record<string, unknown>;
}
