import type { Session } from './session';

/** How long before its expiry an access token is renewed, at most. */
const REFRESH_LEAD_MS = 120_000;
/** Of a short-lived token, this share of its life is the lead. */
const REFRESH_LEAD_SHARE = 1 / 4;
/** How far the device's clock may seem to run backwards before it is held to have been set anew. */
const CLOCK_TOLERANCE_MS = 10_000;

const serverNow = (session: Session, now: number): number => now + session.clockOffsetMs;

/** Returns the expiry of the token that ends first, by the server's clock: neither is handed out past its own. */
export const expiresFirstAt = ({ expiresAt, idTokenExpiresAt }: Session): number =>
  Math.min(expiresAt, idTokenExpiresAt);

const leadOf = (session: Session): number => {
  const lifeMs = expiresFirstAt(session) - serverNow(session, session.receivedAt);
  return Math.min(REFRESH_LEAD_MS, Math.max(0, lifeMs * REFRESH_LEAD_SHARE));
};

/** Whether one of the tokens has expired by the server's clock. */
export function isExpired(session: Session, now: number): boolean {
  return serverNow(session, now) >= expiresFirstAt(session) || hasClockBeenSetBack(session, now);
}

/** Whether the access token has: the one that the user pool itself asks for. */
export function isAccessTokenExpired(session: Session, now: number): boolean {
  return serverNow(session, now) >= session.expiresAt || hasClockBeenSetBack(session, now);
}

/** Whether the clock stands before the moment in which the tokens were received: their age is then unknown. */
export function hasClockBeenSetBack(session: Session, now: number): boolean {
  return now < session.receivedAt - CLOCK_TOLERANCE_MS;
}

/** Whether the tokens are to be renewed before they are handed out. */
export function isRefreshDue(session: Session, now: number): boolean {
  return isExpired(session, now) || serverNow(session, now) >= expiresFirstAt(session) - leadOf(session);
}

/** Until when, by the device's clock, the tokens can be handed out as they are. */
export function refreshDueAt(session: Session): number {
  return expiresFirstAt(session) - leadOf(session) - session.clockOffsetMs;
}
