import type { PoolClock } from './clock';
import type { UserPoolOptions } from './options';
import { createAdministration, type Administration } from './pool/administration';
import type { IssuedCredentials } from './pool/identity-pool';
import type { Outbox } from './pool/outbox';
import { createPool } from './pool/pool';
import { isLive, type FamilyEnd } from './pool/token-families';
import { Faults } from './wire/faults';
import { createHandler, type Handler } from './wire/handler';
import { RequestLog } from './wire/request-log';

/** One sign-in, as the pool knows it. */
export interface TokenFamilySummary {
  readonly originJti: string;
  readonly username: string;
  readonly clientId: string;
  readonly deviceKey: string | undefined;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  /** What ended it before its time, if anything did. */
  readonly endedBy: FamilyEnd | undefined;
  /** The refresh, access and id tokens that the pool would still accept. */
  readonly liveTokens: readonly string[];
}

/** The identity pool that gives users of a pool AWS credentials. */
export interface EmulatedIdentityPool {
  readonly identityPoolId: string;
  /** Every credentials that were ever handed out, oldest first: nothing ends them but their time. */
  readonly issued: readonly IssuedCredentials[];
  /** Forgets an identity, as a merge does with the one that is merged away. */
  disable(identityId: string): void;
}

/** A user pool that runs in this process. */
export interface UserPool {
  readonly userPoolId: string;
  /** The first app client. */
  readonly userPoolClientId: string;
  /** The identity pool behind the same endpoint. */
  readonly identityPool: EmulatedIdentityPool;
  /** Answers requests as `fetch` would bring the answers. */
  readonly handler: Handler;
  readonly clock: PoolClock;
  /** The codes that would have been sent. */
  readonly outbox: Outbox;
  /** The requests that came. */
  readonly requests: RequestLog;
  /** What shall go wrong. */
  readonly faults: Faults;
  /** What an administrator does, without a request. */
  readonly admin: Administration;
  /** Tells whether the pool would still accept a token: the truth against which a client's report is held. */
  isTokenLive(token: string): boolean;
  /** Lists the sign-ins, of one user where a name is given. */
  tokenFamilies(username?: string): readonly TokenFamilySummary[];
  /** Forgets requests, messages, and sign-ins that are over, for runs of many thousand of them. */
  forgetHistory(): void;
}

/**
 * Makes a user pool that behaves as Cognito does, without a socket, a timer or a file.
 *
 * @example
 * ```ts
 * const pool = createUserPool({ users: [{ username: 'alice', password: 'Passw0rd!' }] });
 * const response = await pool.handler(
 *   new Request('https://cognito-idp.eu-west-1.amazonaws.com/', {
 *     method: 'POST',
 *     headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
 *     body: JSON.stringify({
 *       AuthFlow: 'USER_PASSWORD_AUTH',
 *       ClientId: pool.userPoolClientId,
 *       AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
 *     }),
 *   }),
 * );
 * ```
 */
export function createUserPool(options: UserPoolOptions = {}): UserPool {
  const pool = createPool(options);
  const faults = new Faults();
  const requests = new RequestLog();
  const now = () => pool.clock.now();
  return {
    userPoolId: pool.id,
    userPoolClientId: pool.clients.default.clientId,
    identityPool: pool.identities,
    handler: createHandler(pool, faults, requests),
    clock: pool.clock,
    outbox: pool.outbox,
    requests,
    faults,
    admin: createAdministration(pool),
    isTokenLive(token) {
      const issued = pool.families.find(token);
      return issued !== undefined && isLive(issued, now());
    },
    tokenFamilies: (username) =>
      pool.families.all
        .filter(({ user }) => username === undefined || user === pool.users.find(username))
        .map((family) => ({
          originJti: family.originJti,
          username: family.user.username,
          clientId: family.client.clientId,
          deviceKey: family.deviceKey,
          authenticatedAt: family.authenticatedAt,
          expiresAt: family.expiresAt,
          endedBy: family.endedBy,
          liveTokens: pool.families.liveTokensOf(family, now()),
        })),
    forgetHistory() {
      requests.clear();
      pool.outbox.clear();
      pool.families.forgetDead(now());
      pool.sessions.forgetExpired(now());
      pool.proofs.forgetExpired(now());
    },
  };
}
