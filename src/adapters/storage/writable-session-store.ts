import { catchError, concatMap, finalize, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import type { Session } from '../../model/session';
import type { SessionRecord } from '../../model/session-record';
import { writeRecord } from '../../model/write-record';
import type { Commit, StoredState, WritableSessionStore } from '../../ports/session-store';
import { recordKeyOf } from './key-value-session-store';
import type { KeyValueSessionStore } from './key-value-session-store';
import { withdrawn$ } from './withdrawal';
import { ignoredWriteError, notStoredError, tooLargeError } from './write-errors';

/** Adds the writing of sessions to a store: nobody needs it who has no tokens to store. */
export function writableSessionStore(store: KeyValueSessionStore): WritableSessionStore {
  const { identity, entries, record, queued$, read$, writing } = store.parts;
  const withdraw$ = (text: string, mayLand = false): Observable<unknown> =>
    withdrawn$(entries, recordKeyOf(identity), text, () => record.known, mayLand);
  // A write that lands after it was given up is wanted by nobody.
  record.onLate = (text) => {
    withdraw$(text).subscribe();
  };

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
    const undone$ = (mayLand = false): Observable<false> => {
      if (record.clearings === clearings) record.learn(before);
      return withdraw$(text, mayLand).pipe(map(() => false));
    };
    return record.set$(text).pipe(
      concatMap(() => record.get$()),
      catchError((thrown: unknown) =>
        // A write that was given up goes on: what is put behind it is the last word, also before another tab reads.
        undone$(AuthError.isAuthError(thrown) && thrown.kind === 'timeout').pipe(
          concatMap(() => throwError(() => notStoredError(thrown, session))),
        ),
      ),
      concatMap((found) => {
        // What does not stand there, or so the storage says, is not to stand there later.
        if (found === before) {
          return undone$().pipe(concatMap(() => throwError(() => ignoredWriteError())));
        }
        // Where another tab has written since, its record stays, and ours is none.
        if (found !== text || record.clearings !== clearings) return undone$();
        record.learn(text);
        return commit() ? of(true) : undone$();
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
