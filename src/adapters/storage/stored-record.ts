import { BehaviorSubject, concatMap, defer, filter, finalize, ignoreElements, map, of, take } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClearReport } from '../../ports/session-store';
import { buried$ } from './burial';
import { attempt$ } from './stored-entries';
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
  /** Writes a text and reads it back. Emits what stands there now. */
  write$(text: string): Observable<string | undefined>;
  /**
   * Puts back what is known, where a text still stands that is not wanted. Emits once and never errors.
   *
   * @param mayLand - its write was given up and goes on: what is known is put behind it, where nothing else has come
   */
  withdraw$(text: string, mayLand?: boolean): Observable<unknown>;
  /** Takes note of what the storage holds. */
  learn(text: string | undefined): void;
  /**
   * Overwrites it, at once, or removes it where that is refused, and verifies that nothing stands there any more that is
   * ended. What another tab has stored meanwhile is none of it, and stays.
   */
  bury$(tombstone: string, isEnded: (text: string) => boolean): Observable<ClearReport>;
  /** Completes when no overwriting is under way: what is read before that says nothing of what is stored. */
  readonly settled$: Observable<never>;
}

/** Puts back what is known, where a text still stands that is not wanted; known is asked again at each step. */
const withdrawn$ = (
  entries: StoredEntries,
  key: string,
  text: string,
  known: () => string | undefined,
  mayLand: boolean,
): Observable<unknown> => {
  const put$ = (wanted: string | undefined): Observable<unknown> =>
    wanted === undefined ? entries.remove$(key) : entries.set$(key, wanted);
  /** For a storage that does not do the one: the other. An empty text counts as absent. */
  const putElse$ = (wanted: string | undefined): Observable<unknown> =>
    wanted === undefined ? entries.set$(key, '') : entries.remove$(key);
  /** Where the storage cannot be read, what was written is in doubt. */
  const unlessGone$ = (
    isInDoubt: boolean,
    step$: Observable<unknown>,
    isUnwanted = (found?: string) => found === text,
  ) =>
    attempt$(entries.get$(key)).pipe(
      map((found) => text !== known() && ('value' in found ? isUnwanted(found.value) : isInDoubt)),
      concatMap((stands) => (stands ? attempt$(step$) : of(undefined))),
    );
  return unlessGone$(
    true,
    defer(() => put$(known())),
    (found) => found === text || (mayLand && found === known()),
  ).pipe(
    concatMap((outcome) =>
      outcome === undefined
        ? of(undefined)
        : unlessGone$(
            'thrown' in outcome,
            defer(() => putElse$(known())),
          ),
    ),
  );
};

/** Creates the view of what is stored under a key. */
export function createStoredRecord(entries: StoredEntries, key: string): StoredRecord {
  let known: string | undefined;
  let clearings = 0;
  const burials$ = new BehaviorSubject(0);

  const withdraw$ = (text: string, mayLand = false): Observable<unknown> =>
    withdrawn$(entries, key, text, () => known, mayLand);
  // A write that lands after it was given up is wanted by nobody.
  const writes = createWritesUnderWay(entries, key, (text) => {
    withdraw$(text).subscribe();
  });

  return {
    get clearings() {
      return clearings;
    },
    get known() {
      return known;
    },
    get$: () => entries.get$(key),
    write$: (text) => writes.set$(text).pipe(concatMap(() => entries.get$(key))),
    withdraw$,
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
    settled$: burials$.pipe(
      filter((burials) => burials === 0),
      take(1),
      ignoreElements(),
    ),
  };
}
