import { catchError, concatMap, finalize, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Session } from '../../model/session';
import type { SessionRecord } from '../../model/session-record';
import { writeRecord } from '../../model/write-record';
import type { Commit, StoredState, WritableSessionStore } from '../../ports/session-store';
import type { KeyValueSessionStore } from './key-value-session-store';
import { ignoredWriteError, notStoredError, tooLargeError } from './write-errors';

/** Adds the writing of sessions to a store: nobody needs it who has no tokens to store. */
export function writableSessionStore(store: KeyValueSessionStore): WritableSessionStore {
  const { identity, record, queued$, read$, writing } = store.parts;

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

  /** Writes what follows from the record that is stored; nothing where that is not the one it is meant for. */
  const follow$ = (
    session: Session,
    next: (stored: StoredState) => (SessionRecord & { readonly epoch: string }) | undefined,
    commit: Commit,
  ): Observable<boolean> =>
    queued$(
      read$.pipe(
        concatMap((stored) => {
          const record = next(stored);
          return record ? written$(session, record, commit) : of(false);
        }),
      ),
    );

  return {
    ...store,
    begin$: (session, from, to, commit) =>
      follow$(
        session,
        (stored) => {
          if (stored.newer) throw stored.newer;
          return stored.epoch === from ? { epoch: to, session, from } : undefined;
        },
        commit,
      ),
    renew$: (session, epoch, commit) =>
      follow$(
        session,
        (stored) =>
          stored.epoch === epoch && stored.session ? { epoch, session, from: stored.from } : undefined,
        commit,
      ),
  };
}
