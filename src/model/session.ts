import type { AuthUser } from './auth-state';
import { readJwtClaims } from './jwt';
import type { JwtClaims } from './jwt';

/** Which pool and client a session must belong to. */
export interface ClientIdentity {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The exact issuer, where it is known; behind a custom endpoint only the pool id at its end is. */
  readonly issuer?: string;
}

/** The tokens of a session, and what was read from them once. */
export interface Session {
  readonly user: AuthUser;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly deviceKey?: string;
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

/** The token fields of an answer of Cognito, or of a stored record. */
export interface TokenFields {
  readonly accessToken?: unknown;
  readonly idToken?: unknown;
  readonly refreshToken?: unknown;
  readonly deviceKey?: unknown;
  readonly expiresInS?: unknown;
}

/** Why token fields do not make a session. */
export type TokenDefect =
  'missingToken' | 'notAJwt' | 'foreignClient' | 'foreignIssuer' | 'foreignUser' | 'noExpiry';

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0;

function isIssuedFor(claims: JwtClaims, identity: ClientIdentity): boolean {
  const { iss } = claims;
  if (!isText(iss)) return false;
  return identity.issuer === undefined ? iss.endsWith(`/${identity.userPoolId}`) : iss === identity.issuer;
}

const groupsOf = (claims: JwtClaims): readonly string[] => {
  const groups = claims['cognito:groups'];
  return Object.freeze(Array.isArray(groups) ? groups.filter(isText) : []);
};

function userOf(access: JwtClaims, id: JwtClaims): AuthUser | undefined {
  const { sub, username } = access;
  if (!isText(sub) || !isText(username) || id['sub'] !== sub) return undefined;
  return Object.freeze({ username, userId: sub, groups: groupsOf(access) });
}

function expiryOf(claims: JwtClaims, issuedAt: number, expiresInS: unknown): number | undefined {
  if (isInstant(claims['exp'])) return claims['exp'] * 1000;
  return isInstant(expiresInS) ? issuedAt + expiresInS * 1000 : undefined;
}

/**
 * Makes a session of token fields, or says what is wrong with them.
 *
 * @param receivedAt - the device's clock when the tokens came, epoch milliseconds
 */
export function readSession(
  fields: TokenFields,
  identity: ClientIdentity,
  receivedAt: number,
): Session | TokenDefect {
  const { accessToken, idToken, refreshToken, deviceKey } = fields;
  if (!isText(accessToken) || !isText(idToken) || !isText(refreshToken)) return 'missingToken';
  const access = readJwtClaims(accessToken);
  const id = readJwtClaims(idToken);
  if (!access || !id) return 'notAJwt';
  if (access['client_id'] !== identity.userPoolClientId || id['aud'] !== identity.userPoolClientId) {
    return 'foreignClient';
  }
  if (!isIssuedFor(access, identity) || !isIssuedFor(id, identity)) return 'foreignIssuer';
  const user = userOf(access, id);
  if (!user) return 'foreignUser';
  const issuedAt = isInstant(access['iat']) ? access['iat'] * 1000 : receivedAt;
  const expiresAt = expiryOf(access, issuedAt, fields.expiresInS);
  // A life of no length would have to be renewed at once, and again, and again.
  if (expiresAt === undefined || expiresAt <= issuedAt) return 'noExpiry';
  return Object.freeze({
    user,
    accessToken,
    idToken,
    refreshToken,
    ...(isText(deviceKey) ? { deviceKey } : {}),
    expiresAt,
    idTokenExpiresAt: expiryOf(id, issuedAt, fields.expiresInS) ?? expiresAt,
    receivedAt,
    clockOffsetMs: issuedAt - receivedAt,
    isRevocable: isText(access['origin_jti']),
  });
}
