import { catchError, defer, merge, NEVER, switchMap, take, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../flows/limits';
import { endSession } from '../flows/session/end-session';
import type { TokenSource } from '../flows/session/tokens';
import { AuthError } from '../model/auth-error';
import { isFields } from '../model/fields';
import { isAccessTokenExpired } from '../model/freshness';
import type { Session } from '../model/session';
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
  const input: unknown = 'input' in command ? command.input : undefined;
  return {
    request$,
    carriesProof: isFields(input) && PROOFS.some((name) => input[name] !== undefined),
    deletesUser: operationOf(command) === 'DeleteUser',
  };
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

  const isTokenRefused = (error: unknown, { carriesProof }: AuthorisedRequest<unknown>, session: Session): boolean =>
    error instanceof AuthError &&
    REFUSALS.has(error.code) &&
    carriesProof !== true &&
    machine.now.session !== undefined &&
    !isAccessTokenExpired(session, scheduler.now());

  /** Tokens that came since are tried first: the refused one may have been replaced meanwhile. */
  const renewed$ = ({ accessToken }: Session): Observable<Session> =>
    machine.now.session && machine.now.session.accessToken !== accessToken
      ? tokenSource.session$()
      : refresher.refresh$({ refused: accessToken });

  const sent$ = <Output>({ request$, deletesUser }: AuthorisedRequest<Output>): Observable<Output> => {
    // The end that a request brings about itself does not cut its answer off.
    const over$ = deletesUser === true ? NEVER : machine.sessionOver$(machine.now.epoch);
    const answered$ = request$.pipe(
      tap(() => {
        if (deletesUser === true) endSession(context, 'userDeleted');
      }),
    );
    return merge(over$, answered$).pipe(take(1));
  };

  const withSecretKept =
    ({ accessToken }: Session) =>
    (thrown: unknown): Observable<never> =>
      throwError(() => asAuthError(thrown, [accessToken]));

  return (build) =>
    tokenSource.session$().pipe(
      switchMap((session) =>
        defer(() => {
          const request = build(session.accessToken);
          return sent$(request).pipe(
            catchError((error: unknown) => {
              if (!isTokenRefused(error, request, session)) return throwError(() => error);
              return renewed$(session).pipe(
                // Whatever keeps the token from being renewed, this request was refused for its own reason.
                catchError((failure: unknown) =>
                  throwError(() => (asAuthError(failure).kind === 'signedOut' ? failure : error)),
                ),
                switchMap((renewed) =>
                  defer(() => sent$(build(renewed.accessToken))).pipe(catchError(withSecretKept(renewed))),
                ),
              );
            }),
          );
        }).pipe(catchError(withSecretKept(session))),
      ),
    );
}
