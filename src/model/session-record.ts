import { readSession } from './session';
import type { ClientIdentity, Session } from './session';

const RECORD_VERSION = 1;
/** Far above any real session (four tokens of at most a few kB); what is larger is not ours. */
const RECORD_MAX_LENGTH = 65_536;

/** A session as it is stored, with the epoch in which it was written. */
export interface SessionRecord {
  readonly epoch: string;
  readonly session: Session;
}

/** Writes the one record in which a session is stored. */
export function writeRecord({ epoch, session }: SessionRecord, identity: ClientIdentity): string {
  const { user, accessToken, idToken, refreshToken, deviceKey, receivedAt } = session;
  return JSON.stringify({
    version: RECORD_VERSION,
    epoch,
    userPoolId: identity.userPoolId,
    userPoolClientId: identity.userPoolClientId,
    userId: user.userId,
    username: user.username,
    accessToken,
    idToken,
    refreshToken,
    deviceKey,
    receivedAt,
  });
}

/** Returns what stands in the text; what is no object has none of our keys. */
function parseFields(text: string): Readonly<Partial<Record<string, unknown>>> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

/**
 * Reads a stored record; `undefined` where it is corrupt, from another version or client, or names another user than
 * its tokens do. Never throws; takes known keys only, one by one.
 */
export function readRecord(text: unknown, identity: ClientIdentity): SessionRecord | undefined {
  if (typeof text !== 'string' || text.length > RECORD_MAX_LENGTH) return undefined;
  const record = parseFields(text);
  const { version, epoch, userPoolId, userPoolClientId, userId, username, receivedAt } = record;
  if (version !== RECORD_VERSION || typeof epoch !== 'string' || epoch === '') return undefined;
  if (userPoolId !== identity.userPoolId || userPoolClientId !== identity.userPoolClientId) return undefined;
  if (typeof receivedAt !== 'number' || !Number.isFinite(receivedAt)) return undefined;
  const { accessToken, idToken, refreshToken, deviceKey } = record;
  const session = readSession({ accessToken, idToken, refreshToken, deviceKey }, identity, receivedAt);
  if (typeof session === 'string') return undefined;
  if (session.user.userId !== userId || session.user.username !== username) return undefined;
  return { epoch, session };
}
