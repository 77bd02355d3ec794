import { catchError, defer, race, switchMap, take, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../flows/limits';
import { endSession } from '../flows/session/end-session';
import type { TokenSource } from '../flows/session/tokens';
import { AuthError } from '../model/auth-error';
import { destroyedError } from '../model/errors';
import { isFields } from '../model/fields';
import type { Fields } from '../model/fields';
import { isAccessTokenExpired } from '../model/freshness';
import type { Session } from '../model/session';
import { holdsSession } from '../model/situation';
import type { CognitoApi } from '../ports/cognito-api';
import type { PoolContext } from './pool-context';
import type { Refresher } from './refresh/refresher';

/** What a request is answered with whose token was revoked, or whose user was deleted: the refresh tells for sure. */
const REFUSALS: ReadonlySet<string> = new Set(['NotAuthorizedException', 'UserNotFoundException']);

/** The fields of a command that prove who the user is besides the token. */
const PROOFS = ['PreviousPassword', 'ProposedPassword', 'Password', 'UserCode', 'Code', 'Credential'];

/** A request that needs an access token. */
export interface AuthorisedRequest<Output> {
  readonly request$: Observable<Output>;
  /**
   * Whether a password or a code goes along: then that may be what was refused, and sending it once more would count
   * against the user.
   */
  readonly carriesProof?: boolean;
  /** Whether nobody is left whose session it could be, once it has succeeded. */
  readonly deletesUser?: boolean;
  /** The key of a device that the user pool does not know any more, once it has succeeded. */
  readonly forgottenDevice?: unknown;
}

/** Sends one request with the access token of the session, refreshed first when due. */
export type SendAuthorised = <Output>(
  build: (accessToken: string) => AuthorisedRequest<Output>,
) => Observable<Output>;

/** Returns the name of the operation of a command of the AWS SDK, of whichever version; minifiers change the class's. */
function operationOf(command: object): string {
  const schema: unknown = 'schema' in command ? command.schema : undefined;
  const name: unknown = Array.isArray(schema) ? schema[2] : command.constructor.name.replace(/Command$/, '');
  return typeof name === 'string' ? name : '';
}

/** Makes the request of a command of the AWS SDK. */
export function requestOf<Output>(api: CognitoApi, command: unknown): AuthorisedRequest<Output> {
  const request$ = api.send$<Output>(command);
  if (typeof command !== 'object' || command === null) return { request$ };
  const input: Fields = 'input' in command && isFields(command.input) ? command.input : {};
  const operation = operationOf(command);
  return {
    request$,
    carriesProof: PROOFS.some((name) => input[name] !== undefined),
    deletesUser: operation === 'DeleteUser',
    ...(operation === 'ForgetDevice' && { forgottenDevice: input['DeviceKey'] }),
  };
}

/** What proves a device is worth nothing once the user pool has forgotten it; that of another device is not here. */
function dropDevice({ devices, machine }: PoolContext, deviceKey: unknown): void {
  const { session } = machine.now;
  if (session?.deviceKey !== undefined && session.deviceKey === deviceKey)
    devices.drop$(session.user).subscribe();
}

/** Sends a request and does what its success means here; the end of the session cuts it off. */
function sent$<Output>(
  context: PoolContext,
  { request$, deletesUser, forgottenDevice }: AuthorisedRequest<Output>,
  epoch: string | undefined,
): Observable<Output> {
  const { machine } = context;
  // The end that a request brings about itself does not cut its answer off.
  const over$ =
    deletesUser === true
      ? machine.destroyed$.pipe(switchMap(() => throwError(destroyedError)))
      : machine.sessionOver$(epoch);
  const answer$ = request$.pipe(
    take(1),
    tap(() => {
      dropDevice(context, forgottenDevice);
      if (deletesUser === true && holdsSession(machine.now, epoch)) endSession(context, 'userDeleted');
    }),
  );
  return race(over$, answer$);
}

/**
 * Creates the way to everything that needs an access token. A token that is refused before it expired is renewed, and
 * the request repeated, once; a session that is refused then as well is over.
 */
export function createSendAuthorised(
  context: PoolContext,
  tokenSource: Pick<TokenSource, 'session$'>,
  refresher: Pick<Refresher, 'refresh$'>,
): SendAuthorised {
  const { machine, scheduler } = context;

  const isTokenRefused = (
    error: unknown,
    { carriesProof }: AuthorisedRequest<unknown>,
    session: Session,
    epoch: string | undefined,
  ): boolean =>
    error instanceof AuthError &&
    REFUSALS.has(error.code) &&
    carriesProof !== true &&
    holdsSession(machine.now, epoch) &&
    !isAccessTokenExpired(session, scheduler.now());

  /** Tokens that came since are tried first: the refused one may have been replaced meanwhile. */
  const renewed$ = ({ accessToken }: Session): Observable<Session> =>
    machine.now.session?.accessToken === accessToken
      ? refresher.refresh$({ refused: accessToken })
      : tokenSource.session$();

  const withSecretKept =
    ({ accessToken }: Session) =>
    (thrown: unknown): Observable<never> =>
      throwError(() => asAuthError(thrown, [accessToken]));

  return (build) =>
    tokenSource.session$().pipe(
      switchMap((session) =>
        defer(() => {
          const { epoch } = machine.now;
          const request = build(session.accessToken);
          return sent$(context, request, epoch).pipe(
            catchError((error: unknown) => {
              if (!isTokenRefused(error, request, session, epoch)) return throwError(() => error);
              return renewed$(session).pipe(
                // Whatever keeps the token from being renewed, this request was refused for its own reason.
                catchError((failure: unknown) =>
                  throwError(() => (asAuthError(failure).kind === 'signedOut' ? failure : error)),
                ),
                switchMap((renewed) =>
                  defer(() => sent$(context, build(renewed.accessToken), epoch)).pipe(
                    catchError(withSecretKept(renewed)),
                  ),
                ),
              );
            }),
          );
        }).pipe(catchError(withSecretKept(session))),
      ),
    );
}
