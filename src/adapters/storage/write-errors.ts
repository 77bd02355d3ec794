import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { Device } from '../../model/device';
import { redactedCause } from '../../model/redact';
import { secretsOf } from '../../model/session-secrets';
import type { Session } from '../../model/session';
import { FREE_THE_STORAGE } from './storage-errors';

/** The storage did not take a session. */
export const notStoredError = (thrown: unknown, session: Session): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionNotStored',
    message: 'The storage refused to take the session.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown, secretsOf(session)),
  });

/** The storage did not take the secret of this device. */
export const deviceNotStoredError = (thrown: unknown, { password }: Device): AuthError =>
  ownError({
    kind: 'storage',
    code: 'DeviceNotStored',
    message: 'The storage refused to keep this device, which the user pool will not know again.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown, [password]),
  });

/** The storage said that it had taken a session, and holds none. */
export const ignoredWriteError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionNotStored',
    message: 'The storage does not keep what is written to it.',
    recoverySuggestion: FREE_THE_STORAGE,
  });

/** A session that no start could read again. */
export const tooLargeError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionTooLarge',
    message: 'The tokens of the user pool are larger than anything that is stored.',
    recoverySuggestion: 'Let the id token carry fewer or shorter claims.',
  });
