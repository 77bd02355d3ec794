/** An endpoint beside the pool's operations: its path, without what differs from pool to pool. */
export type EndpointName =
  | '/oauth2/authorize'
  | '/oauth2/idpresponse'
  | '/oauth2/revoke'
  | '/oauth2/token'
  | '/oauth2/userInfo'
  | '/error'
  | '/login'
  | '/logout'
  | '/provider'
  | '/.well-known/jwks.json'
  | '/.well-known/openid-configuration';
