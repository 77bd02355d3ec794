import { concatMap, of, Subject, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { attempt$ } from './stored-entries';
import type { StoredEntries } from './stored-entries';

/** Writes of one entry that the storage has not answered yet: each may still land on top of a later one. */
export interface WritesUnderWay {
  /** Writes a text. One that lands after it was given up is handed to `onLate`. */
  set$(text: string): Observable<unknown>;
  /** Emits once, when one of those under way has landed or was given up; `undefined` where there is none. */
  readonly landed$: Observable<void> | undefined;
}

/** Creates the view of the writes of an entry. */
export function createWritesUnderWay(
  entries: StoredEntries,
  key: string,
  onLate: (text: string) => void,
): WritesUnderWay {
  const underWay = new Set<object>();
  const landed$ = new Subject<void>();
  return {
    get landed$() {
      return underWay.size === 0 ? undefined : landed$.pipe(take(1));
    },
    set$(text) {
      const write = {};
      underWay.add(write);
      let isPastBound = false;
      const land = (): void => {
        underWay.delete(write);
        if (isPastBound) onLate(text);
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
    },
  };
}
