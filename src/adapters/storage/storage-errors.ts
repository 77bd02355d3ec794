import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';

/** What helps where a storage refuses to work. */
export const FREE_THE_STORAGE =
  'Allow site data for this origin and free some space, or pass another storage.';

/** The storage did not answer a read. */
export const unreadableStorageError = (thrown: unknown): AuthError =>
  ownError({
    kind: 'storage',
    code: 'StorageNotReadable',
    message: 'The storage could not be read.',
    recoverySuggestion: FREE_THE_STORAGE,
    cause: redactedCause(thrown),
  });

/** The storage holds what a newer version of this library has written. */
export const newerVersionError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'NewerVersionStored',
    message: 'A newer version has stored the session.',
    recoverySuggestion: 'Reload the page.',
  });

/** The storage did not take a tombstone; the session was removed instead. */
export const removedError = (key: string, thrown: unknown): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionRemoved',
    message: `The storage refused to overwrite ${key}; the entry was removed instead.`,
    recoverySuggestion: 'Find out why the storage takes nothing.',
    ...(thrown === undefined ? {} : { cause: redactedCause(thrown) }),
  });

/** The storage still holds the session, and there is no more that can be done about it from here. */
export const notClearedError = (key: string, thrown: unknown): AuthError =>
  ownError({
    kind: 'storage',
    code: 'SessionNotCleared',
    message: 'The storage neither removed the session nor let it be overwritten.',
    recoverySuggestion: `The tokens are still stored under ${key}: remove that entry, or clear the site data of this origin.`,
    ...(thrown === undefined ? {} : { cause: redactedCause(thrown) }),
  });
