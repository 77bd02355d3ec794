import { catchError, concatMap, defer, of, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError, ownError } from '../../model/auth-error';
import { readSession } from '../../model/session';
import type { Session } from '../../model/session';
import type { AuthAnswer, CallOptions } from '../../ports/cognito-api';
import type { PoolContext } from '../pool-context';
import { discardTokens } from '../requests';
import { tokensRefusedError } from '../tokens-refused';
import { confirmDevice$ } from '../sign-in/confirm-device';

/** How endpoints without `GetTokensFromRefreshToken` say so; `Unsupported` is cognito-local's word. */
const OPERATION_MISSING: ReadonlySet<string> = new Set([
  'UnknownOperationException',
  'UnsupportedOperationException',
  'OperationNotEnabledException',
  'Unsupported',
]);

/** Asks the user pool for new tokens of a session, once. Stores nothing. */
export type AskForTokens = (session: Session, options?: CallOptions) => Observable<Session>;

const unexpectedChallengeError = (): AuthError =>
  ownError({
    kind: 'service',
    code: 'UnexpectedChallenge',
    message: 'The user pool answered a refresh with a challenge.',
    recoverySuggestion: 'Sign out and in again.',
  });

/** Judges the answer of a refresh: the session with its new tokens, or a typed error. */
function renewedSession(context: PoolContext, session: Session, answer: AuthAnswer): Session {
  if (answer.ChallengeName !== undefined) throw unexpectedChallengeError();
  const tokens = answer.AuthenticationResult;
  const renewed = readSession(
    {
      ...session,
      accessToken: tokens?.AccessToken,
      idToken: tokens?.IdToken,
      refreshToken: tokens?.RefreshToken ?? session.refreshToken,
      originalRefreshToken: session.originalRefreshToken ?? session.refreshToken,
      expiresInS: tokens?.ExpiresIn,
      loginId: session.user.loginId,
    },
    context.identity,
    context.scheduler.now(),
  );
  if (typeof renewed === 'string') throw tokensRefusedError(renewed);
  if (renewed.user.userId !== session.user.userId) throw tokensRefusedError('foreignUser');
  return renewed;
}

/** Whether a refresh was refused since the user pool does not know the device whose key went along. */
const isDeviceUnknown = (error: unknown, { deviceKey }: Session): boolean =>
  deviceKey !== undefined && error instanceof AuthError && error.code === 'ResourceNotFoundException';

const withoutDevice = ({ deviceKey: _, ...session }: Session): Session => Object.freeze(session);

/** Creates the request for new tokens: by `GetTokensFromRefreshToken`, and by `REFRESH_TOKEN_AUTH` where that is missing. */
export function createAskForTokens(context: PoolContext): AskForTokens {
  const { api, identity } = context;
  const ClientId = identity.userPoolClientId;
  let isOperationMissing = false;

  const metadata = (): { ClientMetadata?: Readonly<Record<string, string>> } => {
    const given = context.clientMetadata();
    return given === undefined ? {} : { ClientMetadata: given };
  };

  const byOperation$ = ({ refreshToken, deviceKey }: Session, options: CallOptions): Observable<AuthAnswer> =>
    api.call$(
      'GetTokensFromRefreshToken',
      {
        ClientId,
        RefreshToken: refreshToken,
        ...(deviceKey === undefined ? {} : { DeviceKey: deviceKey }),
        ...metadata(),
      },
      options,
    );

  const byFlow$ = (
    { refreshToken, deviceKey, user }: Session,
    options: CallOptions,
  ): Observable<AuthAnswer> =>
    api.call$(
      'InitiateAuth',
      {
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: {
          REFRESH_TOKEN: refreshToken,
          ...(deviceKey === undefined ? {} : { DEVICE_KEY: deviceKey }),
        },
        ...metadata(),
      },
      { ...options, username: user.username },
    );

  const answer$ = (session: Session, options: CallOptions): Observable<AuthAnswer> => {
    if (isOperationMissing) return byFlow$(session, options);
    return byOperation$(session, options).pipe(
      catchError((error: unknown) => {
        if (!(error instanceof AuthError) || !OPERATION_MISSING.has(error.code))
          return throwError(() => error);
        isOperationMissing = true;
        return byFlow$(session, options);
      }),
    );
  };

  /** Tokens that cannot be taken are revoked, unless they are the ones that the session has. */
  const taken = (session: Session, answer: AuthAnswer): Session => {
    try {
      return renewedSession(context, session, answer);
    } catch (error) {
      const tokens = answer.AuthenticationResult;
      if (tokens?.RefreshToken !== session.refreshToken) discardTokens(context, tokens);
      throw error;
    }
  };

  const renewed$ = (session: Session, options: CallOptions): Observable<Session> =>
    defer(() => answer$(session, options)).pipe(
      switchMap((answer) => {
        const renewed = taken(session, answer);
        const device = answer.AuthenticationResult?.NewDeviceMetadata;
        // A pool that tracks devices gives one that it does not know a new key, and expects it with the next refresh.
        return device === undefined ? of(renewed) : confirmDevice$(context, renewed, device);
      }),
    );

  return (session, options = {}) =>
    renewed$(session, options).pipe(
      catchError((error: unknown) => {
        if (!isDeviceUnknown(error, session)) return throwError(() => error);
        // The device was forgotten elsewhere: without its key the pool gives it another one.
        return context.devices
          .drop$(session.user)
          .pipe(concatMap(() => renewed$(withoutDevice(session), options)));
      }),
    );
}
