import type { ClientIdentity, Session } from './session';
import { RECORD_MAX_LENGTH, RECORD_VERSION } from './session-record';
import type { SessionRecord } from './session-record';

const fieldsOf = (session: Session): Readonly<Record<string, unknown>> => {
  const { user, accessToken, idToken, refreshToken, receivedAt } = session;
  const { deviceKey, origin, originalRefreshToken } = session;
  const lifeSOf = (expiresAt: number): number => (expiresAt - receivedAt - session.clockOffsetMs) / 1000;
  return {
    userId: user.userId,
    username: user.username,
    loginId: user.loginId,
    accessToken,
    idToken,
    refreshToken,
    originalRefreshToken,
    deviceKey,
    origin,
    // For tokens that do not say themselves how long they live.
    expiresInS: lifeSOf(session.expiresAt),
    idTokenExpiresInS: lifeSOf(session.idTokenExpiresAt),
    receivedAt,
  };
};

/** Writes a record; `undefined` where it would be longer than what is read. */
export function writeRecord(
  { epoch, session, from }: SessionRecord,
  { userPoolId, userPoolClientId }: ClientIdentity,
): string | undefined {
  const head = { version: RECORD_VERSION, userPoolId, userPoolClientId, epoch, from };
  const text = JSON.stringify(session ? { ...head, session: fieldsOf(session) } : head);
  return text.length > RECORD_MAX_LENGTH ? undefined : text;
}
