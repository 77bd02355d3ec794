import { AsyncSubject, catchError, of } from 'rxjs';
import type { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import { epochAfter } from '../../model/epoch';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import { clearRecord$ } from './clear-record';
import { reportAfterClear } from './cleanups';

/**
 * Ends the session of this moment without a sign-out being asked for: it was refused, or its user was deleted. It ends in
 * the storage, here, and so in every tab.
 *
 * @param error - what those get who wait for tokens
 */
export function endSession(context: AuthContext, reason: SignedOutReason, error?: AuthError): void {
  const { devices, environment, machine } = context;
  const { epoch: ended, session } = machine.now;
  if (!session) return;
  const epoch = epochAfter(reason, environment.randomId());
  const input = { type: 'sessionEnded', reason, epoch, isOwn: true, ...(error && { error }) } as const;
  const cleared$ = new AsyncSubject<void>();
  machine.send(input, {
    meanwhile: () => {
      clearRecord$(context, epoch, ended).subscribe(cleared$);
    },
  });
  // Nobody can prove it any more, and the names of who is gone stand in it.
  if (reason === 'userDeleted') devices.drop$(session.user).subscribe();
  cleared$
    .pipe(
      catchError((thrown: unknown) => {
        machine.report(asAuthError(thrown));
        return of(undefined);
      }),
    )
    .subscribe(() => {
      reportAfterClear(context, session.user, reason);
    });
}
