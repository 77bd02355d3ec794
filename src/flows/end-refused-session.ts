import type { AuthError } from '../model/auth-error';
import type { SignedOutReason } from '../model/auth-state';
import { epochAfter } from '../model/epoch';
import type { AuthContext } from './auth-context';
import { endSession } from './end-session';
import { asAuthError } from './requests';

/** Ends a session that the user pool refused: in the storage, here, and so in every tab. */
export function endRefusedSession(context: AuthContext, reason: SignedOutReason, refusal: AuthError): void {
  const { store, tabs, machine, environment } = context;
  const epoch = epochAfter(reason, environment.randomId());
  // First the storage: where it is synchronous, it is empty by the time the state says so.
  store.clear$(epoch).subscribe({
    next: ({ tombstoneError }) => {
      if (tombstoneError) machine.report(tombstoneError);
      tabs.announce();
    },
    error: (error: unknown) => {
      machine.report(asAuthError(error));
    },
  });
  endSession(context, reason, epoch, refusal);
}
