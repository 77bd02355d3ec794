import { AuthError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';
import type { Session } from '../../model/session';

const FREE_THE_STORAGE = 'Allow site data for this origin and free some space, or pass another storage.';

const secretsOf = (session: Session): string[] => [
  session.accessToken,
  session.idToken,
  session.refreshToken,
  ...(session.deviceKey === undefined ? [] : [session.deviceKey]),
];

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

/** The storage did not let go of the session, but took an empty record in its place. */
export const overwrittenError = (key: string, thrown: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionOverwritten',
    message: `The storage refused to remove ${key}; a record without tokens was written over it.`,
    recoverySuggestion: 'Nothing is left to do for this session; find out why the storage removes nothing.',
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
