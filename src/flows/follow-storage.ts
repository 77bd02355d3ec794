import { catchError, EMPTY, filter, ignoreElements, merge, switchMap, take, takeUntil, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { reasonOfEpoch } from '../model/epoch';
import { signedOutError } from '../model/errors';
import type { Session } from '../model/session';
import type { StoredState } from '../ports/session-store';
import type { AuthContext } from './auth-context';
import { runAfterClear$ } from './cleanups';
import { endSession } from './end-session';
import { asAuthError, STORAGE_LIMIT_MS, withTimeLimit } from './requests';

/** Moves this tab to a session that another one stored: as a whole, and in one step of the state. */
function replaceSession(context: AuthContext, epoch: string | undefined, session: Session): void {
  const { current, machine, cleanups, scheduler } = context;
  const previous = current.session;
  current.begin(epoch, session);
  machine.dispatch({ type: 'sessionReplaced', user: session.user, expiresAt: session.expiresAt });
  current.cutOff(signedOutError());
  if (!previous || previous.user.userId === session.user.userId) return;
  runAfterClear$(cleanups, { user: previous.user, reason: 'signedOutInOtherTab' }, scheduler).subscribe(
    (errors) => {
      errors.forEach((error) => {
        machine.report(error);
      });
    },
  );
}

function align(context: AuthContext, stored: StoredState): void {
  const { current, machine } = context;
  const { session } = current;
  // What a storage would not let go of does not come back to life: this tab has ended it.
  const isEnded = stored.epoch === current.endedEpoch;
  if (!stored.session || isEnded) {
    endSession(context, reasonOfEpoch(stored.epoch), stored.epoch);
  } else if (!session || stored.epoch !== current.epoch) {
    replaceSession(context, stored.epoch, stored.session);
  } else if (
    stored.session.accessToken !== session.accessToken &&
    stored.session.receivedAt >= session.receivedAt
  ) {
    current.renew(stored.session, stored.epoch);
    machine.dispatch({ type: 'tokensRefreshed', user: session.user, expiresAt: stored.session.expiresAt });
  }
}

/**
 * Brings this tab in line with the stored record and its epoch: they alone decide who is signed in. Cold; emits
 * nothing, completes once that is done; a storage that cannot be read changes nothing and is reported.
 */
export function rereadStorage$(context: AuthContext): Observable<never> {
  const { store, machine, scheduler } = context;
  return store.read$().pipe(
    withTimeLimit('Reading the storage', STORAGE_LIMIT_MS, scheduler),
    tap((stored) => {
      // A tab that restores, or signs out, decides for itself, and looks again at its end.
      const { status } = machine.state;
      if (status !== 'restoring' && status !== 'signingOut') align(context, stored);
    }),
    ignoreElements(),
    catchError((error: unknown) => {
      machine.report(asAuthError(error));
      return EMPTY;
    }),
  );
}

/** Rereads the storage whenever another tab, or a page that wakes, hints that it may have changed. */
export function followStorage(context: AuthContext): void {
  const { tabs, environment, machine, destroyed$ } = context;
  const restored$ = machine.state$.pipe(
    filter(({ status }) => status !== 'restoring'),
    take(1),
  );
  const signOutEnded$ = machine.events$.pipe(filter(({ type }) => type === 'signedOut'));
  merge(tabs.hints$, environment.resumed$, signOutEnded$)
    .pipe(
      // What came while a read was under way may be newer than what it read; a tab that restores looks when it is done.
      switchMap(() => restored$.pipe(switchMap(() => rereadStorage$(context)))),
      takeUntil(destroyed$),
    )
    .subscribe();
}
