import type { Observable } from 'rxjs';

/** The key that a user pool which tracks devices gives one that it does not know. */
export interface NewDeviceMetadata {
  readonly DeviceKey?: string | undefined;
  readonly DeviceGroupKey?: string | undefined;
}

/** The tokens of an answer, as Cognito names them. */
export interface AuthenticationResult {
  readonly AccessToken?: string | undefined;
  readonly IdToken?: string | undefined;
  readonly RefreshToken?: string | undefined;
  /** Life of the access and the id token, seconds. */
  readonly ExpiresIn?: number | undefined;
  readonly NewDeviceMetadata?: NewDeviceMetadata | undefined;
}

/** An answer that carries either tokens or the next challenge. */
export interface AuthAnswer {
  readonly AuthenticationResult?: AuthenticationResult | undefined;
  readonly ChallengeName?: string | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly AvailableChallenges?: readonly string[] | undefined;
  readonly Session?: string | undefined;
}

type Metadata = Readonly<Record<string, string>>;

/** The operations of the user pool API that the flows use, with the fields they use. */
export interface CognitoOperations {
  InitiateAuth: {
    input: {
      readonly ClientId: string;
      readonly AuthFlow: string;
      readonly AuthParameters: Readonly<Record<string, string>>;
      readonly Session?: string;
      readonly ClientMetadata?: Metadata;
    };
    output: AuthAnswer;
  };
  RespondToAuthChallenge: {
    input: {
      readonly ClientId: string;
      readonly ChallengeName: string;
      readonly ChallengeResponses: Readonly<Record<string, string>>;
      readonly Session?: string;
      readonly ClientMetadata?: Metadata;
    };
    output: AuthAnswer;
  };
  GetTokensFromRefreshToken: {
    input: {
      readonly ClientId: string;
      readonly RefreshToken: string;
      readonly DeviceKey?: string;
      readonly ClientSecret?: string;
      readonly ClientMetadata?: Metadata;
    };
    output: AuthAnswer;
  };
  ConfirmDevice: {
    input: {
      readonly AccessToken: string;
      readonly DeviceKey: string;
      readonly DeviceName?: string;
      readonly DeviceSecretVerifierConfig: { readonly Salt: string; readonly PasswordVerifier: string };
    };
    output: { readonly UserConfirmationNecessary?: boolean | undefined };
  };
  AssociateSoftwareToken: {
    input: { readonly Session: string };
    output: { readonly SecretCode?: string | undefined; readonly Session?: string | undefined };
  };
  VerifySoftwareToken: {
    input: { readonly Session: string; readonly UserCode: string };
    output: { readonly Status?: string | undefined; readonly Session?: string | undefined };
  };
  ForgetDevice: {
    input: { readonly AccessToken: string; readonly DeviceKey: string };
    output: object;
  };
  GlobalSignOut: { input: { readonly AccessToken: string }; output: object };
  RevokeToken: {
    input: {
      readonly Token: string;
      readonly ClientId: string;
      readonly ClientSecret?: string;
      /** `LINKED`: the browser's session at managed login, out of which the tokens came, ends as well, where the pool tracks sessions. */
      readonly RevokeAssociatedSessions?: 'LINKED';
    };
    output: object;
  };
  GetUser: { input: { readonly AccessToken: string }; output: object };
}

/** The name of an operation that the flows use. */
export type CognitoOperation = keyof CognitoOperations;

/** How a request is sent. */
export interface CallOptions {
  /** Lets the request outlive its page (`keepalive`): for those that end a session. */
  readonly keepalive?: boolean;
  /** The user whom the request is about, where its input does not say so: a client with a secret has to. */
  readonly username?: string;
}

/**
 * The user pool API. Every Observable is cold, sends one request, emits one answer and completes; it errors with an
 * `AuthError` only; unsubscribing aborts the request. Requests are never repeated here.
 */
export interface CognitoApi {
  call$<Name extends CognitoOperation>(
    operation: Name,
    input: CognitoOperations[Name]['input'],
    options?: CallOptions,
  ): Observable<CognitoOperations[Name]['output']>;
  /** Sends a command of the AWS SDK that the caller built. */
  send$<Output>(command: unknown): Observable<Output>;
  /** Fetches ahead what every request needs besides this code, if anything; completes also where that fails. */
  preload$(): Observable<never>;
}
