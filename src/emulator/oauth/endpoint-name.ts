/** The endpoints beside the pool's operations: their paths, without what differs from pool to pool. */
export const ENDPOINT_NAMES = [
  '/oauth2/authorize',
  '/oauth2/idpresponse',
  '/oauth2/revoke',
  '/oauth2/token',
  '/oauth2/userInfo',
  '/error',
  '/login',
  '/logout',
  '/provider',
  '/.well-known/jwks.json',
  '/.well-known/openid-configuration',
] as const;

/** An endpoint beside the pool's operations. */
export type EndpointName = (typeof ENDPOINT_NAMES)[number];
