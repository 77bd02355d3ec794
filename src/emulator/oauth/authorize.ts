import { OWN_PROVIDER, type IdentityProvider } from '../pool/identities/identity-providers';
import type { Call } from '../pool/pool';
import { tracksSessions } from '../pool/pool-settings';
import type { SsoSession } from '../pool/sessions/sso-sessions';
import type { Answer } from '../wire/http';
import { cookie, errorPage, redirect, refusalAsRedirect } from './answers';
import {
  admitsOwnUsers,
  providersFor,
  readAuthorizationRequest,
  type AuthorizationRequest,
  type RequestFault,
} from './authorization-request';
import type { Endpoint, EndpointRequest } from './endpoint';

/** The cookie of a browser that is signed in at managed login. */
export const SESSION_COOKIE = 'cognito';

const HOUR_S = 3600;
const LONGEST_TRACKED_S = 129_600 * 60;

/** Signs in silently where the browser is signed in, else sends it to the page or the provider that signs it in. */
export const authorize: Endpoint = {
  methods: ['GET'],
  isForScripts: false,
  answer(request, call) {
    const wanted = readAuthorizationRequest(call.pool, request.url.searchParams);
    if (isFault(wanted)) return answerFault(request, wanted);
    const session = liveSession(request, call);
    if (session && isSilent(call, wanted, session)) return returnWithCode(call, wanted, session);
    if (wanted.prompts.includes('none')) {
      const refusal = { error: 'login_required', withState: true };
      return refusalAsRedirect(wanted.redirectUri, refusal, wanted.state);
    }
    const provider = providerFor(call, wanted);
    const next = provider ? `/provider/${encodeURIComponent(provider.name)}` : '/login';
    return redirect(`${next}${request.url.search}`);
  },
  refuse: refuseByRedirect,
};

/** Writes an error of a page: back to the client where the query names one. */
export function refuseByRedirect(
  { url }: EndpointRequest,
  refusal: Parameters<Endpoint['refuse']>[1],
): Answer {
  const redirectUri = url.searchParams.get('redirect_uri');
  return redirectUri === null
    ? errorPage(refusal.error)
    : refusalAsRedirect(redirectUri, refusal, url.searchParams.get('state') ?? undefined);
}

/** Tells whether a request was found to be wrong. */
export function isFault(wanted: AuthorizationRequest | RequestFault): wanted is RequestFault {
  return 'toPage' in wanted || 'toClient' in wanted;
}

/** Answers a request that is wrong. */
export function answerFault(request: EndpointRequest, fault: RequestFault): Answer {
  if ('toPage' in fault) return errorPage(fault.toPage);
  return refusalAsRedirect(
    fault.redirectUri,
    fault.toClient,
    request.url.searchParams.get('state') ?? undefined,
  );
}

/** Finds the session of the browser that asks. */
export function liveSession({ cookies }: EndpointRequest, { pool, now }: Call): SsoSession | undefined {
  return pool.ssoSessions.findLive(cookies.get(SESSION_COOKIE), now);
}

/** Signs the browser in, and sends it back to the client with a code. */
export function signInBrowser(
  request: EndpointRequest,
  call: Call,
  wanted: AuthorizationRequest,
  signedIn: Pick<SsoSession, 'user' | 'provider'>,
): Answer {
  const lifetimeS = tracksSessions(call.pool) ? LONGEST_TRACKED_S : HOUR_S;
  const expiresAt = call.now + 1000 * lifetimeS;
  const session = call.pool.ssoSessions.begin(
    { ...signedIn, client: wanted.client, expiresAt, lastUserAgent: call.userAgent },
    call.now,
    call.random,
  );
  return returnWithCode(call, wanted, session, cookie(request, SESSION_COOKIE, session.id, lifetimeS));
}

/** Sends the browser back to the client with a code. */
export function returnWithCode(
  { pool, now, random }: Call,
  wanted: AuthorizationRequest,
  ssoSession: SsoSession,
  setCookie?: string,
): Answer {
  const { user } = ssoSession;
  ssoSession.lastActiveAt = now;
  const code = pool.authorizationCodes.open({ ...wanted, user, ssoSession }, now, random);
  return redirect(wanted.redirectUri, { code, state: wanted.state }, setCookie);
}

// A client that names a provider is not content with a user of another one.
function isSilent(
  call: Call,
  { prompts, provider, client }: AuthorizationRequest,
  session: SsoSession,
): boolean {
  const isTooOld =
    tracksSessions(call.pool) && call.now >= session.startedAt + 60_000 * client.ssoSessionMinutes;
  if (isTooOld) return false;
  const named = provider === OWN_PROVIDER ? OWN_PROVIDER : provider?.name;
  return !prompts.includes('login') && (named === undefined || named === session.provider);
}

// A client with one provider, and none of the pool's own users, skips the page on which one would choose it.
function providerFor(
  { pool }: Call,
  { client, provider }: AuthorizationRequest,
): IdentityProvider | undefined {
  if (provider === OWN_PROVIDER) return undefined;
  const only = providersFor(pool, client);
  return provider ?? (only.length === 1 && !admitsOwnUsers(client) ? only[0] : undefined);
}
