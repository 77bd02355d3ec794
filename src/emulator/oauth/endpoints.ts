import { page } from './answers';
import { authorize } from './authorize';
import { jwks, openIdConfiguration } from './discovery';
import type { Endpoint } from './endpoint';
import type { EndpointName } from './endpoint-name';
import { login } from './sign-in/login';
import { logout } from './logout';
import { renderPage } from './sign-in/pages';
import { provider, providerResponse } from './sign-in/provider';
import { revoke } from './revoke';
import { token } from './token';
import { userInfo } from './user-info';

/** Cognito's own error page. */
const error: Endpoint = {
  methods: ['GET'],
  isForScripts: false,
  answer: ({ url }) => {
    const problem = url.searchParams.get('error') ?? 'unknown';
    return page(
      renderPage({ title: 'An error was encountered with the requested page.', problem, forms: [] }),
      400,
    );
  },
  refuse: () => page('', 500),
};

/** The endpoints beside the pool's operations, by the names under which faults and the log know them. */
export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
  '/oauth2/authorize': authorize,
  '/oauth2/idpresponse': providerResponse,
  '/oauth2/revoke': revoke,
  '/oauth2/token': token,
  '/oauth2/userInfo': userInfo,
  '/error': error,
  '/login': login,
  '/logout': logout,
  '/provider': provider,
  '/.well-known/jwks.json': jwks,
  '/.well-known/openid-configuration': openIdConfiguration,
};

/** Finds the endpoint of a path. */
export function endpointAt(poolId: string, pathname: string): EndpointName | undefined {
  const ownPath = pathname.startsWith(`/${poolId}/.well-known/`)
    ? pathname.slice(poolId.length + 1)
    : pathname;
  const name = /^\/provider\/[^/]+$/.test(ownPath) ? '/provider' : ownPath;
  const isReachable = Object.hasOwn(ENDPOINTS, name) && ownPath !== '/provider';
  return isReachable ? (name as EndpointName) : undefined;
}
