import type { Session } from './session';

/** How long before its expiry an access token is renewed, at most. */
const REFRESH_LEAD_MS = 120_000;
/** Of a short-lived token, this share of its life is the lead. */
const REFRESH_LEAD_SHARE = 1 / 4;
/** How far the device's clock may seem to run backwards before it is held to have been set anew. */
const CLOCK_TOLERANCE_MS = 10_000;

const serverNow = (session: Session, now: number): number => now + session.clockOffsetMs;

const leadOf = (session: Session): number => {
  const lifeMs = session.expiresAt - serverNow(session, session.receivedAt);
  return Math.min(REFRESH_LEAD_MS, Math.max(0, lifeMs * REFRESH_LEAD_SHARE));
};

/** Whether the access token has expired by the server's clock. */
export function isExpired(session: Session, now: number): boolean {
  return serverNow(session, now) >= session.expiresAt || hasClockBeenSetBack(session, now);
}

/** Whether the clock stands before the moment in which the tokens were received: their age is then unknown. */
export function hasClockBeenSetBack(session: Session, now: number): boolean {
  return now < session.receivedAt - CLOCK_TOLERANCE_MS;
}

/** Whether the access token is to be renewed before it is handed out. */
export function isRefreshDue(session: Session, now: number): boolean {
  return isExpired(session, now) || serverNow(session, now) >= session.expiresAt - leadOf(session);
}

/** Until when, by the device's clock, the access token can be handed out as it is. */
export function refreshDueAt(session: Session): number {
  return session.expiresAt - leadOf(session) - session.clockOffsetMs;
}
