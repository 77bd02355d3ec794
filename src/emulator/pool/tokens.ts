import { signJwt, signingKeys } from '../crypto/signing-keys';
import type { RandomSource } from '../crypto/random';
import type { Pool } from './pool';
import type { TokenFamily } from './token-families';
import type { User } from './user';

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

/** Makes the tokens of a sign-in or a refresh and records them. */
export async function issueTokens(
  pool: Pool,
  family: TokenFamily,
  random: RandomSource,
  { withRefreshToken }: { withRefreshToken: boolean },
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
    ...idClaims(family),
    exp: seconds(now + idTokenValidityMs),
  };
  const refreshToken = withRefreshToken ? newRefreshToken(random) : undefined;
  const [accessToken, idToken] = await Promise.all([signJwt(keys.access, access), signJwt(keys.id, id)]);

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

function commonClaims(pool: Pool, { user, eventId, authenticatedAt }: TokenFamily, now: number) {
  return {
    sub: user.sub,
    ...(user.groups.length > 0 && { 'cognito:groups': user.groups }),
    iss: pool.issuer,
    event_id: eventId,
    auth_time: seconds(authenticatedAt),
    iat: seconds(now),
  };
}

function accessClaims({ user, client, deviceKey }: TokenFamily) {
  return {
    token_use: 'access',
    client_id: client.clientId,
    scope: 'aws.cognito.signin.user.admin',
    username: user.username,
    ...(deviceKey !== undefined && { device_key: deviceKey }),
  };
}

function idClaims({ user, client }: TokenFamily) {
  return {
    token_use: 'id',
    aud: client.clientId,
    'cognito:username': user.username,
    ...attributeClaims(user),
  };
}

function attributeClaims({ attributes }: User) {
  return Object.fromEntries(
    [...attributes].map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  );
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
