import { concatMap } from 'rxjs';
import type { Session } from '../model/session';
import type { WritableSessionStore } from '../ports/session-store';

/** Stores a session in the place of whatever is stored, as another tab would. */
export function writeSession(
  store: WritableSessionStore,
  { epoch, session }: { readonly epoch: string; readonly session: Session },
): void {
  store
    .read$()
    .pipe(concatMap((stored) => store.begin$(session, stored.epoch, epoch, () => true)))
    .subscribe();
}
