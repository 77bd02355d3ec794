import { invalidParameter, resourceNotFound, CognitoError } from '../../errors';
import type { Call } from '../../pool/pool';
import { tracksSessions } from '../../pool/pool-settings';
import { activeFamiliesOf } from '../../pool/sessions/session-limit';
import { isSignedIn, type SsoSession } from '../../pool/sessions/sso-sessions';
import type { TokenFamily } from '../../pool/tokens/token-families';
import type { User } from '../../pool/users/user';
import { optional, text } from '../../wire/constraint';
import { authenticate } from '../access-token';
import { associatedSessions, token } from '../members';
import { operation } from '../operation';
import { pageOf } from '../page';

/** Lists where the user is signed in: applications and browsers, the most recently used first, in pages. */
export const listUserSessions = operation(
  { AccessToken: token, NextToken: optional(text({ min: 1 })) },
  ({ AccessToken, NextToken }, call) => {
    const current = authenticateForSessions(call, AccessToken);
    const sessions = [
      ...familiesOf(call, current.user).map((family) => describeFamily(family, current)),
      ...browsersOf(call, current.user).map((session) => describeBrowser(session)),
    ].sort((one, other) => other.LastActiveDate - one.LastActiveDate);
    const { page, next } = pageOf(sessions, ({ SessionId }) => SessionId, { from: NextToken });
    return { Sessions: page, ...(next !== undefined && { NextToken: next }) };
  },
);

/** Ends one of the user's other sessions, and where it is asked for what is linked to it. */
export const revokeUserSession = operation(
  {
    AccessToken: token,
    SessionId: text({ min: 28, max: 28, pattern: /^(tkn|sso)[a-z0-9]{25}$/ }),
    RevokeAssociatedSessions: associatedSessions,
  },
  ({ AccessToken, SessionId, RevokeAssociatedSessions }, call) => {
    const current = authenticateForSessions(call, AccessToken);
    if (current.sessionId === SessionId) throw invalidParameter('The current session cannot be revoked.');
    const isLinked = RevokeAssociatedSessions === 'LINKED';
    const family = familiesOf(call, current.user).find(({ sessionId }) => sessionId === SessionId);
    const browser = browsersOf(call, current.user).find(({ sessionId }) => sessionId === SessionId);
    if (!family && !browser) throw resourceNotFound('Session does not exist.');
    if (family) family.endedBy = 'RevokeUserSession';
    const parent = browser ?? (isLinked ? family?.ssoSession : undefined);
    if (parent) parent.endedBy ??= 'RevokeUserSession';
    if (browser && isLinked) endFamiliesOf(call, browser);
    return {};
  },
);

function authenticateForSessions(call: Call, accessToken: string): TokenFamily {
  const family = authenticate(call, accessToken);
  if (!tracksSessions(call.pool)) {
    throw new CognitoError(
      'OperationNotEnabledException',
      'Session tracking is not enabled for the user pool.',
    );
  }
  return family;
}

function familiesOf(call: Call, user: User): readonly TokenFamily[] {
  return activeFamiliesOf(call.pool, user, call.now);
}

function browsersOf({ pool, now }: Call, user: User): readonly SsoSession[] {
  return pool.ssoSessions.all.filter((session) => session.user === user && isSignedIn(session, now));
}

function endFamiliesOf(call: Call, browser: SsoSession): void {
  for (const family of familiesOf(call, browser.user)) {
    if (family.ssoSession === browser) family.endedBy = 'RevokeUserSession';
  }
}

function describeFamily(family: TokenFamily, current: TokenFamily) {
  return {
    SessionId: family.sessionId,
    SessionType: 'TOKEN',
    ClientId: family.client.clientId,
    CreateDate: family.authenticatedAt / 1000,
    LastActiveDate: family.lastActiveAt / 1000,
    DeviceType: deviceTypeOf(family.lastUserAgent),
    LastIPAddress: '127.0.0.1',
    ...(family.ssoSession && { OriginSessionId: family.ssoSession.sessionId }),
    IsCurrentSession: family === current,
  };
}

function describeBrowser(session: SsoSession) {
  return {
    SessionId: session.sessionId,
    SessionType: 'SSO',
    ClientId: session.client.clientId,
    CreateDate: session.startedAt / 1000,
    LastActiveDate: session.lastActiveAt / 1000,
    DeviceType: deviceTypeOf(session.lastUserAgent),
    LastIPAddress: '127.0.0.1',
    IsCurrentSession: false,
  };
}

const BROWSERS = [
  [/Edg\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
] as const;

const SYSTEMS = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Android/, 'Android'],
  [/Linux/, 'Linux'],
] as const;

// As the service model's example has it: "Chrome 125 / macOS 15.0"; the system's version is not read here.
function deviceTypeOf(userAgent = ''): string {
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined && system !== undefined) return `${name} ${version} / ${system}`;
  }
  return 'unknown';
}
