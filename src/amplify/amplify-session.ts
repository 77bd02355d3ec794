import { AuthError } from 'rx-cognito';
import type {
  AdoptableSession,
  AdoptionParts,
  KeyValueStorage,
  LeftSession,
  OwnErrorCode,
  SessionAdoption,
} from 'rx-cognito';
import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  forkJoin,
  ignoreElements,
  map,
  of,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { amplifyCookies } from './cookies';
import type { AmplifyCookieOptions, PageAddress } from './cookies';
import { entriesOf } from './entries';
import type { Entries } from './entries';
import { removeClaimed$ } from './remove-claimed';
import { keysOf } from './stored-keys';
import type { StoredKeys } from './stored-keys';

/** Where a session of Amplify is looked for. */
export interface AmplifySessionOptions {
  /**
   * The storage that Amplify or amazon-cognito-identity-js was given. Default: the storage of `createAuth`, then
   * `localStorage`.
   */
  readonly storage?: KeyValueStorage;
  /**
   * Where Amplify's cookies are (`ssr: true`), in case its `CookieStorage` was told; `false` leaves cookies alone. Default:
   * the cookies of the page, looked into after the storages.
   */
  readonly cookies?: AmplifyCookieOptions | false;
}

/** The part of the global object that is looked at; `localStorage` may throw on access. */
interface PageScope {
  readonly document?: { cookie: string };
  readonly location?: PageAddress;
  readonly localStorage?: KeyValueStorage;
}

const unreadableError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotReadable' satisfies OwnErrorCode,
    message: 'The storage in which Amplify may have left a session could not be read.',
    recoverySuggestion: 'Allow site data for this origin, or tell amplifySession() which storage it is.',
  });

const notClaimedError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'SessionNotAdopted' satisfies OwnErrorCode,
    message: 'The session that Amplify stored cannot be taken over: its storage takes nothing.',
    recoverySuggestion: 'Nothing of it was changed: sign in again, or free some space for this origin.',
  });

/** A server may have a localStorage too, but one that all its users' requests would share. */
function localStorageOf(scope: PageScope): KeyValueStorage | undefined {
  try {
    return scope.document === undefined ? undefined : scope.localStorage;
  } catch {
    return undefined;
  }
}

function cookiesOf(
  { document, location }: PageScope,
  options: AmplifyCookieOptions | false,
): KeyValueStorage | undefined {
  return document === undefined || options === false
    ? undefined
    : amplifyCookies(document, location, options);
}

function placesOf(
  options: AmplifySessionOptions,
  { storage, scheduler }: AdoptionParts,
  scope: PageScope,
): Entries[] {
  // What could not be stored is not taken over.
  if (storage.isReadOnly === true) return [];
  const storages = options.storage === undefined ? [storage, localStorageOf(scope)] : [options.storage];
  const all = [...storages, cookiesOf(scope, options.cookies ?? {})];
  return [...new Set(all)].filter((it) => it !== undefined).map((it) => entriesOf(it, scheduler));
}

/**
 * Reads the note that both libraries make of the clocks: Amplify in milliseconds, server minus device; identity-js in
 * seconds, device minus server. Whichever reading makes the tokens older is taken.
 */
function clockBehindMs(clockDrift: string | undefined): number {
  const drift = Number.parseInt(clockDrift ?? '0', 10) || 0;
  return Math.max(0, drift, drift * -1000);
}

function leftBy$(entries: Entries, keys: StoredKeys, username: string): Observable<LeftSession> {
  const field$ = (name: string): Observable<string | undefined> => entries.get$(keys.of(username, name));
  return forkJoin({
    accessToken: field$('accessToken'),
    idToken: field$('idToken'),
    refreshToken: field$('refreshToken'),
    clockDrift: field$('clockDrift'),
    deviceKey: field$('deviceKey'),
    deviceGroupKey: field$('deviceGroupKey'),
    devicePassword: field$('randomPasswordKey'),
  }).pipe(
    map(({ accessToken, idToken, refreshToken, clockDrift, deviceKey, deviceGroupKey, devicePassword }) => ({
      accessToken,
      idToken,
      refreshToken,
      clockBehindMs: clockBehindMs(clockDrift),
      ...(deviceKey === undefined ? {} : { deviceKey }),
      ...(deviceKey && deviceGroupKey && devicePassword
        ? { device: { deviceKey, deviceGroupKey, devicePassword } }
        : {}),
    })),
  );
}

/** A place in which somebody is signed in, who that is, and what is there. */
interface Found {
  readonly entries: Entries;
  readonly username: string;
  readonly left: LeftSession;
}

const isComplete = ({ left }: Found): boolean =>
  left.accessToken !== undefined && left.idToken !== undefined && left.refreshToken !== undefined;

function foundIn$(entries: Entries, keys: StoredKeys): Observable<Found | undefined> {
  return entries
    .get$(keys.lastUser)
    .pipe(
      concatMap((username) =>
        username === undefined
          ? of(undefined)
          : leftBy$(entries, keys, username).pipe(map((left) => ({ entries, username, left }))),
      ),
    );
}

/**
 * Looks into one place after another for a complete session. What is incomplete, or cannot be read, counts only where
 * there is no other.
 */
function search$(places: readonly Entries[], keys: StoredKeys): Observable<Found | undefined> {
  const [entries, ...others] = places;
  if (entries === undefined) return of(undefined);
  const further$ = defer(() => search$(others, keys));
  return foundIn$(entries, keys).pipe(
    catchError((thrown: unknown) =>
      further$.pipe(concatMap((found) => (found ? of(found) : throwError(() => thrown)))),
    ),
    concatMap((found) => {
      if (found && isComplete(found)) return of(found);
      return further$.pipe(map((other) => (other && (!found || isComplete(other)) ? other : found)));
    }),
  );
}

/**
 * Emits whether a session began at managed login: Amplify notes it apart from the tokens, in `localStorage` wherever those are. A note
 * that cannot be read is none.
 */
function isOfHostedUi$(places: readonly Entries[], keys: StoredKeys): Observable<boolean> {
  const notes = places.flatMap((entries) =>
    keys.hostedUi.map((key) => entries.get$(key).pipe(catchError(() => of(undefined)))),
  );
  // As `true,false`: the second is about private windows.
  return forkJoin(notes).pipe(map((found) => found.some((note) => note?.startsWith('true') === true)));
}

/** Creates the view of a session that aws-amplify 6 or amazon-cognito-identity-js stored: both write the same entries. */
export function createAmplifySession(
  options: AmplifySessionOptions,
  parts: AdoptionParts,
  scope: PageScope,
): AdoptableSession {
  const places = placesOf(options, parts, scope);
  const local = localStorageOf(scope);
  const notePlaces = local ? [...places, entriesOf(local, parts.scheduler)] : places;
  const keys = keysOf(parts.identity.userPoolClientId);
  const found$ = search$(places, keys);

  return {
    find$: () =>
      found$.pipe(
        concatMap((found) =>
          found
            ? isOfHostedUi$(notePlaces, keys).pipe(
                map((isOfHostedUi) =>
                  isOfHostedUi ? { ...found.left, origin: 'hostedUi' as const } : found.left,
                ),
              )
            : of(undefined),
        ),
        catchError(() => throwError(unreadableError)),
      ),
    claim$: () =>
      found$.pipe(
        concatMap((found) => (found ? found.entries.set$(keys.claim, found.username) : EMPTY)),
        ignoreElements(),
        catchError(() => throwError(notClaimedError)),
      ),
    release$: () =>
      concat(...places.map((entries) => entries.remove$(keys.claim).pipe(catchError(() => EMPTY)))).pipe(
        ignoreElements(),
      ),
    remove$: () => removeClaimed$(places, keys),
  };
}

/**
 * Takes over, once and without a new sign-in, the session that aws-amplify 6 or amazon-cognito-identity-js left: in the
 * storage of `createAuth`, in `localStorage`, or in Amplify's cookies (`ssr: true`).
 *
 * Nothing is looked at before `createAuth` does. What Amplify stored is removed once ours is stored; a device that
 * it remembers is taken over as well, and its entries stay.
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 * import { amplifySession } from 'rx-cognito/amplify';
 *
 * const auth = createAuth({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   adopt: amplifySession(),
 * });
 * ```
 */
export function amplifySession(options: AmplifySessionOptions = {}): SessionAdoption {
  return (parts) => createAmplifySession(options, parts, globalThis);
}
