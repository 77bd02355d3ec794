import type { AuthError } from './auth-error';
import type { AuthInput } from './auth-input';
import type { Situation } from './situation';
import { alreadySignedInError, cancelledError, signedOutError } from './errors';

/** Returns what those are told who wait for the tokens of a session that an input ended. */
export const sessionCutOffError = (input: AuthInput): AuthError =>
  (input.type === 'sessionEnded' ? input.error : undefined) ?? signedOutError();

const supersededError = (): AuthError =>
  cancelledError('SignInSuperseded', 'A newer sign-in took the place of this one.');

const cutBySignOutError = (): AuthError =>
  cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.');

/** Returns what the caller of a sign-in is told whose attempt was over before it could be followed. */
export const lateAttemptError = ({ attempt, queued, session }: Situation): AuthError =>
  (attempt ?? queued ?? session) ? supersededError() : cutBySignOutError();

/** Returns what the caller of a sign-in is told whose attempt an input ended. */
export function attemptCutOffError(input: AuthInput): AuthError {
  switch (input.type) {
    case 'signInQueued':
    case 'signInStarted':
      return supersededError();
    case 'sessionRestored':
      return alreadySignedInError();
    case 'sessionReplaced':
      return cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.');
    default:
      return cutBySignOutError();
  }
}
