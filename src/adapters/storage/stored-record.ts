import {
  BehaviorSubject,
  concatMap,
  defer,
  filter,
  finalize,
  ignoreElements,
  of,
  Subject,
  take,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClearReport } from '../../ports/session-store';
import { notClearedError, removedError } from './storage-errors';
import { attempt$ } from './stored-entries';
import type { Outcome, StoredEntries } from './stored-entries';

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
  /** Puts back what is known, where a text still stands that is not wanted. Emits once and never errors. */
  withdraw$(text: string): Observable<unknown>;
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

const thrownOf = (...outcomes: Outcome<unknown>[]): unknown =>
  outcomes
    .map((outcome) => ('thrown' in outcome ? outcome.thrown : undefined))
    .find((it) => it !== undefined);

/** Creates the view of what is stored under a key. */
export function createStoredRecord(entries: StoredEntries, key: string): StoredRecord {
  let known: string | undefined;
  let clearings = 0;
  /** Writes that the storage has not answered yet: each may still land on top of a later one. */
  const underWay = new Set<object>();
  const landed$ = new Subject<void>();
  const burials$ = new BehaviorSubject(0);

  const put$ = (text: string | undefined): Observable<unknown> =>
    text === undefined ? entries.remove$(key) : entries.set$(key, text);

  const withdraw$ = (text: string): Observable<unknown> =>
    attempt$(
      entries
        .get$(key)
        .pipe(concatMap((found) => (found === text && found !== known ? put$(known) : of(found)))),
    );

  const set$ = (text: string): Observable<unknown> => {
    const write = {};
    underWay.add(write);
    let isPastBound = false;
    const land = (): void => {
      underWay.delete(write);
      // A write that lands after it was given up is wanted by nobody.
      if (isPastBound) withdraw$(text).subscribe();
      landed$.next();
    };
    return attempt$(entries.set$(key, text, land)).pipe(
      concatMap((outcome) => {
        // Nobody waits any longer for a write that was given up.
        isPastBound = underWay.delete(write);
        if (isPastBound) landed$.next();
        return 'thrown' in outcome ? throwError(() => outcome.thrown) : of(outcome.value);
      }),
    );
  };

  /** Buries one tombstone, and looks whether it holds. */
  const burialOf = (
    tombstone: string,
    isEnded: (text: string) => boolean,
  ): {
    readonly buried$: Observable<ClearReport>;
    readonly rested$: (report: ClearReport) => Observable<ClearReport>;
  } => {
    const isGone = (found: Outcome<string | undefined>): boolean =>
      'value' in found && (found.value === undefined || !isEnded(found.value));

    /** What cannot be overwritten is removed. */
    const removed$ = (burial: Outcome<unknown>): Observable<ClearReport> =>
      attempt$(entries.remove$(key)).pipe(
        concatMap((removal) =>
          attempt$(entries.get$(key)).pipe(
            concatMap((found) =>
              isGone(found)
                ? of({ storageError: removedError(key, thrownOf(burial, found)) })
                : throwError(() => notClearedError(key, thrownOf(burial, removal, found))),
            ),
          ),
        ),
      );

    const buried$ = defer(() => attempt$(set$(tombstone))).pipe(
      concatMap((burial) =>
        attempt$(entries.get$(key)).pipe(
          concatMap((found) => {
            // A storage that cannot be read, and says that it has written, is believed.
            const isBuried = isGone(found) || ('thrown' in found && 'value' in burial);
            return isBuried ? of({}) : removed$(burial);
          }),
        ),
      ),
    );

    /** A write that was under way may land on the tombstone: it is looked at once more when it has. */
    const rested$ = (report: ClearReport): Observable<ClearReport> => {
      if (underWay.size === 0) return of(report);
      return landed$.pipe(
        take(1),
        concatMap(() => attempt$(entries.get$(key))),
        concatMap((found) => (isGone(found) ? of(report) : buried$)),
        concatMap(rested$),
      );
    };
    return { buried$, rested$ };
  };

  return {
    get clearings() {
      return clearings;
    },
    get known() {
      return known;
    },
    get$: () => entries.get$(key),
    write$: (text) => set$(text).pipe(concatMap(() => entries.get$(key))),
    withdraw$,
    learn(text) {
      known = text;
    },
    bury$: (tombstone, isEnded) =>
      defer(() => {
        const { buried$, rested$ } = burialOf(tombstone, isEnded);
        clearings += 1;
        known = tombstone;
        burials$.next(burials$.value + 1);
        return buried$.pipe(
          concatMap(rested$),
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
