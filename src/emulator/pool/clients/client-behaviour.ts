import { invalidParameter } from '../../errors';
import type { AppClientOptions, ExplicitAuthFlow, OAuthFlow, OAuthOptions } from '../../options';
import type { ClientSettings, TimeUnit } from './client-settings';

/** What the emulator does by the settings of an app client. */
export interface ClientBehaviour {
  readonly clientName: string;
  readonly explicitAuthFlows: readonly ExplicitAuthFlow[];
  readonly refreshTokenRotation: { readonly graceSeconds: number } | undefined;
  readonly tokenRevocation: boolean;
  readonly preventUserExistenceErrors: boolean;
  readonly accessTokenValidityMs: number;
  readonly idTokenValidityMs: number;
  readonly refreshTokenValidityMs: number;
  readonly authSessionValidityMs: number;
  readonly oauth: ClientOAuth;
}

/** What a client may do at managed login. */
interface ClientOAuth {
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly flows: readonly OAuthFlow[];
  readonly scopes: readonly string[];
  /** Who may sign users in; nothing where everybody may. */
  readonly identityProviders: readonly string[] | undefined;
}

const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS: Readonly<Record<TimeUnit, number>> = {
  seconds: 1_000,
  minutes: MINUTE_MS,
  hours: HOUR_MS,
  days: DAY_MS,
};

const EVERY_FLOW: readonly ExplicitAuthFlow[] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** What a setting becomes that an update leaves out; one that does not stand here is then not set at all. */
const DEFAULTS: ClientSettings = {
  RefreshTokenValidity: 30,
  TokenValidityUnits: {},
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
  AllowedOAuthFlowsUserPoolClient: false,
  // Whether an update that leaves it out keeps it on is not documented: off is what would hurt.
  EnableTokenRevocation: false,
  EnablePropagateAdditionalUserContextData: false,
  AuthSessionValidity: 3,
};

/** Writes the options of a client as settings. */
export function settingsFrom(options: AppClientOptions): ClientSettings {
  const rotation = options.refreshTokenRotation;
  return {
    ClientName: options.clientName ?? 'emulated-client',
    ExplicitAuthFlows:
      options.explicitAuthFlows ??
      EVERY_FLOW.filter((flow) => !(rotation && flow === 'ALLOW_REFRESH_TOKEN_AUTH')),
    EnableTokenRevocation: options.tokenRevocation ?? true,
    PreventUserExistenceErrors: (options.preventUserExistenceErrors ?? true) ? 'ENABLED' : 'LEGACY',
    AccessTokenValidity: (options.accessTokenValidityMs ?? HOUR_MS) / 1000,
    IdTokenValidity: (options.idTokenValidityMs ?? HOUR_MS) / 1000,
    RefreshTokenValidity: (options.refreshTokenValidityMs ?? 30 * DAY_MS) / 1000,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    AuthSessionValidity: (options.authSessionValidityMs ?? 3 * MINUTE_MS) / MINUTE_MS,
    AllowedOAuthFlowsUserPoolClient: false,
    EnablePropagateAdditionalUserContextData: false,
    RefreshTokenRotation: rotation
      ? { Feature: 'ENABLED', RetryGracePeriodSeconds: rotation.graceSeconds }
      : { Feature: 'DISABLED' },
    ...(options.oauth && oauthSettings(options.oauth)),
    ...options.settings,
  };
}

function oauthSettings(oauth: OAuthOptions): ClientSettings {
  return {
    CallbackURLs: oauth.callbackUrls ?? [],
    LogoutURLs: oauth.logoutUrls ?? [],
    AllowedOAuthFlows: oauth.flows ?? ['code'],
    AllowedOAuthScopes: oauth.scopes ?? STANDARD_SCOPES,
    AllowedOAuthFlowsUserPoolClient: true,
    ...(oauth.identityProviders && { SupportedIdentityProviders: oauth.identityProviders }),
  };
}

/** Returns the settings after an update: only the name survives being left out. */
export function afterUpdate(former: ClientSettings, given: ClientSettings): ClientSettings {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ClientName: former.ClientName, ...DEFAULTS, ...Object.fromEntries(present) };
}

/** Reads what the emulator does by the settings, or refuses lifetimes that Cognito would refuse. */
export function behaviourOf(settings: ClientSettings): ClientBehaviour {
  const { TokenValidityUnits: units = {}, RefreshTokenRotation: rotation } = settings;
  return {
    clientName: settings.ClientName ?? '',
    explicitAuthFlows: (settings.ExplicitAuthFlows ?? []).flatMap(currentFlow),
    refreshTokenRotation:
      rotation?.Feature === 'ENABLED' ? { graceSeconds: rotation.RetryGracePeriodSeconds ?? 0 } : undefined,
    tokenRevocation: settings.EnableTokenRevocation === true,
    preventUserExistenceErrors: settings.PreventUserExistenceErrors === 'ENABLED',
    accessTokenValidityMs: validity(settings.AccessTokenValidity ?? 1, units.AccessToken ?? 'hours'),
    idTokenValidityMs: validity(settings.IdTokenValidity ?? 1, units.IdToken ?? 'hours'),
    refreshTokenValidityMs: validity(
      given(settings.RefreshTokenValidity) ?? 30,
      units.RefreshToken ?? 'days',
    ),
    authSessionValidityMs: (settings.AuthSessionValidity ?? 3) * MINUTE_MS,
    oauth: oauthOf(settings),
  };
}

function oauthOf(settings: ClientSettings): ClientOAuth {
  const flows = settings.AllowedOAuthFlowsUserPoolClient ? (settings.AllowedOAuthFlows ?? []) : [];
  return {
    callbackUrls: settings.CallbackURLs ?? [],
    logoutUrls: settings.LogoutURLs ?? [],
    flows: (['code', 'client_credentials'] as const).filter((flow) => flows.includes(flow)),
    scopes: settings.AllowedOAuthScopes ?? [],
    identityProviders: settings.SupportedIdentityProviders,
  };
}

/** Refuses lifetimes outside of Cognito's limits. */
export function requireValidities(behaviour: ClientBehaviour): void {
  requireWithin('access token', behaviour.accessTokenValidityMs, 5 * MINUTE_MS, DAY_MS);
  requireWithin('id token', behaviour.idTokenValidityMs, 5 * MINUTE_MS, DAY_MS);
  requireWithin('refresh token', behaviour.refreshTokenValidityMs, HOUR_MS, 3650 * DAY_MS);
}

function requireWithin(token: string, lifetimeMs: number, minMs: number, maxMs: number): void {
  if (lifetimeMs < minMs || lifetimeMs > maxMs) {
    throw invalidParameter(`Invalid range for token validity: the ${token} is out of its limits.`);
  }
}

// 0 stands for the default.
function given(amount: number | undefined): number | undefined {
  return amount === 0 ? undefined : amount;
}

function validity(amount: number, unit: TimeUnit): number {
  return amount * UNIT_MS[unit];
}

// The names from before 2020 stand for what they allowed then, on top of SRP and refresh.
function currentFlow(flow: string): readonly ExplicitAuthFlow[] {
  const always = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const;
  if (flow === 'ADMIN_NO_SRP_AUTH') return [...always, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'];
  if (flow === 'USER_PASSWORD_AUTH') return [...always, 'ALLOW_USER_PASSWORD_AUTH'];
  if (flow === 'CUSTOM_AUTH_FLOW_ONLY') return ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  return EVERY_FLOW.filter((known) => known === flow);
}
