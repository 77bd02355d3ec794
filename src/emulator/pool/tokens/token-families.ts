import type { AppClient } from '../clients/app-clients';
import type { SsoSession } from '../sessions/sso-sessions';
import type { User } from '../users/user';

/** The scope without which an access token opens none of the pool's own operations. */
export const ADMIN_SCOPE = 'aws.cognito.signin.user.admin';

/** What ended a family before its time. */
export type FamilyEnd =
  | 'RevokeToken'
  | 'RevokeUserSession'
  | 'MaxPerUser'
  | 'GlobalSignOut'
  | 'AdminUserGlobalSignOut'
  | 'UserDisabled'
  | 'UserDeleted';

/** One sign-in: its refresh tokens, and every token that was made from them. */
export interface TokenFamily {
  readonly originJti: string;
  readonly eventId: string;
  readonly user: User;
  readonly client: AppClient;
  readonly deviceKey: string | undefined;
  readonly authenticatedAt: number;
  readonly scopes: readonly string[];
  /** Its name among the user's sessions, where the pool tracks them. */
  readonly sessionId: string;
  /** When it was begun, or refreshed last. */
  lastActiveAt: number;
  /** What the client said that it is, then. */
  lastUserAgent: string | undefined;
  /** The sign-in at managed login that this one came from. */
  readonly ssoSession: SsoSession | undefined;
  /** The API that the access token is for (RFC 8707). */
  readonly resource: string | undefined;
  /** When the first refresh token dies, and with it every later one. */
  readonly expiresAt: number;
  /** The refresh token of the sign-in itself. */
  originalRefreshToken: string | undefined;
  /** The refresh token that was handed out last: rotation makes new ones of no other, but within the grace of its parent. */
  newestRefreshToken: string | undefined;
  endedBy: FamilyEnd | undefined;
}

/** A token that the pool has handed out. */
export interface IssuedToken {
  readonly token: string;
  readonly use: 'access' | 'id' | 'refresh';
  readonly family: TokenFamily;
  readonly expiresAt: number;
  /** When rotation replaced this refresh token. */
  rotatedAt: number | undefined;
}

/** What the pool knows about every token. A string that is not in here was never issued, whatever it claims. */
export class TokenFamilies {
  readonly #families = new Map<TokenFamily, IssuedToken[]>();
  readonly #issued = new Map<string, IssuedToken>();

  get all(): readonly TokenFamily[] {
    return [...this.#families.keys()];
  }

  add(family: TokenFamily): void {
    this.#families.set(family, []);
  }

  record(token: string, use: IssuedToken['use'], family: TokenFamily, expiresAt: number): void {
    if (use === 'refresh') {
      family.originalRefreshToken ??= token;
      family.newestRefreshToken = token;
    }
    const issued: IssuedToken = { token, use, family, expiresAt, rotatedAt: undefined };
    this.#issued.set(token, issued);
    this.#families.get(family)?.push(issued);
  }

  find(token: string): IssuedToken | undefined {
    return this.#issued.get(token);
  }

  liveTokensOf(family: TokenFamily, now: number): readonly string[] {
    const issued = this.#families.get(family) ?? [];
    return issued.filter((token) => isLive(token, now)).map(({ token }) => token);
  }

  /** Ends every family of a user that lives. */
  endAllOf(user: User, by: FamilyEnd): void {
    for (const family of this.#families.keys()) if (family.user === user) family.endedBy ??= by;
  }

  /** Forgets families that are dead, for runs of many thousand sign-ins. */
  forgetDead(now: number): void {
    for (const [family, issued] of this.#families) {
      if (family.endedBy === undefined && now < family.expiresAt) continue;
      for (const { token } of issued) this.#issued.delete(token);
      this.#families.delete(family);
    }
  }
}

/** Tells whether the pool would still accept a token. */
export function isLive(issued: IssuedToken, now: number): boolean {
  return issued.family.endedBy === undefined && now < issued.expiresAt && !isReplaced(issued, now);
}

/**
 * Tells whether rotation has put another refresh token in the place of this one. One that was used goes on for the grace
 * period, and each use makes a child more; of children that were not used only the newest is good for anything.
 */
export function isReplaced({ token, use, family, rotatedAt }: IssuedToken, now: number): boolean {
  if (use !== 'refresh') return false;
  if (rotatedAt === undefined) return token !== family.newestRefreshToken;
  return now >= rotatedAt + 1000 * (family.client.refreshTokenRotation?.graceSeconds ?? 0);
}

/**
 * Ends the family of a refresh token that is revoked, if it is the sign-in's own or the newest one. Any other leaves the
 * newest alive.
 *
 * @returns whether it did
 */
export function revokeFamily({ token, family }: IssuedToken): boolean {
  if (token !== family.newestRefreshToken && token !== family.originalRefreshToken) return false;
  family.endedBy ??= 'RevokeToken';
  return true;
}
