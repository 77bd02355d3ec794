import { isFields, parseFields } from './fields';
import { isInstant, readSession } from './session';
import type { ClientIdentity, Session } from './session';

/** The version of the records that this library writes. */
export const RECORD_VERSION = 2;
/**
 * Longer than any record of a session that Cognito issues (an id token may carry forty attributes of two kilobytes); what is
 * longer is neither written nor read.
 */
export const RECORD_MAX_LENGTH = 1_048_576;
/** Far above any epoch of ours. */
const EPOCH_MAX_LENGTH = 256;

/**
 * The one record of a client in the storage: the epoch, and the session of that epoch. Without a session it is a tombstone:
 * the epoch outlives every session, so that a write from before an end is told from one that is wanted.
 */
export interface SessionRecord {
  readonly epoch: string | undefined;
  readonly session?: Session | undefined;
  /** The epoch that this one followed: two sessions that followed the same one were begun at the same time. */
  readonly from?: string | undefined;
}

/** Writes the record of an epoch without a session. */
export const writeTombstone = (
  { epoch, from }: Omit<SessionRecord, 'session'>,
  { userPoolId, userPoolClientId }: ClientIdentity,
): string => JSON.stringify({ version: RECORD_VERSION, userPoolId, userPoolClientId, epoch, from });

const isEpoch = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= EPOCH_MAX_LENGTH;

function sessionOf(value: unknown, identity: ClientIdentity): Session | undefined {
  if (!isFields(value)) return undefined;
  const { userId, username, receivedAt } = value;
  if (!isInstant(receivedAt)) return undefined;
  // It takes the fields that it knows, one by one: what is not ours is not copied.
  const session = readSession(value, identity, receivedAt);
  if (typeof session === 'string') return undefined;
  return session.user.userId === userId && session.user.username === username ? session : undefined;
}

/** A record whose session has not been looked at. */
interface RecordHead extends Omit<SessionRecord, 'session'> {
  readonly stored?: unknown;
}

function headOf(text: string | undefined, identity: ClientIdentity): RecordHead {
  const record = text !== undefined && text.length <= RECORD_MAX_LENGTH ? parseFields(text) : undefined;
  const { version, epoch, from, userPoolId, userPoolClientId, session } = record ?? {};
  const isOurs = userPoolId === identity.userPoolId && userPoolClientId === identity.userPoolClientId;
  if (version !== RECORD_VERSION || !isOurs || !isEpoch(epoch)) return { epoch: undefined };
  return { epoch, stored: session, ...(isEpoch(from) && { from }) };
}

/** Reads the epoch of a stored record, and nothing else of it: no token is looked at. Never throws. */
export const readEpoch = (text: string | undefined, identity: ClientIdentity): string | undefined =>
  headOf(text, identity).epoch;

/**
 * Reads a stored record. Nothing in it counts where it is corrupt, of another version or client; its session does not
 * where it names another user than its tokens do. Never throws; takes known keys only, one by one.
 */
export function readRecord(text: string | undefined, identity: ClientIdentity): SessionRecord {
  const { stored, ...head } = headOf(text, identity);
  const session = stored === undefined ? undefined : sessionOf(stored, identity);
  return { ...head, ...(session && { session }) };
}

/** Whose a text is that stands under our key. */
export type Ownership = 'foreign' | 'own' | 'newer' | 'unknown';

/**
 * Says whose a text is that {@link readRecord} does not read: `own`, ours to remove, is a record of this client that is corrupt or of a
 * version before this one; `newer` is a session of a version to come, which others read; `unknown` is no record at all: the rest of one,
 * or what another storage has encrypted. `version`, `session` and the client's ids stand at the same place in all.
 */
export function ownershipOf(text: string | undefined, identity: ClientIdentity): Ownership {
  if (text === undefined) return 'foreign';
  const record = parseFields(text);
  if (!record) return 'unknown';
  const { userPoolId, userPoolClientId, version, session } = record;
  if (userPoolId !== identity.userPoolId || userPoolClientId !== identity.userPoolClientId) return 'foreign';
  const isNewer = Number.isSafeInteger(version) && Number(version) > RECORD_VERSION;
  if (!isNewer) return 'own';
  // A tombstone keeps nobody from signing in.
  return session === undefined ? 'foreign' : 'newer';
}
