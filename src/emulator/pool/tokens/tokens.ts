import { sha256 } from '../../crypto/digest';
import { toBase64Url, utf8 } from '../../crypto/encoding';
import type { RandomSource } from '../../crypto/random';
import { signJwt, signingKeys } from '../../crypto/signing-keys';
import type { AppClient } from '../clients/app-clients';
import { readableBy } from '../users/attributes';
import type { Call, Pool } from '../pool';
import { askForChanges } from './token-changes';
import { attributesInScope } from './scopes';
import { newSessionId } from '../sessions/session-id';
import { makeRoom } from '../sessions/session-limit';
import { ADMIN_SCOPE, type TokenFamily } from './token-families';

/** `AuthenticationResult`, without a new device. */
export interface TokenSet {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

// The encoded head that Cognito's refresh tokens begin with; the rest of the JWE is nobody's business.
const REFRESH_TOKEN_HEAD = 'eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ';

/** What a sign-in is begun with; scopes and the rest have the values of a sign-in without managed login. */
type NewFamily = Pick<TokenFamily, 'user' | 'client' | 'deviceKey' | 'authenticatedAt'> &
  Partial<Pick<TokenFamily, 'scopes' | 'ssoSession' | 'resource'>>;

/** What is to be made of a family. */
interface TokenRequest {
  readonly withRefreshToken: boolean;
  /** On what occasion, as pre-token-generation triggers are told. */
  readonly occasion: 'Authentication' | 'HostedAuth' | 'RefreshTokens';
  /** What the id token of a code carries back to the client that asked for it. */
  readonly nonce?: string | undefined;
}

/** Begins the family of a sign-in. */
export function beginFamily({ pool, now, random, userAgent }: Call, family: NewFamily): TokenFamily {
  makeRoom(pool, family.user, now);
  const begun: TokenFamily = {
    scopes: [ADMIN_SCOPE],
    ssoSession: undefined,
    resource: undefined,
    ...family,
    originJti: random.uuid(),
    eventId: random.uuid(),
    sessionId: newSessionId('tkn', random),
    lastActiveAt: now,
    lastUserAgent: userAgent,
    expiresAt: now + family.client.refreshTokenValidityMs,
    originalRefreshToken: undefined,
    newestRefreshToken: undefined,
    endedBy: undefined,
  };
  pool.families.add(begun);
  return begun;
}

/** Makes the tokens of a sign-in or a refresh and records them. */
export async function issueTokens(
  pool: Pool,
  family: TokenFamily,
  random: RandomSource,
  { withRefreshToken, nonce, occasion }: TokenRequest,
): Promise<TokenSet> {
  const now = pool.clock.now();
  const { accessTokenValidityMs, idTokenValidityMs } = family.client;
  const keys = await signingKeys();
  const common = commonClaims(pool, family, now);
  const access = {
    ...common,
    ...jti(family, random),
    ...accessClaims(family),
    exp: seconds(now + accessTokenValidityMs),
  };
  const id = {
    ...common,
    ...jti(family, random),
    ...idClaims(family, nonce),
    exp: seconds(now + idTokenValidityMs),
  };
  const changes = await askForChanges(pool, family.client, {
    triggerSource: `TokenGeneration_${occasion}`,
    userName: family.user.username,
    userAttributes: Object.fromEntries(family.user.attributes),
    groups: [...family.user.groups],
    scopes: family.scopes,
  });
  const claims = changes?.apply({ access, id }) ?? { access, id };
  const accessToken = await signJwt(keys.access, claims.access);
  const atHash = family.ssoSession ? { at_hash: await leftHalfHash(accessToken) } : {};
  const idToken = await signJwt(keys.id, { ...claims.id, ...atHash });
  const refreshToken = withRefreshToken ? newRefreshToken(random) : undefined;

  pool.families.record(accessToken, 'access', family, 1000 * access.exp);
  pool.families.record(idToken, 'id', family, 1000 * id.exp);
  if (refreshToken) pool.families.record(refreshToken, 'refresh', family, family.expiresAt);
  return {
    AccessToken: accessToken,
    IdToken: idToken,
    ...(refreshToken && { RefreshToken: refreshToken }),
    ExpiresIn: seconds(accessTokenValidityMs),
    TokenType: 'Bearer',
  };
}

/** Makes the access token of an app client that asks in its own name. */
export async function issueClientToken(
  { pool, now, random }: Call,
  client: AppClient,
  scopes: readonly string[],
): Promise<string> {
  const { access: key } = await signingKeys();
  const access = {
    sub: client.clientId,
    iss: pool.issuer,
    token_use: 'access',
    client_id: client.clientId,
    scope: scopes.join(' '),
    version: 2,
    auth_time: seconds(now),
    iat: seconds(now),
    exp: seconds(now + client.accessTokenValidityMs),
    jti: random.uuid(),
  };
  // Only the third version of the trigger hears of clients that ask in their own name.
  const isAsked = pool.rules.triggers?.preTokenGeneration?.version === 3;
  const changes = isAsked && (await askForChanges(pool, client, clientEvent(scopes)));
  return signJwt(key, changes ? changes.apply({ access, id: {} }).access : access);
}

function clientEvent(scopes: readonly string[]) {
  return {
    triggerSource: 'TokenGeneration_ClientCredentials',
    userName: '',
    userAttributes: {},
    groups: [],
    scopes,
  };
}

function commonClaims(pool: Pool, { user, eventId, authenticatedAt }: TokenFamily, now: number) {
  return {
    sub: user.sub,
    ...(user.groups.size > 0 && { 'cognito:groups': [...user.groups] }),
    iss: pool.issuer,
    event_id: eventId,
    auth_time: seconds(authenticatedAt),
    iat: seconds(now),
  };
}

function accessClaims({ user, client, deviceKey, scopes, ssoSession, resource }: TokenFamily) {
  return {
    token_use: 'access',
    client_id: client.clientId,
    scope: scopes.join(' '),
    username: user.username,
    ...(ssoSession && { version: 2 }),
    ...(resource !== undefined && { aud: resource }),
    ...(deviceKey !== undefined && { device_key: deviceKey }),
  };
}

function idClaims(family: TokenFamily, nonce: string | undefined) {
  const { user, client } = family;
  return {
    token_use: 'id',
    aud: client.clientId,
    'cognito:username': user.username,
    ...attributeClaims(family),
    ...(nonce !== undefined && { nonce }),
  };
}

function attributeClaims({ user, client, scopes, ssoSession }: TokenFamily) {
  const inScope = ssoSession ? attributesInScope(user, scopes) : [...user.attributes];
  const claims = new Map(readableBy(client, inScope).map(([name, value]) => [name, claimOf(name, value)]));
  for (const name of ['email', 'phone_number']) {
    if (claims.has(name) && !claims.has(`${name}_verified`)) claims.set(`${name}_verified`, false);
  }
  return Object.fromEntries(claims);
}

function claimOf(name: string, value: string): unknown {
  if (name === 'identities') return JSON.parse(value) as unknown;
  if (name === 'address') return { formatted: value };
  return name.endsWith('_verified') ? value === 'true' : value;
}

// OpenID Connect Core 3.1.3.6.
async function leftHalfHash(accessToken: string): Promise<string> {
  return toBase64Url((await sha256(utf8(accessToken))).slice(0, 16));
}

// Both identifiers exist only where revocation is on: it is what they are for.
function jti({ client, originJti }: TokenFamily, random: RandomSource) {
  return client.tokenRevocation ? { jti: random.uuid(), origin_jti: originJti } : {};
}

function newRefreshToken(random: RandomSource): string {
  return [REFRESH_TOKEN_HEAD, random.token(256), random.token(12), random.token(800), random.token(16)].join(
    '.',
  );
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
