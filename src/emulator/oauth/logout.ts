import type { Answer } from '../wire/http';
import { cookie, errorPage, redirect } from './answers';
import { findClient } from './authorization-request';
import { liveSession, SESSION_COOKIE } from './authorize';
import type { Endpoint, EndpointRequest } from './endpoint';

/**
 * Signs the browser out, and goes to a registered sign-out URL, without any of the other parameters, or on to the
 * page that signs somebody in again. An identity provider by which the user came in stays signed in.
 */
export const logout: Endpoint = {
  methods: ['GET'],
  isForScripts: false,
  answer(request, call) {
    const target = targetOf(request, call.pool);
    if (typeof target !== 'string') return target;
    const session = liveSession(request, call);
    if (session) session.endedBy = 'logout';
    return redirect(target, {}, cookie(request, SESSION_COOKIE, undefined, 0));
  },
  refuse: (_, { error }) => errorPage(error),
};

function targetOf({ url }: EndpointRequest, pool: Parameters<typeof findClient>[0]): string | Answer {
  const query = url.searchParams;
  const client = pool.clients.find(query.get('client_id') ?? '');
  if (!client) return errorPage('Client does not exist.');
  const logoutUri = query.get('logout_uri');
  if (logoutUri !== null && client.oauth.logoutUrls.includes(logoutUri)) return logoutUri;
  if (!query.has('redirect_uri')) return errorPage("Required String parameter 'redirect_uri' is not present");
  if (!findClient(pool, query)) return errorPage('redirect_mismatch');
  const kept = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return `/login?${new URLSearchParams(kept).toString()}`;
}
