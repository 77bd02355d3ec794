import { catchError, concat, concatMap, forkJoin, ignoreElements, map, of, throwError } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import { readJwtClaims } from '../../model/jwt';
import { redactedCause } from '../../model/redact';
import { readSession } from '../../model/session';
import type { ClientIdentity, Session } from '../../model/session';
import type { AdoptableSession } from '../../ports/adoptable-session';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { unreadableStorageError } from '../storage/storage-errors';
import { storedEntries } from '../storage/stored-entries';

/** What is stored of a session, by the last part of its key. */
const READ = ['accessToken', 'idToken', 'refreshToken', 'deviceKey', 'clockDrift'] as const;
/** The secret of a remembered device stays, as it does when Amplify signs out. */
const REMOVED = [
  ...['accessToken', 'idToken', 'refreshToken', 'clockDrift'],
  ...['signInDetails', 'oauthMetadata', 'oidcProvider', 'userData'],
];

type StoredFields = Readonly<Record<(typeof READ)[number], string | undefined>>;

/** What an adoptable session is looked for with. */
export interface AmplifySessionOptions {
  readonly storage: KeyValueStorage;
  readonly identity: ClientIdentity;
  readonly scheduler: SchedulerLike;
}

const brokenError = (defect: string): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotAdopted',
    message: `The session that Amplify stored cannot be taken over (${defect}).`,
    recoverySuggestion: 'Nothing of it was changed: sign in again, or check that the app client is the same.',
  });

const notRemovedError = (thrown: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'AdoptedSessionNotRemoved',
    message:
      'The session of Amplify was taken over, but the storage did not remove what Amplify stored of it.',
    recoverySuggestion: 'Remove the entries that begin with CognitoIdentityServiceProvider from the storage.',
    cause: redactedCause(thrown),
  });

/**
 * Estimates when the tokens were received. Amplify stores its clock's difference in milliseconds, server minus device;
 * identity-js in seconds, device minus server: whichever reading makes the tokens older is taken, since the worst of it
 * is a refresh that comes early.
 */
function receivedAt(accessToken: string | undefined, clockDrift: string | undefined, now: number): number {
  const issuedAtS = readJwtClaims(accessToken)?.['iat'];
  if (typeof issuedAtS !== 'number' || !Number.isFinite(issuedAtS)) return now;
  const drift = Number.parseInt(clockDrift ?? '0', 10) || 0;
  const issuedAt = issuedAtS * 1000;
  return Math.min(now, issuedAt - Math.max(0, drift, drift * -1000));
}

/**
 * Creates the view of a session that aws-amplify 6 or amazon-cognito-identity-js stored: both write the same entries,
 * `CognitoIdentityServiceProvider.{clientId}.LastAuthUser` and those of that user.
 */
export function createAmplifySession({ storage, identity, scheduler }: AmplifySessionOptions): AdoptableSession {
  const entries = storedEntries(storage, scheduler);
  const prefix = `CognitoIdentityServiceProvider.${identity.userPoolClientId}`;
  const lastUserKey = `${prefix}.LastAuthUser`;

  const fieldsOf$ = (username: string): Observable<StoredFields> =>
    forkJoin(
      Object.fromEntries(READ.map((name) => [name, entries.get$(`${prefix}.${username}.${name}`)])),
    ) as Observable<StoredFields>;

  const sessionOf = ({ clockDrift, ...fields }: StoredFields): Session => {
    const session = readSession(fields, identity, receivedAt(fields.accessToken, clockDrift, scheduler.now()));
    if (typeof session === 'string') throw brokenError(session);
    return session;
  };

  return {
    find$: () =>
      entries.get$(lastUserKey).pipe(
        concatMap((username) =>
          username === undefined ? of(undefined) : fieldsOf$(username).pipe(map(sessionOf)),
        ),
        catchError((thrown: unknown) =>
          throwError(() => (thrown instanceof AuthError ? thrown : unreadableStorageError(thrown))),
        ),
      ),
    remove$: () =>
      entries.get$(lastUserKey).pipe(
        concatMap((username) =>
          // The name goes last: as long as it is there, so is the way to the rest.
          concat(
            ...REMOVED.map((name) => entries.remove$(`${prefix}.${username ?? ''}.${name}`)),
            entries.remove$(lastUserKey),
          ),
        ),
        ignoreElements(),
        catchError((thrown: unknown) => throwError(() => notRemovedError(thrown))),
      ),
  };
}
