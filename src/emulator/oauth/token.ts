import { toBase64Url, utf8 } from '../crypto/encoding';
import { sha256 } from '../crypto/digest';
import { CognitoError } from '../errors';
import { refreshTokens } from '../operations/session/refresh';
import type { AppClient } from '../pool/clients/app-clients';
import type { Authorization } from '../pool/sessions/authorization-codes';
import type { Call } from '../pool/pool';
import { beginFamily, issueClientToken, issueTokens, type TokenSet } from '../pool/tokens/tokens';
import { json, refusalAsJson } from './answers';
import { authenticateClient, formField, OAuthError, orRefusal } from './client-authentication';
import type { Endpoint } from './endpoint';

type Grant = (call: Call, client: AppClient, form: URLSearchParams) => Promise<object>;

/** Exchanges a code, a refresh token or a client's own secret for tokens. */
export const token: Endpoint = {
  methods: ['POST'],
  isForScripts: true,
  answer: (request, call) =>
    orRefusal(async () => {
      const name = formField(request.form, 'grant_type');
      const grant = GRANTS.get(name);
      if (!grant) throw new OAuthError({ error: 'unsupported_grant_type' });
      const client = authenticateClient(call.pool, request);
      return json(await grant(call, client, request.form));
    }),
  refuse: (_, refusal) => refusalAsJson(refusal),
};

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', exchangeCode],
  ['refresh_token', refresh],
  ['client_credentials', grantToClient],
]);

async function exchangeCode(call: Call, client: AppClient, form: URLSearchParams): Promise<object> {
  if (!client.oauth.flows.includes('code')) throw new OAuthError({ error: 'unauthorized_client' });
  const code = formField(form, 'code');
  const redirectUri = formField(form, 'redirect_uri');
  const authorization = call.pool.authorizationCodes.take(code, call.now);
  if (authorization?.client !== client) throw invalidGrant();
  if (authorization.redirectUri !== redirectUri) {
    throw new OAuthError({ error: 'unauthorized_client', description: 'invalid_redirect' });
  }
  await requireProof(authorization, form.get('code_verifier') ?? undefined);
  const { user, ssoSession, scopes, resource, nonce } = authorization;
  if (!user.enabled || call.pool.users.bySub(user.sub) !== user) throw invalidGrant();
  const family = beginFamily(call, {
    user,
    client,
    deviceKey: undefined,
    authenticatedAt: ssoSession.startedAt,
    scopes,
    ssoSession,
    resource,
  });
  const tokens = await issueTokens(call.pool, family, call.random, {
    withRefreshToken: true,
    nonce,
    occasion: 'HostedAuth',
  });
  return asOAuth(tokens, scopes);
}

async function refresh(call: Call, client: AppClient, form: URLSearchParams): Promise<object> {
  const text = formField(form, 'refresh_token');
  const family = call.pool.families.find(text)?.family;
  try {
    // A device has no place to prove itself here, so that its tokens cannot be refreshed.
    const input = { token: text, deviceKey: undefined, authorize: () => undefined };
    const { AuthenticationResult } = await refreshTokens(call, client, input);
    return asOAuth(AuthenticationResult, family?.scopes ?? []);
  } catch (error) {
    if (error instanceof CognitoError && error.type !== 'InternalErrorException') throw invalidGrant();
    throw error;
  }
}

async function grantToClient(call: Call, client: AppClient, form: URLSearchParams): Promise<object> {
  const { flows, scopes: allowed } = client.oauth;
  if (!flows.includes('client_credentials') || client.clientSecret === undefined) {
    throw new OAuthError({ error: 'unauthorized_client' });
  }
  const own = allowed.filter((scope) => scope.includes('/'));
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.length > 0 ? asked : own;
  if (scopes.length === 0 || scopes.some((scope) => !own.includes(scope))) {
    throw new OAuthError({ error: 'invalid_grant', description: 'invalid_scope' });
  }
  return {
    access_token: await issueClientToken(call, client, scopes),
    expires_in: Math.floor(client.accessTokenValidityMs / 1000),
    token_type: 'Bearer',
  };
}

// RFC 7636 §4.6. A verifier for a code that was asked for without a challenge is a sign of a mix-up, too.
async function requireProof({ codeChallenge }: Authorization, verifier: string | undefined): Promise<void> {
  if (codeChallenge === undefined && verifier === undefined) return;
  const isWellFormed = verifier !== undefined && /^[A-Za-z0-9._~-]{43,128}$/.test(verifier);
  if (!isWellFormed || toBase64Url(await sha256(utf8(verifier))) !== codeChallenge) throw invalidGrant();
}

function asOAuth(tokens: TokenSet, scopes: readonly string[]): object {
  return {
    ...(scopes.includes('openid') && { id_token: tokens.IdToken }),
    access_token: tokens.AccessToken,
    ...(tokens.RefreshToken !== undefined && { refresh_token: tokens.RefreshToken }),
    expires_in: tokens.ExpiresIn,
    token_type: tokens.TokenType,
  };
}

function invalidGrant(): OAuthError {
  return new OAuthError({ error: 'invalid_grant' });
}
