import { firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { KeyValueStorage } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import { issuerOf } from './config';
import type { StartConfig } from './config';

const USER = { username: 'ada', password: 'Passw0rd!' };
/** Longer than any run. */
const LIFE_MS = 10 * 3_600_000;

/** A session as each of the contestants stores it. */
export interface StoredSession {
  readonly config: StartConfig;
  readonly entries: Readonly<Record<string, string>>;
}

interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** The keys of aws-amplify and amazon-cognito-identity-js, which read each other's. */
function amplifyEntries(clientId: string, tokens: Tokens): Record<string, string> {
  const prefix = `CognitoIdentityServiceProvider.${clientId}`;
  return {
    [`${prefix}.LastAuthUser`]: USER.username,
    [`${prefix}.${USER.username}.accessToken`]: tokens.AccessToken,
    [`${prefix}.${USER.username}.idToken`]: tokens.IdToken,
    [`${prefix}.${USER.username}.refreshToken`]: tokens.RefreshToken,
    [`${prefix}.${USER.username}.clockDrift`]: '0',
    [`${prefix}.${USER.username}.signInDetails`]: JSON.stringify({ loginId: USER.username }),
  };
}

/** The keys of oidc-client-ts and of angular-auth-oidc-client. */
function oidcEntries(config: StartConfig, tokens: Tokens): Record<string, string> {
  const { AccessToken: access_token, IdToken: id_token, RefreshToken: refresh_token } = tokens;
  const profile = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as object;
  const shared = { id_token, access_token, refresh_token, token_type: 'Bearer' };
  const expiresAt = Date.now() + LIFE_MS;
  return {
    [`oidc.user:${issuerOf(config)}:${config.userPoolClientId}`]: JSON.stringify({
      ...shared,
      profile,
      expires_at: Math.floor(expiresAt / 1_000),
      scope: 'openid',
    }),
    [`0-${config.userPoolClientId}`]: JSON.stringify({
      authnResult: shared,
      authzData: access_token,
      access_token_expires_at: expiresAt,
      userData: profile,
    }),
  };
}

/** Signs in once at an emulated user pool, and writes the session down for everybody. */
export async function storeSession(): Promise<StoredSession> {
  const pool = await startUserPool({
    users: [USER],
    clients: [{ accessTokenValidityMs: LIFE_MS, idTokenValidityMs: LIFE_MS }],
  });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const own = new Map<string, string>();
  const storage: KeyValueStorage = {
    getItem: (key) => own.get(key),
    setItem: (key, value) => void own.set(key, value),
    removeItem: (key) => void own.delete(key),
  };
  try {
    const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint, storage });
    await firstValueFrom(auth.signIn$({ ...USER, authFlowType: 'USER_PASSWORD_AUTH' }));
    const { accessToken, idToken } = await firstValueFrom(auth.tokens$());
    auth.destroy();
    // Access tokens have three parts, refresh tokens five.
    const live = pool.tokenFamilies().flatMap(({ liveTokens }) => liveTokens);
    const RefreshToken = live.find((token) => token.split('.').length === 5) ?? '';
    const tokens = { AccessToken: accessToken, IdToken: idToken, RefreshToken };
    const config = { userPoolId, userPoolClientId, limitKey: [...own.keys()][0] ?? '' };
    return {
      config,
      entries: {
        ...Object.fromEntries(own),
        ...amplifyEntries(userPoolClientId, tokens),
        ...oidcEntries(config, tokens),
      },
    };
  } finally {
    await pool.close();
  }
}
