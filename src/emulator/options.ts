import type { PoolClock } from './clock';
import type { ClientSettings } from './pool/clients/client-settings';
import type { CustomAuthTriggers } from './pool/triggers/custom-auth';
import type { PoolTriggers } from './pool/triggers/triggers';

/** A second factor, by the name of its challenge. */
export type MfaType = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';

/** Where a user stands, as `UserStatus` says it. */
export type UserStatus =
  'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED' | 'EXTERNAL_PROVIDER';

/** A way to sign in that an app client allows. */
export type ExplicitAuthFlow =
  | 'ALLOW_USER_SRP_AUTH'
  | 'ALLOW_USER_PASSWORD_AUTH'
  | 'ALLOW_ADMIN_USER_PASSWORD_AUTH'
  | 'ALLOW_USER_AUTH'
  | 'ALLOW_CUSTOM_AUTH'
  | 'ALLOW_REFRESH_TOKEN_AUTH';

/** A factor by which a sign-in may begin; `PASSWORD` includes SRP. */
export type FirstAuthFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** Passkeys. */
export interface WebAuthnOptions {
  /** The domain to which passkeys belong: the host of the pages that use them, or a domain above it. */
  readonly relyingPartyId: string;
  /** By default `preferred`. */
  readonly userVerification?: 'required' | 'preferred';
  /** By default a passkey is one factor; with the other value it may stand for two, once the user has asked for that. */
  readonly factorConfiguration?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION';
}

/** Session tracking: which sign-ins a user has, and how many. */
export interface SessionTracking {
  /** From 1 to 100, by default 20; one sign-in more ends the one that was used least recently. */
  readonly maxPerUser?: number;
}

/** A user to begin with. */
export interface UserOptions {
  readonly username: string;
  /** Without one the user can only sign in by codes. */
  readonly password?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** By default `CONFIRMED`; with `FORCE_CHANGE_PASSWORD` the password is a temporary one. */
  readonly status?: UserStatus;
  readonly enabled?: boolean;
  readonly groups?: readonly string[];
  readonly mfa?: UserMfaOptions;
}

/** The second factors of a user. */
export interface UserMfaOptions {
  readonly enabled: readonly MfaType[];
  readonly preferred?: MfaType;
  /** The base32 secret of the authenticator app; by default one is made. */
  readonly totpSecret?: string;
}

/** An app client. */
export interface AppClientOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clientName?: string;
  /** By default all of them (but `ALLOW_REFRESH_TOKEN_AUTH` where rotation is on). */
  readonly explicitAuthFlows?: readonly ExplicitAuthFlow[];
  /** On: every refresh by `GetTokensFromRefreshToken` hands out a new refresh token. */
  readonly refreshTokenRotation?: { readonly graceSeconds: number };
  /** By default `true`; off, tokens carry neither `jti` nor `origin_jti`, and `RevokeToken` is refused. */
  readonly tokenRevocation?: boolean;
  /** By default `true`: an unknown user looks like a wrong password. */
  readonly preventUserExistenceErrors?: boolean;
  /** By default one hour. */
  readonly accessTokenValidityMs?: number;
  /** By default one hour. */
  readonly idTokenValidityMs?: number;
  /** By default 30 days. */
  readonly refreshTokenValidityMs?: number;
  /** How long a challenge may wait for its answer; by default three minutes. */
  readonly authSessionValidityMs?: number;
  /** Managed login and the token endpoint for this client; off unless given. */
  readonly oauth?: OAuthOptions;
  /** Settings under the names of `UpdateUserPoolClient`; they go before the options above. */
  readonly settings?: ClientSettings;
}

/** What an app client may do at `/oauth2/authorize` and `/oauth2/token`. */
export interface OAuthOptions {
  /** Where a sign-in may return to, each written exactly as it will be asked for. */
  readonly callbackUrls?: readonly string[];
  /** Where a sign-out may return to, each written exactly as it will be asked for. */
  readonly logoutUrls?: readonly string[];
  /** By default `code`; `client_credentials` needs a client secret and scopes of one's own. */
  readonly flows?: readonly OAuthFlow[];
  /** By default `openid email phone profile aws.cognito.signin.user.admin`; further ones are written `server/scope`. */
  readonly scopes?: readonly string[];
  /**
   * For how long, in minutes, the client signs a browser in silently, where the pool tracks sessions: 0 for never, at most
   * 129 600, by default 60.
   */
  readonly ssoMaxValidityMinutes?: number;
  /** Who may sign users in, by name; by default `COGNITO` and every provider of the pool. */
  readonly identityProviders?: readonly string[];
}

/** A grant that an app client may use. */
export type OAuthFlow = 'code' | 'client_credentials';

/** An identity provider that the emulator stands in for, with a page to sign in as any of its users. */
export interface IdentityProviderOptions {
  /** As `identity_provider` names it: `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`, or a name of one's own. */
  readonly name: string;
  /** By default the name, where it is one of the four above, else `OIDC`. */
  readonly type?: 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple' | 'OIDC' | 'SAML';
  /** Other names, for `idp_identifier`. */
  readonly identifiers?: readonly string[];
  /** Who has an account there; whoever is not listed can be made up on its page. */
  readonly users?: readonly FederatedUserOptions[];
}

/** A user of an identity provider. */
export interface FederatedUserOptions {
  /** The user's id at the provider. */
  readonly subject: string;
  /** What the provider tells, under the names of the pool's attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What is told about a pool beyond what the emulator does, under the names on the wire. */
export interface PoolSettings {
  /** Goes into `UserPool` of `DescribeUserPool`. */
  readonly userPool?: Readonly<Record<string, unknown>>;
  /** Goes into the answer of `GetUserPoolMfaConfig`. */
  readonly mfaConfig?: Readonly<Record<string, unknown>>;
}

/** The identity pool that gives users of the pool AWS credentials. */
export interface IdentityPoolOptions {
  /** By default one is made, in the pool's region. */
  readonly identityPoolId?: string;
  /** By default `true`: who is not signed in gets credentials as well. */
  readonly allowGuests?: boolean;
  /** By default `true`: the id token of a session that was ended gets none. */
  readonly serverSideTokenCheck?: boolean;
  /** By default one hour. */
  readonly credentialsValidityMs?: number;
}

/** What a password must have. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** How many former passwords may not come back; 0 for any may. */
  readonly historySize: number;
  /** How long a temporary password lives, in days. */
  readonly temporaryPasswordValidityDays: number;
}

/** Device remembering. */
export interface DeviceTracking {
  /** A remembered device stands in for the second factor. */
  readonly challengeRequiredOnNewDevice: boolean;
  /** A confirmed device is remembered only once the user opts in. */
  readonly deviceOnlyRememberedOnUserPrompt: boolean;
}

/** What a pool is made from; everything has a default. */
export interface UserPoolOptions {
  readonly region?: string;
  readonly userPoolId?: string;
  readonly users?: readonly UserOptions[];
  /** The first one is the pool's `userPoolClientId`; by default one is made. */
  readonly clients?: readonly AppClientOptions[];
  /** By default the system's. */
  readonly clock?: PoolClock;
  /** Makes everything random in the pool repeatable, but for the RSA keys and so the tokens' signatures. */
  readonly seed?: number | string;
  /** Functions in the places of Lambda triggers. */
  readonly triggers?: PoolTriggers;
  /** The three functions behind `CUSTOM_AUTH`. */
  readonly customAuth?: CustomAuthTriggers;
  readonly passwordPolicy?: Partial<PasswordPolicy>;
  /** By default `OPTIONAL`. */
  readonly mfaConfiguration?: 'OFF' | 'OPTIONAL' | 'ON';
  /** The second factors on offer; by default all three. */
  readonly enabledMfas?: readonly MfaType[];
  /** Groups that users may be added to, beside those that the users have from the start. */
  readonly groups?: readonly string[];
  /** Attributes of one's own, without `custom:`; what is not declared cannot be written. */
  readonly customAttributes?: readonly string[];
  /** Attributes without which nobody signs up. */
  readonly requiredAttributes?: readonly string[];
  /** Attributes whose value a code verifies at sign-up and after a change; by default `email`. */
  readonly autoVerifiedAttributes?: readonly ('email' | 'phone_number')[];
  /** Attributes by which a user may also sign in, once verified. */
  readonly aliasAttributes?: readonly ('email' | 'phone_number' | 'preferred_username')[];
  /** Attributes that serve as the username; the real one is then the user's `sub`. */
  readonly usernameAttributes?: readonly ('email' | 'phone_number')[];
  /** Off unless given. */
  readonly deviceTracking?: DeviceTracking;
  /** By which factors `USER_AUTH` may begin; by default `PASSWORD` alone. */
  readonly allowedFirstAuthFactors?: readonly FirstAuthFactor[];
  /** Passkeys, where `allowedFirstAuthFactors` has `WEB_AUTHN`. */
  readonly webAuthn?: WebAuthnOptions;
  /** Off unless given. */
  readonly sessionTracking?: SessionTracking;
  /** The identity providers of the pool; none unless given. */
  readonly identityProviders?: readonly IdentityProviderOptions[];
  /**
   * Which `iss` tokens have: of the AWS endpoint in its `original` (the default) or `updated` form, or `endpoint`, the
   * emulator's own address, so that gateways and JWT libraries find the keys by themselves.
   */
  readonly issuer?: 'original' | 'updated' | 'endpoint';
  /** Where the pool is reached, for documents that say so; `startUserPool` knows by itself. */
  readonly endpoint?: string;
  /**
   * The origins whose pages may call the administrator's operations. By default none: no page in a browser has the AWS
   * credentials that Cognito asks for, and the emulator asks for none.
   */
  readonly adminOrigins?: readonly string[];
  /** Told by the operations that describe the pool; by default a pool on the plan Essentials. */
  readonly settings?: PoolSettings;
  /** By default one with guests. */
  readonly identityPool?: IdentityPoolOptions;
}
