import { catchError, concat, concatMap, defer, finalize, map, of, throwError } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { ClientIdentity, Session } from '../../model/session';
import { isOwnRecord, readRecord, writeRecord } from '../../model/session-record';
import type { SessionRecord } from '../../model/session-record';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import type { Commit, SessionStore, StoredState } from '../../ports/session-store';
import { createSerialQueue } from './serial-queue';
import { ignoredWriteError, notStoredError, tooLargeError, unreadableStorageError } from './storage-errors';
import { attempt$, storedEntries } from './stored-entries';
import { createStoredRecord } from './stored-record';

/** What a {@link createKeyValueSessionStore | session store} is made of. */
export interface KeyValueSessionStoreOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

/** Returns the key of the one record of a client. */
export const recordKeyOf = ({ userPoolClientId }: ClientIdentity): string => `rx-cognito.${userPoolClientId}`;

/** Creates the session store over a {@link KeyValueStorage}: one record under one key, written in one piece. */
export function createKeyValueSessionStore({
  storage,
  identity,
  scheduler,
}: KeyValueSessionStoreOptions): SessionStore {
  const key = recordKeyOf(identity);
  const entries = storedEntries(storage, scheduler);
  const record = createStoredRecord(entries, key);
  const queue$ = createSerialQueue();
  const queued$ = <T>(work$: Observable<T>): Observable<T> => queue$(concat(record.settled$, work$));
  /** The epochs of sessions that are being written. */
  const writing = new Set<string>();
  let isRead = false;
  const tombstoneOf = (epoch: string, from: string | undefined): string =>
    writeRecord({ epoch, from }, identity) ?? '';

  /** What is ours and cannot be read is removed; what is somebody else's is left. */
  const parsed$ = (text: string | undefined): Observable<SessionRecord> => {
    const found = readRecord(text, identity);
    const isBroken = text !== undefined && found.epoch === undefined && isOwnRecord(text, identity);
    return isBroken ? attempt$(entries.remove$(key)).pipe(map(() => found)) : of(found);
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
        isRead = true;
        record.learn(text);
        return parsed$(text);
      }),
    );
  });

  /** Writes a record that is stored where the commit takes it; else the storage is as it was. */
  const written$ = (
    session: Session,
    next: SessionRecord & { readonly epoch: string },
    commit: Commit,
  ): Observable<boolean> => {
    const text = writeRecord(next, identity);
    if (text === undefined) return throwError(() => tooLargeError());
    writing.add(next.epoch);
    const { clearings, known: before } = record;
    const withdrawn$ = (): Observable<false> => {
      if (record.clearings === clearings) record.learn(before);
      return record.withdraw$(text).pipe(map(() => false));
    };
    return record.write$(text).pipe(
      catchError((thrown: unknown) =>
        withdrawn$().pipe(concatMap(() => throwError(() => notStoredError(thrown, session)))),
      ),
      concatMap((found) => {
        // What does not stand there, or so the storage says, is not to stand there later.
        if (found === before) {
          return withdrawn$().pipe(concatMap(() => throwError(() => ignoredWriteError())));
        }
        // Where another tab has written since, its record stays, and ours is none.
        if (found !== text || record.clearings !== clearings) return withdrawn$();
        record.learn(text);
        return commit() ? of(true) : withdrawn$();
      }),
      finalize(() => {
        writing.delete(next.epoch);
      }),
    );
  };

  /** Whether a text is a session that ends now: the one that is known, or is being written; any, where nothing was read. */
  const endedNow = (epochOfSession: string | undefined): ((text: string) => boolean) => {
    const ended = new Set([epochOfSession, readRecord(record.known, identity).epoch, ...writing]);
    const isKnown = isRead;
    return (text) => {
      const { epoch, session } = readRecord(text, identity);
      return session !== undefined && (!isKnown || ended.has(epoch));
    };
  };

  return {
    read$: () => queued$(read$),

    begin$: (session, from, to, commit) =>
      queued$(
        read$.pipe(
          concatMap((stored) =>
            stored.epoch === from ? written$(session, { epoch: to, session, from }, commit) : of(false),
          ),
        ),
      ),

    renew$: (session, epoch, commit) =>
      queued$(
        read$.pipe(
          concatMap((stored) =>
            stored.epoch === epoch && stored.session
              ? written$(session, { epoch, session, from: stored.from }, commit)
              : of(false),
          ),
        ),
      ),

    clear$: (to, ended) => record.bury$(tombstoneOf(to, ended), endedNow(ended)),
  };
}
