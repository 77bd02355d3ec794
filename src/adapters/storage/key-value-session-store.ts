import { catchError, concatMap, defer, map, of, throwError } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { ClientIdentity } from '../../model/session';
import { ownershipOf, readEpoch, readRecord, writeTombstone } from '../../model/session-record';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import type { SessionStore, StoredState } from '../../ports/session-store';
import { createSerialQueue } from './serial-queue';
import type { SerialQueue } from './serial-queue';
import { newerVersionError, unreadableStorageError } from './storage-errors';
import { attempt$, storedEntries } from './stored-entries';
import type { StoredEntries } from './stored-entries';
import { createStoredRecord } from './stored-record';
import type { StoredRecord } from './stored-record';

/** What a {@link createKeyValueSessionStore | session store} is made of. */
export interface KeyValueSessionStoreOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/** What the writing of sessions shares with the store that reads and clears them. */
interface SessionStoreParts {
  readonly identity: ClientIdentity;
  readonly entries: StoredEntries;
  readonly record: StoredRecord;
  /** One operation at a time. */
  readonly queued$: SerialQueue;
  /** What is stored, within an operation. */
  readonly read$: Observable<StoredState>;
  /** The epochs of sessions that are being written. */
  readonly writing: Set<string>;
}

/** A session store over a {@link KeyValueStorage}. */
export interface KeyValueSessionStore extends SessionStore {
  readonly parts: SessionStoreParts;
}

/** Returns the key of the one record of a client. */
export const recordKeyOf = ({ userPoolClientId }: ClientIdentity): string => `rx-cognito.${userPoolClientId}`;

/** Creates the session store over a {@link KeyValueStorage}: one record under one key, written in one piece. */
export function createKeyValueSessionStore({
  storage,
  identity,
  scheduler,
}: KeyValueSessionStoreOptions): KeyValueSessionStore {
  const key = recordKeyOf(identity);
  const entries = storedEntries(storage, scheduler);
  const record = createStoredRecord(entries, key);
  const queue$ = createSerialQueue();
  const queued$: SerialQueue = (work$) => queue$(record.onceSettled$(work$));
  const writing = new Set<string>();
  let isRead = false;

  /**
   * What is ours and can be read by nobody is removed; what is somebody else's, or of a newer version, is left. What is no record at all
   * may be the rest of one, a token in it, and goes at the start; later it is what another tab has stored in its own way.
   */
  const parsed$ = (text: string | undefined, isFirst: boolean): Observable<StoredState> => {
    const found = readRecord(text, identity);
    const ownership = found.epoch === undefined && ownershipOf(text, identity);
    if (ownership === 'newer') return of({ ...found, newer: newerVersionError() });
    const isToGo = ownership === 'own' || (ownership === 'unknown' && isFirst);
    return isToGo ? attempt$(entries.remove$(key)).pipe(map(() => found)) : of(found);
  };

  const read$: Observable<StoredState> = defer(() => {
    const { clearings } = record;
    return record.get$().pipe(
      catchError((thrown: unknown) => throwError(() => unreadableStorageError(thrown))),
      concatMap((text) => {
        // What was read before a clearing is not what is stored after it.
        if (record.clearings !== clearings) {
          const { session } = readRecord(text, identity);
          return of({ ...readRecord(record.known, identity), ...(session && { overwritten: session }) });
        }
        const isFirst = !isRead;
        isRead = true;
        record.learn(text);
        return parsed$(text, isFirst);
      }),
    );
  });

  /** Whether a text is a session that ends now: the one that is known, or is being written; any, where nothing was read. */
  const endedNow = (epochOfSession: string | undefined): ((text: string) => boolean) => {
    const { known } = record;
    const ended = new Set([epochOfSession, readEpoch(known, identity), ...writing]);
    const isKnown = isRead;
    return (text) => {
      const { epoch, session } = readRecord(text, identity);
      const isEnded = session ? ended.has(epoch) : text === known;
      // A newer version may have stored one.
      return (session !== undefined || ownershipOf(text, identity) === 'newer') && (!isKnown || isEnded);
    };
  };

  return {
    read$: () => queued$(read$),
    clear$: (to, ended) =>
      record.bury$(writeTombstone({ epoch: to, from: ended }, identity), endedNow(ended)),
    parts: { identity, entries, record, queued$, read$, writing },
  };
}
