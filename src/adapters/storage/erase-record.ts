import { concatMap, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClearReport } from '../../ports/session-store';
import { notClearedError, overwrittenError } from './storage-errors';
import { attempt$ } from './stored-entries';
import type { Outcome, StoredEntries } from './stored-entries';

/** Stands where a session stood that could not be removed; it is no record, so that no start restores it. */
const TOMBSTONE = '{"version":1,"cleared":true}';

const thrownOf = (...outcomes: Outcome<unknown>[]): unknown =>
  outcomes
    .map((outcome) => ('thrown' in outcome ? outcome.thrown : undefined))
    .find((it) => it !== undefined);

function bury$(entries: StoredEntries, key: string, removal: Outcome<unknown>): Observable<ClearReport> {
  return attempt$(entries.set$(key, TOMBSTONE)).pipe(
    concatMap((burial) =>
      attempt$(entries.get$(key)).pipe(
        concatMap((found) => {
          const isBuried = 'value' in found ? found.value === TOMBSTONE : 'value' in burial;
          // A storage that is slow to let go may have done so by now.
          if ('value' in found && found.value === undefined) return of({});
          return isBuried
            ? of({ tombstoneError: overwrittenError(key, thrownOf(removal)) })
            : throwError(() => notClearedError(key, thrownOf(burial, removal)));
        }),
      ),
    ),
  );
}

/**
 * Removes what is stored under a key and reads it back; what the storage does not let go of is overwritten.
 * Errors with code `SessionNotCleared` where that is refused as well.
 */
export function eraseRecord$(entries: StoredEntries, key: string): Observable<ClearReport> {
  return attempt$(entries.remove$(key)).pipe(
    concatMap((removal) =>
      attempt$(entries.get$(key)).pipe(
        map((found) => ({ removal, isGone: 'value' in found && found.value === undefined })),
      ),
    ),
    concatMap(({ removal, isGone }) => (isGone ? of({}) : bury$(entries, key, removal))),
  );
}
