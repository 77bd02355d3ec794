import { AuthError } from '../../model/auth-error';
import type { Device } from '../../model/device';
import { redactedCause } from '../../model/redact';
import { secretsOf } from '../../model/session';
import type { Session } from '../../model/session';

const FREE_THE_STORAGE = 'Allow site data for this origin and free some space, or pass another storage.';

/** The storage did not answer a read. */
export const unreadableStorageError = (thrown: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotReadable',
    message: 'The storage of the session could not be read.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown),
  });

/** The storage did not take a session. */
export const notStoredError = (thrown: unknown, session: Session): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotStored',
    message: 'The storage refused to take the session.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown, secretsOf(session)),
  });

/** The storage did not take the secret of this device. */
export const deviceNotStoredError = (thrown: unknown, { password }: Device): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'DeviceNotStored',
    message: 'The storage refused to keep this device, which the user pool will not know again.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown, [password]),
  });

/** The storage said that it had taken a session, and holds none. */
export const ignoredWriteError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotStored',
    message: 'The storage does not keep what is written to it.',
    recoverySuggestion: FREE_THE_STORAGE,
  });

/** A session that no start could read again. */
export const tooLargeError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionTooLarge',
    message: 'The tokens of the user pool are larger than anything that is stored.',
    recoverySuggestion: 'Let the id token carry fewer or shorter claims.',
  });

/** The storage did not take a tombstone; the session was removed instead. */
export const removedError = (key: string, thrown: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionRemoved',
    message: `The storage refused to overwrite ${key}; the entry was removed instead.`,
    recoverySuggestion: 'Nothing is left to do for this session; find out why the storage takes nothing.',
    ...(thrown === undefined ? {} : { cause: redactedCause(thrown) }),
  });

/** The storage still holds the session, and there is no more that can be done about it from here. */
export const notClearedError = (key: string, thrown: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotCleared',
    message: 'The storage neither removed the session nor let it be overwritten.',
    recoverySuggestion: `The tokens are still stored under ${key}: remove that entry, or clear the site data of this origin.`,
    ...(thrown === undefined ? {} : { cause: redactedCause(thrown) }),
  });
