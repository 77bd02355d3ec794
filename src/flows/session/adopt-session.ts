import { catchError, concat, concatMap, defer, EMPTY, endWith, ignoreElements, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { readLeftSession } from '../../model/left-session';
import type { LeftSession } from '../../model/left-session';
import type { Session, TokenDefect } from '../../model/session';
import { DEFECTS } from '../../model/token-defects';
import type { AdoptableSession } from '../../ports/session-adoption';
import type { StoredState } from '../../ports/session-store';
import type { WritingContext } from '../context';

const sessionNotAdoptedError = (defect: TokenDefect): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionNotAdopted',
    message: `The session that another library stored cannot be taken over: it ${DEFECTS[defect]}.`,
    recoverySuggestion: 'Nothing of it was changed: sign in again, or check that the app client is the same.',
  });

/**
 * Takes over the session that another library left behind, where ours was never used in this storage. It is claimed before
 * ours is stored and removed afterwards, so that a page that dies in between leaves it whole, or to be removed by the next
 * start. Emits what the storage holds by then; errors where it stays where it was, and reports what else goes wrong.
 */
export function adoptSession$(
  { devices, environment, identity, scheduler, store, tabs }: WritingContext,
  stored: StoredState,
  left: LeftSession,
  adoptable: AdoptableSession,
  report: (error: unknown) => void,
): Observable<StoredState> {
  const reported$ = (step$: Observable<unknown>): Observable<never> =>
    step$.pipe(
      ignoreElements(),
      catchError((error: unknown) => {
        report(error);
        return EMPTY;
      }),
    );
  const removed$ = reported$(adoptable.remove$());
  const released$ = reported$(adoptable.release$());
  /** The device first: there is no second time at which it could be taken over. What is left of it stays where it is. */
  const deviceKept$ = ({ user: { username } }: Session): Observable<never> => {
    if (!left.device) return EMPTY;
    const { deviceKey, deviceGroupKey, devicePassword: password } = left.device;
    return reported$(devices.keep$({ deviceKey, deviceGroupKey, password, username }));
  };
  /** Another tab was quicker: it has taken the same session over, or begun another one. */
  const yielded$ = (theirs: StoredState, session: Session): Observable<StoredState> => {
    // A sign-out that could not wait: it is what was left that has ended.
    if (!theirs.session) return removed$.pipe(endWith({ ...theirs, overwritten: session }));
    const isTakenOver = theirs.session.user.userId === session.user.userId;
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
  return defer(() => {
    const session = readLeftSession(left, identity, scheduler.now());
    if (typeof session === 'string') throw sessionNotAdoptedError(session);
    return concat(
      adoptable.claim$(),
      deviceKept$(session),
      defer(() => stored$(session)),
    );
  });
}
