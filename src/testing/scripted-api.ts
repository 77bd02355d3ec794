import { defer, EMPTY, map, of, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthTokens, SignInResult } from 'rx-cognito';
import type { AuthAnswer, CognitoApi, CognitoOperation, CognitoOperations } from '../ports/cognito-api';
import { signInResult, testError } from './results';
import type { Script } from './script';
import { challengeOf } from './scripted-challenges';
import type { TokenIssuer } from './scripted-tokens';
import { testUser } from './states';

type Requests = {
  readonly [Name in CognitoOperation]: (
    input: CognitoOperations[Name]['input'],
  ) => Observable<CognitoOperations[Name]['output']>;
};

/** The secret of an authenticator app where the script says none. */
const USUAL_SECRET = 'JBSWY3DPEHPK3PXP';

/** What a user pool refuses a sign-in with that amplify-js gives as a step to do. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['CONFIRM_SIGN_UP', 'UserNotConfirmedException'],
  ['RESET_PASSWORD', 'PasswordResetRequiredException'],
]);

const secretOf = ({ nextStep }: SignInResult): string =>
  nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
    ? nextStep.totpSetupDetails.sharedSecret
    : USUAL_SECRET;

/**
 * Creates the requests of a user pool that answers as the script says; a sign-out's have answers of their own.
 *
 * @param commands - the member whose answers the commands of the AWS SDK get
 */
export function createScriptedApi(
  script: Script,
  issuer: TokenIssuer,
  commands: 'send' | 'sendPublic' = 'send',
): CognitoApi {
  /** The secret of a set-up that a sign-in has come to, until it is asked for. */
  let secret: string | undefined;
  /** The answer that a right code of a new authenticator app leads to. */
  let afterSetUp: SignInResult | undefined;

  const answerOf = (result: SignInResult, username: string): AuthAnswer => {
    const { nextStep } = result;
    const refusal = REFUSALS.get(nextStep.signInStep);
    if (refusal !== undefined) throw testError({ kind: 'service', code: refusal });
    const challenge = challengeOf(nextStep);
    if (!challenge) return { AuthenticationResult: issuer.issue(testUser({ username })) };
    secret = nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' ? secretOf(result) : undefined;
    return challenge;
  };

  const result$ = (member: 'signIn' | 'confirmSignIn'): Observable<SignInResult> =>
    script.take$(member) ?? of(signInResult());

  const confirmed$ = (username = ''): Observable<AuthAnswer> => {
    const known = afterSetUp;
    afterSetUp = undefined;
    return (known ? of(known) : result$('confirmSignIn')).pipe(map((result) => answerOf(result, username)));
  };

  const refreshed$ = (refreshToken = ''): Observable<AuthAnswer> => {
    const scripted$: Observable<AuthTokens | undefined> = script.take$('tokens') ?? of(undefined);
    return scripted$.pipe(map((tokens) => ({ AuthenticationResult: issuer.refresh(refreshToken, tokens) })));
  };

  /** Asked for by a sign-in that has come to the set-up, or by the answer that chose it. */
  const associated$ = (): Observable<{ readonly SecretCode: string }> => {
    const SecretCode = secret;
    secret = undefined;
    return SecretCode === undefined
      ? result$('confirmSignIn').pipe(map((result) => ({ SecretCode: secretOf(result) })))
      : of({ SecretCode });
  };

  const requests: Requests = {
    InitiateAuth: ({ AuthFlow, AuthParameters }) =>
      AuthFlow === 'REFRESH_TOKEN_AUTH'
        ? refreshed$(AuthParameters['REFRESH_TOKEN'])
        : result$('signIn').pipe(map((result) => answerOf(result, AuthParameters['USERNAME'] ?? ''))),
    RespondToAuthChallenge: ({ ChallengeResponses }) => confirmed$(ChallengeResponses['USERNAME']),
    GetTokensFromRefreshToken: ({ RefreshToken }) => refreshed$(RefreshToken),
    AssociateSoftwareToken: associated$,
    VerifySoftwareToken: () =>
      result$('confirmSignIn').pipe(
        tap((result) => (afterSetUp = result)),
        map(() => ({ Status: 'SUCCESS' })),
      ),
    ConfirmDevice: () => of({}),
    ForgetDevice: () => of({}),
    GlobalSignOut: () => of({}),
    RevokeToken: () => of({}),
    GetUser: () => of({}),
  };

  return {
    call$: (operation, input) => defer(() => requests[operation](input)),
    // Whatever the command, the script says what it answers: its type is the spec's word.
    send$: <Output>() => defer(() => (script.take$(commands) ?? of({})) as Observable<Output>),
    preload$: () => EMPTY,
  };
}
