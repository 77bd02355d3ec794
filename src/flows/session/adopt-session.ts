import { catchError, concatMap, EMPTY, endWith, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Session } from '../../model/session';
import type { AdoptableSession } from '../../ports/adoptable-session';
import type { StoredState } from '../../ports/session-store';
import type { AuthContext } from '../context';

/**
 * Takes over the session that another library left in the storage, where ours was never used there: an epoch tells
 * that a session began or ended here before. Ours is stored before the other one is removed, so that nothing is lost
 * where storing fails. Emits what the storage holds by then; what goes wrong is reported.
 */
export function adoptSession$(
  { environment, store, tabs }: AuthContext,
  stored: StoredState,
  adoptable: AdoptableSession,
  report: (error: unknown) => void,
): Observable<StoredState> {
  const removed$ = adoptable.remove$().pipe(
    catchError((error: unknown) => {
      report(error);
      return EMPTY;
    }),
  );
  const adopted$ = (session: Session): Observable<StoredState> => {
    const epoch = environment.randomId();
    return store
      .begin$(session, stored.epoch, epoch, () => true)
      .pipe(
        concatMap((isStored) => {
          // Another tab was quicker.
          if (!isStored) return store.read$();
          tabs.announce();
          return removed$.pipe(endWith({ epoch, session }));
        }),
      );
  };
  if (stored.session || stored.epoch !== undefined) return of(stored);
  return adoptable.find$().pipe(
    concatMap((session) => (session ? adopted$(session) : of(stored))),
    catchError((error: unknown) => {
      report(error);
      return of(stored);
    }),
  );
}
