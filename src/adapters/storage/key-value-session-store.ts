import { Observable } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
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

  const removed = (then: () => void): void => {
    attempt$(entries.remove$(key)).subscribe(then);
  };

  // Without operators: a page's first state waits for this.
  const read$ = new Observable<StoredState>((subscriber) => {
    const { clearings } = record;
    return record.get$().subscribe({
      next: (text) => {
        const found = readRecord(text, identity);
        const tell = (state: StoredState): void => {
          subscriber.next(state);
          subscriber.complete();
        };
        if (record.clearings !== clearings) {
          // What was read before a clearing is not what is stored after it.
          const { session } = found;
          tell({ ...readRecord(record.known, identity), ...(session && { overwritten: session }) });
          return;
        }
        const ownership = found.epoch === undefined && ownershipOf(text, identity);
        // What is ours and can be read by nobody is removed; what is somebody else's, or of a newer version, is left. What is no record
        // at all may be the rest of one, a token in it, and goes at the start; later it is what another tab has stored in its own way.
        const isToGo = ownership === 'own' || (ownership === 'unknown' && !isRead);
        isRead = true;
        record.learn(text);
        if (isToGo)
          removed(() => {
            tell(found);
          });
        else tell(ownership === 'newer' ? { ...found, newer: newerVersionError() } : found);
      },
      error: (thrown: unknown) => {
        subscriber.error(unreadableStorageError(thrown));
      },
    });
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
