import type { AuthUser } from './auth-state';
import { readJwtClaims } from './jwt';
import type { JwtClaims } from './jwt';

/** Which pool and client a session must belong to, and what of its tokens is shown. */
export interface ClientIdentity {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The exact issuers, where they are known; behind a custom endpoint only the pool id at the end of one is. */
  readonly issuers?: readonly string[];
  /** The claims of the id token that the user shows. */
  readonly userClaims?: readonly string[];
}

/** Where a session began that was not begun by `signIn$`. */
export type SessionOrigin = 'hostedUi';

/** The tokens of a session, and what was read from them once. */
export interface Session {
  readonly user: AuthUser;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** The refresh token of the sign-in, where rotation has replaced it since: revoking it ends every branch of its family. */
  readonly originalRefreshToken?: string;
  readonly deviceKey?: string;
  /** Where the session began, if not by a sign-in of the application itself: at managed login, whose browser session has to end with it. */
  readonly origin?: SessionOrigin;
  /** Expiry of the access token by the server's clock, epoch milliseconds. */
  readonly expiresAt: number;
  readonly idTokenExpiresAt: number;
  /** When the tokens were received, by this device's clock. */
  readonly receivedAt: number;
  /** Server's clock minus this device's, learnt from `iat` when the tokens were received. */
  readonly clockOffsetMs: number;
  /** Whether the tokens name their origin (`origin_jti`): Cognito issues it only where token revocation is on. */
  readonly isRevocable: boolean;
}

/** The fields of an answer of Cognito, or of a stored record, that make a session. */
export interface SessionFields {
  readonly accessToken?: unknown;
  readonly idToken?: unknown;
  readonly refreshToken?: unknown;
  readonly originalRefreshToken?: unknown;
  readonly deviceKey?: unknown;
  readonly origin?: unknown;
  /** Life of the tokens as the answer says it, for tokens that do not: seconds. */
  readonly expiresInS?: unknown;
  /** That of the id token, where it is another one. */
  readonly idTokenExpiresInS?: unknown;
  readonly loginId?: unknown;
}

/** Why fields do not make a session. */
export type TokenDefect =
  'missingToken' | 'notAJwt' | 'foreignClient' | 'foreignIssuer' | 'foreignUser' | 'noExpiry';

/** The last instant that a `Date` can hold, in seconds. */
const LAST_INSTANT_S = 8.64e12;

/** Whether a value is an instant that a `Date` can hold, epoch milliseconds. */
export const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= LAST_INSTANT_S * 1000;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < LAST_INSTANT_S;

function isIssuedFor(claims: JwtClaims, { issuers, userPoolId }: ClientIdentity): boolean {
  const { iss } = claims;
  if (!isText(iss)) return false;
  return issuers ? issuers.includes(iss) : iss.endsWith(`/${userPoolId}`);
}

const groupsOf = (claims: JwtClaims): readonly string[] => {
  const groups = claims['cognito:groups'];
  return Object.freeze(Array.isArray(groups) ? groups.filter(isText) : []);
};

/** Deeper than a claim of any pool: what is nested further is not shown, for whoever stores a state goes all the way down. */
const CLAIM_MAX_DEPTH = 32;

const isShown = (claim: unknown, depth = 1): boolean =>
  typeof claim !== 'object' ||
  claim === null ||
  (depth <= CLAIM_MAX_DEPTH && Object.values(claim).every((value) => isShown(value, depth + 1)));

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

const claimsOf = (id: JwtClaims, names: readonly string[]): JwtClaims =>
  Object.freeze(
    Object.fromEntries(
      names
        .filter((name) => Object.hasOwn(id, name) && isShown(id[name]))
        .map((name) => [name, frozen(id[name])]),
    ),
  );

function userOf(
  access: JwtClaims,
  id: JwtClaims,
  loginId: unknown,
  { userClaims }: ClientIdentity,
): AuthUser | undefined {
  const { sub, username } = access;
  if (!isText(sub) || !isText(username) || id['sub'] !== sub) return undefined;
  return Object.freeze({
    username,
    userId: sub,
    groups: groupsOf(access),
    ...(isText(loginId) ? { loginId } : {}),
    ...(userClaims ? { claims: claimsOf(id, userClaims) } : {}),
  });
}

function expiryOf(claims: JwtClaims, issuedAt: number, expiresInS: unknown): number | undefined {
  if (isSeconds(claims['exp'])) return claims['exp'] * 1000;
  const expiresAt = isSeconds(expiresInS) ? issuedAt + expiresInS * 1000 : undefined;
  return isInstant(expiresAt) ? expiresAt : undefined;
}

/**
 * Makes a session of its fields, or says what is wrong with them.
 *
 * @param receivedAt - the device's clock when the tokens came, epoch milliseconds
 */
export function readSession(
  fields: SessionFields,
  identity: ClientIdentity,
  receivedAt: number,
): Session | TokenDefect {
  const { accessToken, idToken, refreshToken, originalRefreshToken, deviceKey } = fields;
  if (!isText(accessToken) || !isText(idToken) || !isText(refreshToken)) return 'missingToken';
  const access = readJwtClaims(accessToken);
  const id = readJwtClaims(idToken);
  if (!access || !id) return 'notAJwt';
  if (access['client_id'] !== identity.userPoolClientId || id['aud'] !== identity.userPoolClientId) {
    return 'foreignClient';
  }
  if (!isIssuedFor(access, identity) || !isIssuedFor(id, identity)) return 'foreignIssuer';
  const user = userOf(access, id, fields.loginId, identity);
  if (!user) return 'foreignUser';
  const issuedAt = isSeconds(access['iat']) ? access['iat'] * 1000 : receivedAt;
  const expiresAt = expiryOf(access, issuedAt, fields.expiresInS);
  // A life of no length would have to be renewed at once, and again, and again.
  if (expiresAt === undefined || expiresAt <= issuedAt) return 'noExpiry';
  const idTokenExpiresInS = fields.idTokenExpiresInS ?? fields.expiresInS;
  const idTokenExpiresAt = expiryOf(id, issuedAt, idTokenExpiresInS) ?? expiresAt;
  if (idTokenExpiresAt <= issuedAt) return 'noExpiry';
  return Object.freeze({
    user,
    accessToken,
    idToken,
    refreshToken,
    ...(isText(originalRefreshToken) && originalRefreshToken !== refreshToken
      ? { originalRefreshToken }
      : {}),
    ...(isText(deviceKey) ? { deviceKey } : {}),
    ...(fields.origin === 'hostedUi' ? { origin: fields.origin } : {}),
    expiresAt,
    idTokenExpiresAt,
    receivedAt,
    clockOffsetMs: issuedAt - receivedAt,
    isRevocable: isText(access['origin_jti']),
  });
}

/** When the user pool issued the tokens of a session, by its own clock: the device's may have been set meanwhile. */
export const issuedAt = ({ receivedAt, clockOffsetMs }: Session): number => receivedAt + clockOffsetMs;
