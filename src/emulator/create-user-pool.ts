import type { PoolClock } from './clock';
import type { UserPoolOptions } from './options';
import { createAdministration, type Administration } from './pool/administration';
import type { IdentityPool } from './pool/identity-pool';
import type { Outbox } from './pool/outbox';
import { createPool } from './pool/pool';
import { isSignedIn, type SsoSessionEnd } from './pool/sso-sessions';
import { isLive, type FamilyEnd } from './pool/token-families';
import { Faults } from './wire/faults';
import { createHandler, type Handler } from './wire/handler';
import { RequestLog } from './wire/request-log';

/** One sign-in, as the pool knows it. */
export interface TokenFamilySummary {
  readonly originJti: string;
  /** Its name in `ListUserSessions`. */
  readonly sessionId: string;
  readonly username: string;
  readonly clientId: string;
  readonly deviceKey: string | undefined;
  readonly scopes: readonly string[];
  /** The identity provider by which the user came in at managed login; nothing where an application signed in by itself. */
  readonly provider: string | undefined;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  /** What ended it before its time, if anything did. */
  readonly endedBy: FamilyEnd | undefined;
  /** The refresh, access and id tokens that the pool would still accept. */
  readonly liveTokens: readonly string[];
}

/** A browser's session at managed login, as the pool knows it. */
export interface SsoSessionSummary {
  readonly username: string;
  readonly clientId: string;
  readonly provider: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  /** What ended it before its hour was over, if anything did. */
  readonly endedBy: SsoSessionEnd | undefined;
  /** Whether the browser would be signed in without a password. */
  readonly isLive: boolean;
}

/** A user pool that runs in this process. */
export interface UserPool {
  readonly userPoolId: string;
  /** The first app client. */
  readonly userPoolClientId: string;
  /** The identity pool behind the same endpoint. */
  readonly identityPool: Pick<IdentityPool, 'identityPoolId' | 'issued' | 'disable'>;
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
  /** Lists the sessions that browsers have at managed login, of one user where a name is given. */
  ssoSessions(username?: string): readonly SsoSessionSummary[];
  /** Forgets requests, messages, and sign-ins that are over, for runs of many thousand of them. */
  forgetHistory(): void;
}

/**
 * Makes a user pool that behaves as Cognito does, without a socket, a timer or a file.
 *
 * @throws TypeError where an entry of `adminOrigins` is not an origin
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
    handler: createHandler(pool, faults, requests, options.adminOrigins),
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
          sessionId: family.sessionId,
          username: family.user.username,
          clientId: family.client.clientId,
          deviceKey: family.deviceKey,
          scopes: family.scopes,
          provider: family.ssoSession?.provider,
          authenticatedAt: family.authenticatedAt,
          expiresAt: family.expiresAt,
          endedBy: family.endedBy,
          liveTokens: pool.families.liveTokensOf(family, now()),
        })),
    ssoSessions: (username) =>
      pool.ssoSessions.all
        .filter(({ user }) => username === undefined || user === pool.users.find(username))
        .map((session) => ({
          username: session.user.username,
          clientId: session.client.clientId,
          provider: session.provider,
          startedAt: session.startedAt,
          expiresAt: session.expiresAt,
          endedBy: session.endedBy,
          isLive: isSignedIn(session, now()),
        })),
    forgetHistory() {
      requests.clear();
      pool.outbox.clear();
      pool.families.forgetDead(now());
      pool.sessions.forgetExpired(now());
      pool.proofs.forgetExpired(now());
      pool.ssoSessions.forgetDead(now());
      pool.authorizationCodes.forgetExpired(now());
      pool.federatedReturns.forgetExpired(now());
      pool.passkeyRegistrations.forgetExpired(now());
      pool.signUps.forgetExpired(now());
    },
  };
}
