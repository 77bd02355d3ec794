/** What is looked at of `UserPoolClient` in the answer of `DescribeUserPoolClient`. */
export interface UserPoolClientDescription {
  /** Only whether there is one is looked at. */
  readonly ClientSecret?: string | undefined;
  readonly AccessTokenValidity?: number | undefined;
  readonly IdTokenValidity?: number | undefined;
  readonly RefreshTokenValidity?: number | undefined;
  readonly TokenValidityUnits?:
    | {
        readonly AccessToken?: string | undefined;
        readonly IdToken?: string | undefined;
        readonly RefreshToken?: string | undefined;
      }
    | undefined;
  readonly WriteAttributes?: readonly string[] | undefined;
  readonly ExplicitAuthFlows?: readonly string[] | undefined;
  readonly CallbackURLs?: readonly string[] | undefined;
  readonly LogoutURLs?: readonly string[] | undefined;
  readonly AllowedOAuthFlows?: readonly string[] | undefined;
  readonly AllowedOAuthScopes?: readonly string[] | undefined;
  readonly AllowedOAuthFlowsUserPoolClient?: boolean | undefined;
  readonly PreventUserExistenceErrors?: string | undefined;
  readonly EnableTokenRevocation?: boolean | undefined;
  readonly RefreshTokenRotation?:
    | { readonly Feature?: string | undefined; readonly RetryGracePeriodSeconds?: number | undefined }
    | undefined;
}

/** What is looked at of `UserPool` in the answer of `DescribeUserPool`. */
export interface UserPoolDescription {
  readonly UserPoolTier?: string | undefined;
  readonly MfaConfiguration?: string | undefined;
  readonly Domain?: string | undefined;
  readonly CustomDomain?: string | undefined;
  readonly IssuerConfiguration?: { readonly Type?: string | undefined } | undefined;
  readonly DeviceConfiguration?:
    | {
        readonly ChallengeRequiredOnNewDevice?: boolean | undefined;
        readonly DeviceOnlyRememberedOnUserPrompt?: boolean | undefined;
      }
    | undefined;
  readonly Policies?:
    | {
        readonly SignInPolicy?:
          { readonly AllowedFirstAuthFactors?: readonly string[] | undefined } | undefined;
      }
    | undefined;
}

/** What is looked at of the answer of `GetUserPoolMfaConfig`. */
export interface MfaConfigDescription {
  readonly MfaConfiguration?: string | undefined;
  readonly WebAuthnConfiguration?: { readonly RelyingPartyId?: string | undefined } | undefined;
}

/** What is looked at of the answer of `GetUserPoolSessionConfiguration`. */
export interface SessionConfigurationDescription {
  readonly UserSessionTracking?: string | undefined;
  readonly TokenSession?: { readonly MaxPerUser?: number | undefined } | undefined;
}

/** What is looked at of the answer of `GetUserPoolClientSessionConfiguration`. */
export interface ClientSessionConfigurationDescription {
  readonly SSOSession?: { readonly MaxValidityMinutes?: number | undefined } | undefined;
}

/**
 * What is known about an app client and its pool: the answers of Cognito as they came, by the SDK or the AWS command
 * line. An answer that is missing was not looked at, and nothing is found about it.
 */
export interface PoolDescription {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Where the application is reached. By default the origins of the https callback URLs. */
  readonly appUrls?: readonly string[] | undefined;
  /** Who uses the app client. By default `browser`; `server` for a client whose secret never leaves one. */
  readonly usedBy?: 'browser' | 'server' | undefined;
  readonly userPoolClient?: UserPoolClientDescription | undefined;
  readonly userPool?: UserPoolDescription | undefined;
  readonly mfaConfig?: MfaConfigDescription | undefined;
  readonly sessionConfiguration?: SessionConfigurationDescription | undefined;
  readonly clientSessionConfiguration?: ClientSessionConfigurationDescription | undefined;
}
