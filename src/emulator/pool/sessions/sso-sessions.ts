import type { RandomSource } from '../../crypto/random';
import type { AppClient } from '../clients/app-clients';
import { newSessionId } from './session-id';
import type { User } from '../users/user';

/** What ended a browser's session before its hour was over. */
export type SsoSessionEnd = 'logout' | 'RevokeToken' | 'RevokeUserSession' | 'UserDisabled' | 'UserDeleted';

/** A browser that is signed in at managed login: what the cookie `cognito` stands for. */
export interface SsoSession {
  readonly id: string;
  /** Its name among the user's sessions, where the pool tracks them. */
  readonly sessionId: string;
  readonly user: User;
  readonly client: AppClient;
  /** The identity provider by which the user came in. */
  readonly provider: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  lastActiveAt: number;
  lastUserAgent: string | undefined;
  endedBy: SsoSessionEnd | undefined;
}

/** The sessions of browsers at managed login. */
export class SsoSessions {
  readonly #sessions = new Map<string, SsoSession>();

  get all(): readonly SsoSession[] {
    return [...this.#sessions.values()];
  }

  begin(
    session: Pick<SsoSession, 'user' | 'client' | 'provider' | 'expiresAt' | 'lastUserAgent'>,
    now: number,
    random: RandomSource,
  ): SsoSession {
    const begun: SsoSession = {
      ...session,
      id: random.token(48),
      sessionId: newSessionId('sso', random),
      startedAt: now,
      lastActiveAt: now,
      endedBy: undefined,
    };
    this.#sessions.set(begun.id, begun);
    return begun;
  }

  /** Finds the session of a cookie, where it still lives. */
  findLive(id: string | undefined, now: number): SsoSession | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    return session && isSignedIn(session, now) ? session : undefined;
  }

  /** Ends every session of a user that lives. */
  endAllOf(user: User, by: SsoSessionEnd): void {
    for (const session of this.#sessions.values()) if (session.user === user) session.endedBy ??= by;
  }

  forgetDead(now: number): void {
    for (const [id, session] of this.#sessions) if (!isSignedIn(session, now)) this.#sessions.delete(id);
  }
}

/** Tells whether a browser gets in without a password. */
export function isSignedIn({ endedBy, expiresAt }: SsoSession, now: number): boolean {
  return endedBy === undefined && now < expiresAt;
}
