import { defer, finalize, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { validationError } from '../model/errors';
import type { AuthAnswer, CognitoOperations } from '../ports/cognito-api';
import type { SrpEphemeral } from '../ports/srp';
import type { AuthContext } from './auth-context';

/** How the user proves who they are, under amplify-js's names. */
export type AuthFlowType =
  'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'USER_AUTH' | 'CUSTOM_WITH_SRP' | 'CUSTOM_WITHOUT_SRP';

/** What `signIn$` takes. */
export interface SignInInput {
  /** The user name, or an alias of it that the pool knows: 1–128 characters. */
  readonly username: string;
  readonly password?: string;
  /** Default: `USER_SRP_AUTH`; the password then never leaves the device. */
  readonly authFlowType?: AuthFlowType;
  /** With `USER_AUTH`: the first factor to start with, as Cognito names it (`PASSWORD_SRP`, `EMAIL_OTP`, …). */
  readonly preferredChallenge?: string;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

const metadataOf = ({
  clientMetadata,
}: SignInInput): { ClientMetadata?: Readonly<Record<string, string>> } =>
  clientMetadata === undefined ? {} : { ClientMetadata: clientMetadata };

const passwordOf = ({ password }: SignInInput): string => {
  if (password === undefined || password === '')
    throw validationError('password', 'the password of the user');
  return password;
};

/** Sends a request whose answer may carry tokens. */
export type TokenRequest = <Name extends 'InitiateAuth' | 'RespondToAuthChallenge'>(
  operation: Name,
  input: CognitoOperations[Name]['input'],
) => Observable<AuthAnswer>;

/** Creates the first exchange of a sign-in, up to the first answer that is not the flow's own business. */
export function createFirstFactor(
  context: AuthContext,
  request$: TokenRequest,
): (input: SignInInput) => Observable<AuthAnswer> {
  const { identity, srp, scheduler } = context;
  const ClientId = identity.userPoolClientId;
  const poolName = identity.userPoolId.slice(identity.userPoolId.indexOf('_') + 1);

  const byPassword$ = (input: SignInInput): Observable<AuthAnswer> =>
    request$('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: input.username, PASSWORD: passwordOf(input) },
      ...metadataOf(input),
    });

  /** Proves the password to a challenge; the claim can be made once. */
  const verify$ = (
    input: SignInInput,
    password: string,
    ephemeral: SrpEphemeral,
    answer: AuthAnswer,
  ): Observable<AuthAnswer> => {
    const given = answer.ChallengeParameters ?? {};
    const userIdForSrp = given['USER_ID_FOR_SRP'] ?? input.username;
    const secretBlock = given['SECRET_BLOCK'] ?? '';
    const claim$ = ephemeral.claim$({
      poolName,
      userIdForSrp,
      password,
      salt: given['SALT'] ?? '',
      srpB: given['SRP_B'] ?? '',
      secretBlock,
      timestampAt: scheduler.now(),
    });
    return claim$.pipe(
      switchMap(({ signature, timestamp }) =>
        request$('RespondToAuthChallenge', {
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ...(answer.Session === undefined ? {} : { Session: answer.Session }),
          ChallengeResponses: {
            USERNAME: userIdForSrp,
            PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
            PASSWORD_CLAIM_SIGNATURE: signature,
            TIMESTAMP: timestamp,
          },
          ...metadataOf(input),
        }),
      ),
    );
  };

  const bySrp$ = (input: SignInInput): Observable<AuthAnswer> => {
    const password = passwordOf(input);
    return srp.ephemeral$().pipe(
      switchMap((ephemeral) =>
        request$('InitiateAuth', {
          ClientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME: input.username, SRP_A: ephemeral.srpA },
          ...metadataOf(input),
        }).pipe(
          switchMap((answer) =>
            answer.ChallengeName === 'PASSWORD_VERIFIER'
              ? verify$(input, password, ephemeral, answer)
              : of(answer),
          ),
          finalize(() => {
            ephemeral.discard();
          }),
        ),
      ),
    );
  };

  return (input) =>
    defer(() => {
      switch (input.authFlowType ?? 'USER_SRP_AUTH') {
        case 'USER_PASSWORD_AUTH':
          return byPassword$(input);
        case 'USER_SRP_AUTH':
          return bySrp$(input);
        default:
          throw validationError('authFlowType', 'USER_SRP_AUTH or USER_PASSWORD_AUTH');
      }
    });
}
