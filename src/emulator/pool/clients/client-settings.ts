/** A unit in which a lifetime is given. */
export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** The settings of an app client, as `UpdateUserPoolClient` takes and `DescribeUserPoolClient` tells them. */
export interface ClientSettings {
  readonly ClientName?: string | undefined;
  readonly RefreshTokenValidity?: number | undefined;
  readonly AccessTokenValidity?: number | undefined;
  readonly IdTokenValidity?: number | undefined;
  readonly TokenValidityUnits?:
    | {
        readonly AccessToken?: TimeUnit | undefined;
        readonly IdToken?: TimeUnit | undefined;
        readonly RefreshToken?: TimeUnit | undefined;
      }
    | undefined;
  readonly ReadAttributes?: readonly string[] | undefined;
  readonly WriteAttributes?: readonly string[] | undefined;
  readonly ExplicitAuthFlows?: readonly string[] | undefined;
  readonly SupportedIdentityProviders?: readonly string[] | undefined;
  readonly CallbackURLs?: readonly string[] | undefined;
  readonly LogoutURLs?: readonly string[] | undefined;
  readonly DefaultRedirectURI?: string | undefined;
  readonly AllowedOAuthFlows?: readonly string[] | undefined;
  readonly AllowedOAuthScopes?: readonly string[] | undefined;
  readonly AllowedOAuthFlowsUserPoolClient?: boolean | undefined;
  readonly AnalyticsConfiguration?: Readonly<Record<string, unknown>> | undefined;
  readonly PreventUserExistenceErrors?: 'ENABLED' | 'LEGACY' | undefined;
  readonly EnableTokenRevocation?: boolean | undefined;
  readonly EnablePropagateAdditionalUserContextData?: boolean | undefined;
  readonly AuthSessionValidity?: number | undefined;
  readonly RefreshTokenRotation?:
    | {
        readonly Feature: 'ENABLED' | 'DISABLED';
        readonly RetryGracePeriodSeconds?: number | undefined;
      }
    | undefined;
}
