import { concatMap, defer, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ClearReport } from '../../ports/session-store';
import { notClearedError, removedError } from './storage-errors';
import { attempt$ } from './stored-entries';
import type { Outcome, StoredEntries } from './stored-entries';
import type { WritesUnderWay } from './writes-under-way';

const thrownOf = (...outcomes: Outcome<unknown>[]): unknown =>
  outcomes
    .map((outcome) => ('thrown' in outcome ? outcome.thrown : undefined))
    .find((it) => it !== undefined);

/**
 * Overwrites an entry by a tombstone, or removes it where that is refused, and looks whether that holds: at once, and once more
 * when the writes have landed that were under way.
 */
export function buried$(
  entries: StoredEntries,
  key: string,
  writes: WritesUnderWay,
  tombstone: string,
  isEnded: (text: string) => boolean,
): Observable<ClearReport> {
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

  const overwritten$ = defer(() => attempt$(writes.set$(tombstone))).pipe(
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
    const { landed$ } = writes;
    if (!landed$) return of(report);
    return landed$.pipe(
      concatMap(() => attempt$(entries.get$(key))),
      concatMap((found) => (isGone(found) ? of(report) : overwritten$)),
      concatMap(rested$),
    );
  };

  return overwritten$.pipe(concatMap(rested$));
}
