import { concatMap, defer, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { attempt$ } from './stored-entries';
import type { StoredEntries } from './stored-entries';

/**
 * Puts back what is known, where a text still stands that is not wanted; known is asked again at each step. Emits once and never errors.
 *
 * @param mayLand - its write was given up and goes on: what is known is put behind it, where nothing else has come
 */
export const withdrawn$ = (
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
