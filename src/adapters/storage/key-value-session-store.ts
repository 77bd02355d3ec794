import { catchError, concatMap, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClientIdentity, Session } from '../../model/session';
import { readRecord, writeRecord } from '../../model/session-record';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import type { SessionStore, StoredState } from '../../ports/session-store';
import { eraseRecord$ } from './erase-record';
import { createSerialQueue } from './serial-queue';
import { notStoredError, unreadableStorageError } from './storage-errors';
import { attempt$, isPromiseLike, storedEntries } from './stored-entries';

/** Far above any epoch of ours. */
const EPOCH_MAX_LENGTH = 256;

/** What a {@link createKeyValueSessionStore | session store} is made of. */
export interface KeyValueSessionStoreOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
}

/** Returns the key of the epoch, the one whose change tells other tabs that the session changed. */
export const epochKeyOf = ({ userPoolClientId }: ClientIdentity): string =>
  `rx-cognito.${userPoolClientId}.epoch`;

/** Returns the key of the record that holds the session. */
export const sessionKeyOf = ({ userPoolClientId }: ClientIdentity): string =>
  `rx-cognito.${userPoolClientId}.session`;

function answersAtOnce(storage: KeyValueStorage, key: string): boolean {
  try {
    const answer: unknown = storage.getItem(key);
    if (!isPromiseLike(answer)) return true;
    // Nobody reads this answer; were it a refusal, it would end a Node.js process.
    answer.then(undefined, () => undefined);
    return false;
  } catch {
    return true;
  }
}

/**
 * Creates the session store over a {@link KeyValueStorage}.
 *
 * Two entries: the record, with the tokens, and the epoch, which is no secret and outlives every session. The record
 * counts only under its own epoch, so that of any two writes that cross, the one from before an end changes nothing.
 * Whether the storage is synchronous is learnt by one read at creation.
 */
export function createKeyValueSessionStore({ storage, identity }: KeyValueSessionStoreOptions): SessionStore {
  const sessionKey = sessionKeyOf(identity);
  const epochKey = epochKeyOf(identity);
  const entries = storedEntries(storage);
  const queued$ = createSerialQueue();

  const epoch$ = entries
    .get$(epochKey)
    .pipe(map((epoch) => (epoch !== undefined && epoch.length <= EPOCH_MAX_LENGTH ? epoch : undefined)));

  const stateUnder$ = (epoch: string | undefined): Observable<StoredState & { isSettled: boolean }> =>
    entries.get$(sessionKey).pipe(
      map((text) => {
        const record = readRecord(text, identity);
        const isSettled = record === undefined || record.epoch === epoch;
        return { epoch, session: isSettled ? record?.session : undefined, isSettled };
      }),
    );

  const state$: Observable<StoredState> = epoch$.pipe(
    concatMap(stateUnder$),
    // Another tab may have begun a session between the two reads: a second look tells.
    concatMap((state) => (state.isSettled ? of(state) : epoch$.pipe(concatMap(stateUnder$)))),
    map(({ epoch, session }) => ({ epoch, session })),
  );

  const withReadError$ = <T>(work$: Observable<T>): Observable<T> =>
    work$.pipe(catchError((thrown: unknown) => throwError(() => unreadableStorageError(thrown))));

  const eraseThenFail$ = (thrown: unknown, session: Session): Observable<never> =>
    attempt$(eraseRecord$(entries, sessionKey)).pipe(
      concatMap(() => throwError(() => notStoredError(thrown, session))),
    );

  const begun$ = (session: Session, to: string): Observable<boolean> =>
    entries.set$(sessionKey, writeRecord({ epoch: to, session }, identity)).pipe(
      concatMap(() => entries.set$(epochKey, to)),
      map(() => true),
      catchError((thrown: unknown) => eraseThenFail$(thrown, session)),
    );

  const withdrawIfOver$ = (epoch: string, written: string): Observable<boolean> =>
    epoch$.pipe(
      concatMap((now) => {
        if (now === epoch) return of(true);
        return entries.get$(sessionKey).pipe(
          // What another tab wrote meanwhile is not ours to remove.
          concatMap((found) => (found === written ? eraseRecord$(entries, sessionKey) : of({}))),
          map(() => false),
        );
      }),
    );

  const renewed$ = (session: Session, epoch: string): Observable<boolean> => {
    const text = writeRecord({ epoch, session }, identity);
    return entries.set$(sessionKey, text).pipe(
      catchError((thrown: unknown) => throwError(() => notStoredError(thrown, session))),
      concatMap(() => withReadError$(withdrawIfOver$(epoch, text))),
    );
  };

  return {
    isSynchronous: answersAtOnce(storage, epochKey),

    read$: () => queued$(withReadError$(state$)),

    begin$: (session, from, to) =>
      queued$(
        withReadError$(epoch$).pipe(concatMap((epoch) => (epoch === from ? begun$(session, to) : of(false)))),
      ),

    renew$: (session, epoch) =>
      queued$(
        withReadError$(state$).pipe(
          concatMap((stored) =>
            stored.epoch === epoch && stored.session ? renewed$(session, epoch) : of(false),
          ),
        ),
      ),

    clear$: (to) =>
      queued$(
        // An epoch that cannot be written is no failure where the record goes: without a record it counts for nothing.
        attempt$(entries.set$(epochKey, to)).pipe(concatMap(() => eraseRecord$(entries, sessionKey))),
      ),
  };
}
