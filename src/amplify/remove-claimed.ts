import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  forkJoin,
  ignoreElements,
  map,
  of,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { Entries } from './entries';
import type { StoredKeys } from './stored-keys';

const notRemovedError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'AdoptedSessionNotRemoved' satisfies OwnErrorCode,
    message:
      'The session of Amplify was taken over, but the storage did not remove what Amplify stored of it.',
    recoverySuggestion:
      'It is tried again at the next start and at the sign-out; or remove the entries that begin with ' +
      'CognitoIdentityServiceProvider from the storage, the cookies included.',
    retryable: true,
  });

const attempted$ = (step$: Observable<unknown>): Observable<unknown> =>
  step$.pipe(catchError(() => of(undefined)));

/** Emits the keys of the claimed user's session, and of those sessions that nobody owns any more. */
function doomed$(
  entries: Entries,
  keys: StoredKeys,
  claimed: string,
  lastUser: string | undefined,
): Observable<readonly string[]> {
  return entries.keys$().pipe(
    // Not every storage tells what it holds, nor does it have to be able to at this moment.
    catchError(() => of([])),
    map((present) => {
      const ownerless = present.filter((key) => {
        const owner = keys.ownerOf(key);
        return owner !== undefined && owner !== lastUser;
      });
      // Another user's session has its own note.
      const notes = lastUser === claimed ? keys.hostedUi : [];
      return [...new Set([...keys.ofSession(claimed), ...notes, ...ownerless])];
    }),
  );
}

/** Removes keys side by side, so that one that hangs keeps none of the others, and reads them again. */
function removedAndVerified$(entries: Entries, doomed: readonly string[]): Observable<unknown> {
  const removal$ = (key: string): Observable<unknown> =>
    attempted$(entries.remove$(key)).pipe(
      concatMap(() => entries.get$(key)),
      concatMap((found) => (found === undefined ? of(undefined) : throwError(notRemovedError))),
      // The others are removed all the same.
      catchError(() => of('left')),
    );
  return forkJoin(doomed.map(removal$)).pipe(
    concatMap((outcomes) => (outcomes.includes('left') ? throwError(notRemovedError) : EMPTY)),
  );
}

function removeFrom$(entries: Entries, keys: StoredKeys): Observable<unknown> {
  const rest$ = (claimed: string, lastUser: string | undefined): Observable<unknown> =>
    doomed$(entries, keys, claimed, lastUser).pipe(
      concatMap((doomed) =>
        concat(
          removedAndVerified$(entries, doomed),
          // As long as the name is there, so is the way to the rest. Another user's is the way to another session.
          lastUser === claimed ? entries.remove$(keys.lastUser) : EMPTY,
          entries.remove$(keys.claim),
        ),
      ),
    );
  return entries
    .get$(keys.claim)
    .pipe(
      concatMap((claimed) =>
        claimed === undefined
          ? EMPTY
          : entries.get$(keys.lastUser).pipe(concatMap((lastUser) => rest$(claimed, lastUser))),
      ),
    );
}

/** Removes the sessions that are claimed, from every place; a place that fails keeps none of the others. */
export function removeClaimed$(places: readonly Entries[], keys: StoredKeys): Observable<never> {
  return defer(() => {
    let hasFailed = false;
    const removals = places.map((entries) =>
      removeFrom$(entries, keys).pipe(
        catchError(() => {
          hasFailed = true;
          return EMPTY;
        }),
      ),
    );
    return concat(
      ...removals,
      defer(() => (hasFailed ? throwError(notRemovedError) : EMPTY)),
    ).pipe(ignoreElements());
  });
}
