import type { SignedOutReason } from '../model/auth-state';
import { signedOutError } from '../model/errors';
import type { AuthContext } from './auth-context';
import { runAfterClear$ } from './cleanups';

/**
 * Ends the session in memory without a sign-out being asked for: it was refused, or it is gone from the storage.
 * The tokens are let go of before anybody is told, so that no subscriber meets a `signedOut` with tokens behind it.
 *
 * @param epoch - the epoch that the storage holds, or will
 * @param error - what those get who wait for tokens
 */
export function endSession(
  context: AuthContext,
  reason: SignedOutReason,
  epoch: string | undefined,
  error = signedOutError(),
): void {
  const { current, machine, cleanups, scheduler } = context;
  const session = current.drop(epoch);
  if (!session) return;
  machine.dispatch({ type: 'sessionEnded', reason });
  current.cutOff(error);
  runAfterClear$(cleanups, { user: session.user, reason }, scheduler).subscribe((errors) => {
    errors.forEach((error) => {
      machine.report(error);
    });
  });
}
