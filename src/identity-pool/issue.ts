import { AuthError } from 'rx-cognito';
import { catchError, map, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AwsCredentials } from './aws-credentials';
import { unreadableError } from './errors';
import type { Login } from './login';
import { ask$, objectMembers, type Answer, type Transport } from './transport';

/** Credentials, and when they expire by the clock of this device. */
export interface Issued {
  readonly credentials: AwsCredentials;
  /** Epoch milliseconds of the local clock, whatever that says. */
  readonly expiresAt: number;
}

const IDENTITY_ID = /^[\w-]+:[0-9a-f-]+$/;
const HOUR_MS = 3_600_000;
/** The longest session that a role can have. */
const MAX_LIFETIME_MS = 12 * HOUR_MS;

/** Asks whose identity a login is. Cold; emits its id and completes; errors as `ask$` does. */
export function getId$(
  transport: Transport,
  identityPoolId: string,
  login: Login | undefined,
): Observable<string> {
  const input = { IdentityPoolId: identityPoolId, ...loginsOf(login) };
  return ask$(transport, 'GetId', input, secretsOf(login)).pipe(map(({ members }) => identityIdOf(members)));
}

/** Asks for credentials of an identity. Cold; emits them and completes; errors as `ask$` does. */
export function getCredentials$(
  transport: Transport,
  identityId: string,
  login: Login | undefined,
): Observable<Issued> {
  const input = { IdentityId: identityId, ...loginsOf(login) };
  return ask$(transport, 'GetCredentialsForIdentity', input, secretsOf(login)).pipe(
    map((answer) => issuedOf(answer, transport.scheduler.now())),
  );
}

/**
 * Asks for credentials of a remembered identity; where there is none of that id any more (a merge disables the one that
 * is merged away), forgets it and asks for the identity once more. Cold; emits them and completes; errors as `ask$` does.
 */
export function getCredentialsOfRemembered$(
  transport: Transport,
  rememberedId: string,
  login: Login | undefined,
  askAgain$: Observable<string>,
): Observable<Issued> {
  return getCredentials$(transport, rememberedId, login).pipe(
    catchError((error: unknown) =>
      isOfNoIdentity(error)
        ? askAgain$.pipe(switchMap((identityId) => getCredentials$(transport, identityId, login)))
        : throwError(() => error),
    ),
  );
}

function isOfNoIdentity(error: unknown): boolean {
  return (
    error instanceof AuthError &&
    (error.code === 'ResourceNotFoundException' || error.code === 'NotAuthorizedException')
  );
}

function loginsOf(login: Login | undefined): object {
  return login ? { Logins: { [login.provider]: login.idToken } } : {};
}

function secretsOf(login: Login | undefined): readonly string[] {
  return login ? [login.idToken] : [];
}

function identityIdOf(members: ReadonlyMap<string, unknown>): string {
  const identityId = members.get('IdentityId');
  if (typeof identityId !== 'string' || !IDENTITY_ID.test(identityId)) throw unreadableError(200);
  return identityId;
}

// The identity may be another one than was asked for: where two were merged, this is the one that is left.
function issuedOf({ members, serverTime }: Answer, now: number): Issued {
  const credentials = objectMembers(members.get('Credentials'));
  const text = (name: string): string => {
    const value = credentials.get(name);
    if (typeof value !== 'string' || value === '') throw unreadableError(200);
    return value;
  };
  const expiration = expirationOf(credentials.get('Expiration'));
  const secrets = {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretKey'),
    sessionToken: text('SessionToken'),
  };
  return {
    credentials: new AwsCredentials(secrets, identityIdOf(members), new Date(expiration)),
    expiresAt: now + lifetimeOf(expiration, now, serverTime),
  };
}

function expirationOf(value: unknown): number {
  const expiration = typeof value === 'number' ? 1000 * value : Number.NaN;
  // What is no date cannot be an expiry either.
  if (!(expiration > 0) || Number.isNaN(new Date(expiration).getTime())) throw unreadableError(200);
  return expiration;
}

// Told by the server's own clock. Where a browser may not read that, an identity pool's hour is the most there can be.
function lifetimeOf(expiration: number, now: number, serverTime: number | undefined): number {
  const lifetime = expiration - (serverTime ?? now);
  if (serverTime === undefined) return lifetime > 0 ? Math.min(lifetime, HOUR_MS) : HOUR_MS;
  if (lifetime <= 0) throw unreadableError(200);
  return Math.min(lifetime, MAX_LIFETIME_MS);
}
