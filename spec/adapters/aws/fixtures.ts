import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../../src/model/auth-error';
import type { CognitoOperation, CognitoOperations } from '../../../src/ports/cognito-api';

/** Secrets that must be found nowhere but in the request itself. */
export const CANARIES = {
  accessToken: 'canary-access-eyJraWQ.eyJzdWI.c2lnbmF0dXJl',
  refreshToken: 'canary-refresh-token',
  password: 'canary password',
  session: 'canary-session-aaaaaaaaaaaa',
  code: '918273',
  deviceVerifier: 'canary-verifier-of-the-device',
} as const;

const ClientId = '1h57kf5cpq17m0eml12EXAMPLE';

/** A complete input for each operation that the flows use. */
export const INPUTS: { readonly [Name in CognitoOperation]: CognitoOperations[Name]['input'] } = {
  InitiateAuth: {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD: CANARIES.password },
  },
  RespondToAuthChallenge: {
    ClientId,
    ChallengeName: 'SMS_MFA',
    Session: CANARIES.session,
    ChallengeResponses: { USERNAME: 'ada', SMS_MFA_CODE: CANARIES.code },
  },
  GetTokensFromRefreshToken: { ClientId, RefreshToken: CANARIES.refreshToken },
  ConfirmDevice: {
    AccessToken: CANARIES.accessToken,
    DeviceKey: 'eu-west-1_11111111-2222-3333-4444-555555555555',
    DeviceName: 'a browser',
    DeviceSecretVerifierConfig: { Salt: 'c2FsdA==', PasswordVerifier: CANARIES.deviceVerifier },
  },
  AssociateSoftwareToken: { Session: CANARIES.session },
  VerifySoftwareToken: { Session: CANARIES.session, UserCode: CANARIES.code },
  ForgetDevice: {
    AccessToken: CANARIES.accessToken,
    DeviceKey: 'eu-west-1_11111111-2222-3333-4444-555555555555',
  },
  GlobalSignOut: { AccessToken: CANARIES.accessToken },
  RevokeToken: { ClientId, Token: CANARIES.refreshToken },
  GetUser: { AccessToken: CANARIES.accessToken },
};

/** Returns the AuthError that an Observable ends with. */
export async function errorOf(source$: Observable<unknown>): Promise<AuthError> {
  const outcome: unknown = await firstValueFrom(source$).catch((error: unknown) => error);
  if (outcome instanceof AuthError) return outcome;
  throw new Error('Expected an AuthError.', { cause: outcome });
}
