import { BehaviorSubject, concatMap, defer, filter, finalize, take } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClearReport } from '../../ports/session-store';
import { buried$ } from './burial';
import type { StoredEntries } from './stored-entries';
import { createWritesUnderWay } from './writes-under-way';

/** The one text of a client in the storage, and what it ought to be. */
export interface StoredRecord {
  /** How often it was overwritten by a tombstone; a write that sees it change is over. */
  readonly clearings: number;
  /** What the storage is known to hold, or was told to: what a write that is not wanted any more gives way to. */
  readonly known: string | undefined;
  /** Emits the text. */
  get$(): Observable<string | undefined>;
  /** Writes a text. */
  set$(text: string): Observable<unknown>;
  /** Called with a text that was written after its writing was given up. */
  onLate: (text: string) => void;
  /** Takes note of what the storage holds. */
  learn(text: string | undefined): void;
  /**
   * Overwrites it, at once, or removes it where that is refused, and verifies that nothing stands there any more that is
   * ended. What another tab has stored meanwhile is none of it, and stays.
   */
  bury$(tombstone: string, isEnded: (text: string) => boolean): Observable<ClearReport>;
  /** Begins an operation when no overwriting is under way: what is read before that says nothing of what is stored. */
  onceSettled$<T>(work$: Observable<T>): Observable<T>;
}

/** Creates the view of what is stored under a key. */
export function createStoredRecord(entries: StoredEntries, key: string): StoredRecord {
  let known: string | undefined;
  let clearings = 0;
  const burials$ = new BehaviorSubject(0);

  const writes = createWritesUnderWay(entries, key, (text) => {
    record.onLate(text);
  });

  const record: StoredRecord = {
    get clearings() {
      return clearings;
    },
    get known() {
      return known;
    },
    get$: () => entries.get$(key),
    set$: (text) => writes.set$(text),
    // Tombstones alone are written where no session is: one is as good as the other.
    onLate: () => undefined,
    learn(text) {
      known = text;
    },
    bury$: (tombstone, isEnded) =>
      defer(() => {
        clearings += 1;
        known = tombstone;
        burials$.next(burials$.value + 1);
        return buried$(entries, key, writes, tombstone, isEnded).pipe(
          finalize(() => {
            burials$.next(burials$.value - 1);
          }),
        );
      }),
    onceSettled$: (work$) =>
      defer(() =>
        // At a start there is nothing to wait for.
        burials$.value === 0
          ? work$
          : burials$.pipe(
              filter((burials) => burials === 0),
              take(1),
              concatMap(() => work$),
            ),
      ),
  };
  return record;
}
