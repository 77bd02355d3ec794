import { catchError, defer, map, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { offlineError, tokensRefusedError } from '../model/errors';
import { readSession } from '../model/session';
import type { Session } from '../model/session';
import type { AuthAnswer, CallOptions } from '../ports/cognito-api';
import type { PoolContext } from './auth-context';
import { REQUEST_LIMIT_MS, withTimeLimit } from './requests';

/** How endpoints without `GetTokensFromRefreshToken` say so; `Unsupported` is cognito-local's word. */
const OPERATION_MISSING: ReadonlySet<string> = new Set([
  'UnknownOperationException',
  'UnsupportedOperationException',
  'OperationNotEnabledException',
  'Unsupported',
]);

/** Asks the user pool for new tokens of a session, once, within the time limit of a request. Stores nothing. */
export type AskForTokens = (session: Session, options?: CallOptions) => Observable<Session>;

/** Judges the answer of a refresh: the session with its new tokens, or a typed error. */
function renewedSession(context: PoolContext, session: Session, answer: AuthAnswer): Session {
  if (answer.ChallengeName !== undefined) throw unexpectedChallengeError(answer.ChallengeName);
  const tokens = answer.AuthenticationResult;
  const fields = {
    accessToken: tokens?.AccessToken,
    idToken: tokens?.IdToken,
    refreshToken: tokens?.RefreshToken ?? session.refreshToken,
    deviceKey: session.deviceKey,
    expiresInS: tokens?.ExpiresIn,
  };
  const renewed = readSession(fields, context.identity, context.scheduler.now());
  if (typeof renewed === 'string') throw tokensRefusedError(renewed);
  if (renewed.user.userId !== session.user.userId) throw tokensRefusedError('foreignUser');
  return renewed;
}

const unexpectedChallengeError = (challengeName: string): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'UnexpectedChallenge',
    message: `The user pool answered a refresh with the challenge ${challengeName}.`,
    recoverySuggestion: 'Sign out and in again.',
  });

/** Creates the request for new tokens: by `GetTokensFromRefreshToken`, and by `REFRESH_TOKEN_AUTH` where that is missing. */
export function createAskForTokens(context: PoolContext): AskForTokens {
  const { api, identity, scheduler, environment } = context;
  const ClientId = identity.userPoolClientId;
  let isOperationMissing = false;

  const byOperation$ = ({ refreshToken, deviceKey }: Session, options: CallOptions): Observable<AuthAnswer> =>
    api.call$(
      'GetTokensFromRefreshToken',
      {
        ClientId,
        RefreshToken: refreshToken,
        ...(deviceKey === undefined ? {} : { DeviceKey: deviceKey }),
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

  return (session, options = {}) =>
    defer(() => (environment.isOnline() ? answer$(session, options) : throwError(offlineError))).pipe(
      withTimeLimit('Refreshing the tokens', REQUEST_LIMIT_MS, scheduler),
      map((answer) => renewedSession(context, session, answer)),
    );
}
