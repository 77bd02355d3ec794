import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, operation$, readBy } from '../operation';
import { allPages$ } from '../pages';
import { explainTracking } from './session-tracking';

/** A place where a user is signed in. */
export interface UserSession {
  /** What `revokeUserSession$` takes. */
  readonly sessionId: string;
  /** When it began, epoch ms; 0 where the pool does not say. */
  readonly createdAt: number;
  /** When it was last used, epoch ms. */
  readonly lastUsedAt?: number;
  /** Whether it is the session that asks. */
  readonly isCurrent: boolean;
  /** `TOKEN`: an application with tokens of its own. `SSO`: a browser that is signed in at the managed login pages. */
  readonly sessionType?: string;
  readonly userPoolClientId?: string;
  /** Operating system and browser or app of the latest use. */
  readonly deviceType?: string;
  /** Address of the latest use. */
  readonly lastIpAddress?: string;
  /** Guessed from the address. */
  readonly lastLocation?: { readonly city?: string; readonly country?: string };
  /** The `SSO` session that a `TOKEN` session began in. */
  readonly originSessionId?: string;
}

/** A session as Cognito describes it. */
interface Described {
  readonly SessionId?: string | undefined;
  readonly SessionType?: string | undefined;
  readonly ClientId?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly LastActiveDate?: Date | undefined;
  readonly DeviceType?: string | undefined;
  readonly LastIPAddress?: string | undefined;
  readonly LastLocation?:
    { readonly City?: string | undefined; readonly Country?: string | undefined } | undefined;
  readonly OriginSessionId?: string | undefined;
  readonly IsCurrentSession?: boolean | undefined;
}

function instantOf(date: Date | undefined): number | undefined {
  const at = date?.getTime();
  return at === undefined || Number.isNaN(at) ? undefined : at;
}

/** Leaves out what is not known. */
function known<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
}

function sessionsOf(session: Described): readonly UserSession[] {
  const { SessionId: sessionId, LastLocation: location } = session;
  if (!sessionId) return [];
  const lastUsedAt = instantOf(session.LastActiveDate);
  return [
    Object.freeze({
      sessionId,
      createdAt: instantOf(session.CreateDate) ?? 0,
      isCurrent: session.IsCurrentSession === true,
      ...known({
        lastUsedAt,
        sessionType: session.SessionType,
        userPoolClientId: session.ClientId,
        deviceType: session.DeviceType,
        lastIpAddress: session.LastIPAddress,
        lastLocation: location && Object.freeze(known({ city: location.City, country: location.Country })),
        originSessionId: session.OriginSessionId,
      }),
    }),
  ];
}

/**
 * Fetches where the user is signed in, in a pool that tracks sessions. A session that has just begun or ended may take
 * seconds to show.
 *
 * Cold; each subscription asks, page by page. Emits one list of all of them and completes. Errors as `send$` does, and with
 * kind `configuration`, and what to switch on, where the pool does not track sessions.
 * Unsubscribing aborts the request.
 */
export function fetchUserSessions$(auth: Auth): Observable<readonly UserSession[]> {
  return operation$(() =>
    loaded$(() => import('../commands/session-commands')).pipe(
      switchMap(({ listUserSessions }) =>
        allPages$((NextToken) =>
          auth
            .send$((AccessToken) =>
              listUserSessions({
                AccessToken,
                ...(NextToken === undefined ? {} : { NextToken }),
              }),
            )
            .pipe(
              readBy(({ Sessions = [], NextToken: next }) => ({ items: Sessions.flatMap(sessionsOf), next })),
              // The first page takes nothing that could be wrong but the token.
              explainTracking(NextToken === undefined ? ['InvalidParameterException'] : []),
            ),
        ),
      ),
    ),
  );
}
