import { catchError, concat, concatMap, defer, EMPTY, endWith, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import { readLeftSession } from '../../model/left-session';
import type { LeftSession } from '../../model/left-session';
import type { Session } from '../../model/session';
import type { AdoptableSession } from '../../ports/session-adoption';
import type { StoredState } from '../../ports/session-store';
import type { AuthContext } from '../context';

/** Takes over a session that another library left behind; emits what the storage holds by then. */
export type AdoptSession = typeof adoptSession$;

const sessionNotAdoptedError = (defect: string): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotAdopted',
    message: `The session that another library stored cannot be taken over (${defect}).`,
    recoverySuggestion: 'Nothing of it was changed: sign in again, or check that the app client is the same.',
  });

/**
 * Takes over the session that another library left behind, where ours was never used in this storage. It is claimed before ours is stored and removed afterwards, so that a page
 * that dies in between leaves it whole, or to be removed by the next start. Emits what the storage holds by then; what
 * goes wrong is reported.
 */
export function adoptSession$(
  { environment, identity, scheduler, store, tabs }: AuthContext,
  stored: StoredState,
  adoptable: AdoptableSession,
  report: (error: unknown) => void,
): Observable<StoredState> {
  const reported$ = (step$: Observable<never>): Observable<never> =>
    step$.pipe(
      catchError((error: unknown) => {
        report(error);
        return EMPTY;
      }),
    );
  const removed$ = reported$(adoptable.remove$());
  const released$ = reported$(adoptable.release$());
  const sessionOf = (left: LeftSession): Session => {
    const session = readLeftSession(left, identity, scheduler.now());
    if (typeof session === 'string') throw sessionNotAdoptedError(session);
    return session;
  };
  /** Another tab was quicker: it has taken the same session over, or begun another one. */
  const yielded$ = (theirs: StoredState, session: Session): Observable<StoredState> => {
    const isTakenOver = theirs.session?.user.userId === session.user.userId;
    return (isTakenOver ? removed$ : released$).pipe(endWith(theirs));
  };
  const stored$ = (session: Session): Observable<StoredState> => {
    const epoch = environment.randomId();
    return store
      .begin$(session, stored.epoch, epoch, () => true)
      .pipe(
        catchError((error: unknown) =>
          concat(
            released$,
            throwError(() => error),
          ),
        ),
        concatMap((isStored) => {
          if (!isStored) return store.read$().pipe(concatMap((theirs) => yielded$(theirs, session)));
          tabs.announce();
          return removed$.pipe(endWith({ epoch, session }));
        }),
      );
  };
  return adoptable.find$().pipe(
    concatMap((left) => {
      if (!left) return of(stored);
      const session = sessionOf(left);
      return concat(
        adoptable.claim$(),
        defer(() => stored$(session)),
      );
    }),
    catchError((error: unknown) => {
      report(error);
      return of(stored);
    }),
  );
}
