import type { AppClient } from '../pool/clients/app-clients';
import { OWN_PROVIDER, type IdentityProvider } from '../pool/identities/identity-providers';
import type { Pool } from '../pool/pool';
import type { OAuthRefusal } from './refusal';

/** A request to sign somebody in, as `/oauth2/authorize` and `/login` take it in their query. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  readonly codeChallenge: string | undefined;
  readonly resource: string | undefined;
  readonly prompts: readonly string[];
  readonly loginHint: string | undefined;
  readonly lang: string | undefined;
  /** The provider that the client named: `COGNITO`, another one, or none. */
  readonly provider: typeof OWN_PROVIDER | IdentityProvider | undefined;
}

/** What is wrong with a request: told to the client, or on Cognito's own page where there is no client to tell. */
export type RequestFault =
  { readonly toPage: string } | { readonly toClient: OAuthRefusal; readonly redirectUri: string };

const PROMPTS = ['none', 'login', 'select_account', 'consent'];
const CODE_CHALLENGE = /^[A-Za-z0-9_-]{43,128}$/;
const RESOURCE = /^(https:\/\/[^#]+|http:\/\/localhost[^#]*|(?!https?:)[a-z][a-z0-9+.-]*:[^#]+)$/i;

/** Finds the client and the redirect URL of a query: without both there is nobody to answer. */
export function findClient(
  pool: Pool,
  query: URLSearchParams,
): { readonly client: AppClient; readonly redirectUri: string } | undefined {
  const client = pool.clients.find(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  return client?.oauth.callbackUrls.includes(redirectUri) ? { client, redirectUri } : undefined;
}

/** Reads and judges a request. */
export function readAuthorizationRequest(
  pool: Pool,
  query: URLSearchParams,
): AuthorizationRequest | RequestFault {
  if (!pool.clients.find(query.get('client_id') ?? '')) return { toPage: 'Client does not exist.' };
  const found = findClient(pool, query);
  if (!found) return { toPage: 'redirect_mismatch' };
  const { client, redirectUri } = found;
  const toClient = faultOf(client, query);
  if (toClient) return { toClient, redirectUri };
  const provider = readProvider(pool, client, query);
  if (provider === 'unknown') return { toClient: invalidRequest('Unknown identity provider'), redirectUri };
  const scope = words(query.get('scope'));
  return {
    client,
    redirectUri,
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    scopes: scope.length > 0 ? scope : client.oauth.scopes,
    codeChallenge: query.get('code_challenge') ?? undefined,
    resource: query.get('resource') ?? undefined,
    prompts: words(query.get('prompt')),
    loginHint: query.get('login_hint') ?? undefined,
    lang: query.get('lang') ?? undefined,
    provider,
  };
}

/** Lists who may sign users in for a client. */
export function providersFor(pool: Pool, { oauth }: AppClient): readonly IdentityProvider[] {
  return pool.identityProviders.filter(({ name }) => oauth.identityProviders?.includes(name) ?? true);
}

/** Tells whether the pool's own users may sign in to a client. */
export function admitsOwnUsers({ oauth }: AppClient): boolean {
  return oauth.identityProviders?.includes(OWN_PROVIDER) ?? true;
}

function faultOf(client: AppClient, query: URLSearchParams): OAuthRefusal | undefined {
  const names = [
    'response_type',
    'scope',
    'state',
    'nonce',
    'code_challenge',
    'code_challenge_method',
    'prompt',
  ];
  const repeated = names.find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) return invalidRequest(`${repeated} is given more than once`);
  const responseType = query.get('response_type');
  if (responseType === 'token') return { error: 'unauthorized_client' };
  if (responseType !== 'code') return invalidRequest('response_type must be code');
  if (!client.oauth.flows.includes('code')) return { error: 'unauthorized_client' };
  return faultOfScope(client, query) ?? faultOfProof(query) ?? faultOfPrompt(query) ?? faultOfResource(query);
}

function faultOfScope({ oauth }: AppClient, query: URLSearchParams): OAuthRefusal | undefined {
  const scopes = words(query.get('scope'));
  if (scopes.some((scope) => !oauth.scopes.includes(scope))) return { error: 'invalid_scope' };
  const needsOpenId = scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope));
  return needsOpenId && !scopes.includes('openid') ? { error: 'invalid_scope' } : undefined;
}

function faultOfProof(query: URLSearchParams): OAuthRefusal | undefined {
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if (challenge === null && method === null) return undefined;
  if (method !== 'S256') return invalidRequest('code_challenge_method must be S256');
  return challenge !== null && CODE_CHALLENGE.test(challenge)
    ? undefined
    : invalidRequest('code_challenge is malformed');
}

function faultOfPrompt(query: URLSearchParams): OAuthRefusal | undefined {
  const prompts = words(query.get('prompt'));
  const isUnknown = prompts.some((prompt) => !PROMPTS.includes(prompt));
  const isContradiction = prompts.includes('none') && prompts.length > 1;
  return isUnknown || isContradiction ? invalidRequest('prompt is not valid') : undefined;
}

function faultOfResource(query: URLSearchParams): OAuthRefusal | undefined {
  const resources = query.getAll('resource');
  const isValid = resources.length < 2 && resources.every((resource) => RESOURCE.test(resource));
  return isValid ? undefined : invalidRequest('resource is not valid');
}

function readProvider(
  pool: Pool,
  client: AppClient,
  query: URLSearchParams,
): AuthorizationRequest['provider'] | 'unknown' {
  const name = query.get('identity_provider');
  const identifier = query.get('idp_identifier');
  if (name === null && identifier === null) return undefined;
  if (name === OWN_PROVIDER) return admitsOwnUsers(client) ? OWN_PROVIDER : 'unknown';
  return (
    providersFor(pool, client).find(
      (provider) =>
        provider.name === name || (name === null && provider.identifiers.includes(identifier ?? '')),
    ) ?? 'unknown'
  );
}

function invalidRequest(description: string): OAuthRefusal {
  return { error: 'invalid_request', description };
}

function words(text: string | null): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
