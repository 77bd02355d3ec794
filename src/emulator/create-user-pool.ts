import { createControl, isForControl } from './control/control';
import type { UserPoolOptions } from './options';
import { createAdministration } from './pool/administration';
import { createPool, renewPool } from './pool/pool';
import { isSignedIn } from './pool/sessions/sso-sessions';
import { isLive } from './pool/tokens/token-families';
import type { User } from './pool/users/user';
import type { UserPool, UserSummary } from './user-pool';
import { administratorJudge } from './wire/administrators';
import { Faults } from './wire/faults';
import { createHandler } from './wire/handler';
import { RequestLog } from './wire/request-log';

/**
 * Makes a user pool that behaves as Cognito does, without a socket, a timer or a file.
 *
 * @throws TypeError where an entry of `adminOrigins` is not an origin, or two users or clients have one name
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
  const birth = options.seed ?? crypto.randomUUID();
  let pool = createPool(options, birth);
  const present = () => pool;
  const faults = new Faults();
  const requests = new RequestLog();
  const now = () => pool.clock.now();
  const answer = createHandler(present, faults, requests, options.adminOrigins);
  const created: UserPool = {
    userPoolId: pool.id,
    userPoolClientId: pool.clients.default.clientId,
    identityPool: pool.identities,
    handler: (request) => (isForControl(request) ? control(request) : answer(request)),
    clock: pool.clock,
    outbox: pool.outbox,
    requests,
    faults,
    admin: createAdministration(present),
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
    users: () => pool.users.all.map(summaryOf),
    reset() {
      pool = renewPool(pool, options, birth);
      faults.clear();
      requests.clear();
    },
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
  const control = createControl(created, administratorJudge(options.adminOrigins ?? []));
  return created;
}

function summaryOf({
  username,
  sub,
  status,
  enabled,
  attributes,
  groups,
  mfa,
  passkeys,
  devices,
}: User): UserSummary {
  return {
    username,
    sub,
    status,
    enabled,
    attributes: Object.fromEntries(attributes),
    groups: [...groups],
    mfa: [...mfa.enabled],
    passkeys: passkeys.length,
    devices: devices.size,
  };
}
