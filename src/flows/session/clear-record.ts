import { AsyncSubject, concat, EMPTY, throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { STORAGE_LIMIT_MS } from '../../ports/time-limit';
import type { AuthContext } from '../context';

/** A storage that keeps a sign-out waiting. */
const storageNotAnsweringError = (cause?: unknown): AuthError =>
  ownError({
    kind: 'storage',
    code: 'StorageNotAnswering',
    message: 'The storage did not answer, so a stored session could not be removed yet.',
    recoverySuggestion:
      'It is removed when the storage answers; if this page is closed before, remove it by hand.',
    cause,
  });

/**
 * Begins to clear the stored record, at once. Emits once it is verified to hold no session, with what the storage refused on
 * the way reported; errors where that takes too long, or cannot be done, while the clearing goes on.
 *
 * @param ended - the epoch that ends: a tab that holds another one learns that nobody has revoked its tokens
 * @param isUnread - nobody could look whether another library has left a session, or take it over: that goes as well
 */
export function clearRecord$(
  { adoptable, machine, scheduler, store, tabs }: AuthContext,
  epoch: string,
  ended: string | undefined,
  isUnread = false,
): Observable<void> {
  const cleared$ = new AsyncSubject<void>();
  let isAtOnce = true;
  // What another library still stores of a session that was taken over from it has ended as well.
  const left$ = new AsyncSubject<never>();
  (adoptable ? concat(isUnread ? adoptable.claim$() : EMPTY, adoptable.remove$()) : EMPTY).subscribe(left$);
  concat(store.clear$(epoch, ended), left$).subscribe({
    next: ({ storageError }) => {
      if (storageError) machine.report(storageError);
      cleared$.next();
    },
    error: (error: unknown) => {
      cleared$.error(error);
    },
    complete: () => {
      // Tabs that were told while a slow storage was being cleared may have read the session: they are told once more.
      if (!isAtOnce) tabs.announce();
      cleared$.complete();
    },
  });
  isAtOnce = false;
  return cleared$.pipe(
    timeout({ first: STORAGE_LIMIT_MS, scheduler, with: () => throwError(storageNotAnsweringError) }),
  );
}
