import type { Ids } from './commands';
import type { PoolDescription } from './description';
import { isLoopback, isWeb, membersOf, numberOf, stringsOf, textOf, urlOf } from './read';

/** How long a token lives. */
interface Lifetime {
  readonly ms: number;
  readonly text: string;
}

/** What was read about the app client. */
export interface ClientFacts {
  readonly settings: ReadonlyMap<string, unknown>;
  /** The flows by their present names, defaults filled in. */
  readonly flows: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  readonly oauthFlows: readonly string[];
  readonly scopes: readonly string[];
  readonly lifetimeOf: (token: TokenName) => Lifetime | undefined;
  readonly rotates: boolean;
  readonly graceSeconds: number;
}

/** What is known, read once for all findings. A part that is missing was not looked at. */
export interface Facts {
  readonly ids: Ids;
  readonly usedBy: 'browser' | 'server';
  /** Where the application is reached. */
  readonly origins: readonly URL[];
  readonly client: ClientFacts | undefined;
  readonly userPool: ReadonlyMap<string, unknown> | undefined;
  readonly mfaConfig: ReadonlyMap<string, unknown> | undefined;
  readonly sessions: ReadonlyMap<string, unknown> | undefined;
  readonly ssoSession: ReadonlyMap<string, unknown> | undefined;
}

/** A token whose lifetime is a setting. */
export type TokenName = 'AccessToken' | 'IdToken' | 'RefreshToken';

const HOUR_MS = 3_600_000;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['seconds', 1_000],
  ['minutes', 60_000],
  ['hours', HOUR_MS],
  ['days', 24 * HOUR_MS],
]);

const DEFAULT_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
/** What the names from before 2020 stand for; all but the last let users in by SRP as well. */
const LEGACY_FLOWS: ReadonlyMap<string, readonly string[]> = new Map([
  ['USER_PASSWORD_AUTH', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']],
  [
    'ADMIN_NO_SRP_AUTH',
    ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  ],
  ['CUSTOM_AUTH_FLOW_ONLY', ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']],
]);

/** Reads a description. */
export function factsOf(description: PoolDescription): Facts {
  const part = (value: unknown) => (value === undefined || value === null ? undefined : membersOf(value));
  const settings = part(description.userPoolClient);
  const client = settings && clientFactsOf(settings);
  return {
    ids: {
      userPoolId: textOf(description.userPoolId) ?? '',
      userPoolClientId: textOf(description.userPoolClientId) ?? '',
    },
    usedBy: description.usedBy ?? 'browser',
    origins: originsOf(stringsOf(description.appUrls), client?.callbackUrls ?? []),
    client,
    userPool: part(description.userPool),
    mfaConfig: part(description.mfaConfig),
    sessions: part(description.sessionConfiguration),
    ssoSession: part(membersOf(description.clientSessionConfiguration).get('SSOSession')),
  };
}

function clientFactsOf(settings: ReadonlyMap<string, unknown>): ClientFacts {
  const flows = stringsOf(settings.get('ExplicitAuthFlows'));
  const rotation = membersOf(settings.get('RefreshTokenRotation'));
  return {
    settings,
    flows: [
      ...new Set(
        flows.length === 0 ? DEFAULT_FLOWS : flows.flatMap((flow) => LEGACY_FLOWS.get(flow) ?? flow),
      ),
    ],
    callbackUrls: stringsOf(settings.get('CallbackURLs')),
    signOutUrls: stringsOf(settings.get('LogoutURLs')),
    oauthFlows: stringsOf(settings.get('AllowedOAuthFlows')),
    scopes: stringsOf(settings.get('AllowedOAuthScopes')),
    lifetimeOf: (token) => lifetimeOf(settings, token),
    rotates: rotation.get('Feature') === 'ENABLED',
    graceSeconds: numberOf(rotation.get('RetryGracePeriodSeconds')) ?? 0,
  };
}

function lifetimeOf(settings: ReadonlyMap<string, unknown>, token: TokenName): Lifetime | undefined {
  const amount = numberOf(settings.get(`${token}Validity`));
  // 0 stands for the default, as does a value that is not there.
  if (amount === undefined || amount === 0) return undefined;
  const given = textOf(membersOf(settings.get('TokenValidityUnits')).get(token));
  const unit = given ?? (token === 'RefreshToken' ? 'days' : 'hours');
  const unitMs = UNIT_MS.get(unit);
  return unitMs === undefined ? undefined : { ms: amount * unitMs, text: `${amount} ${unit}` };
}

function originsOf(appUrls: readonly string[], callbackUrls: readonly string[]): readonly URL[] {
  const parsed = (urls: readonly string[]) => urls.map(urlOf).filter((url) => url !== undefined);
  const given = parsed(appUrls).filter(isWeb);
  return given.length > 0 ? given : parsed(callbackUrls).filter((url) => isWeb(url) && !isLoopback(url));
}
