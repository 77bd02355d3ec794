import { signingKeys } from '../crypto/signing-keys';
import { json, refusalAsJson } from './answers';
import type { Endpoint } from './endpoint';

const document = { methods: ['GET'], isForScripts: true, refuse: refuseAsJson } as const;

/** The public keys of the pool. */
export const jwks: Endpoint = {
  ...document,
  async answer() {
    const { access, id } = await signingKeys();
    return json({ keys: [id.jwk, access.jwk] });
  },
};

/** Where everything else is found, for libraries that ask. */
export const openIdConfiguration: Endpoint = {
  ...document,
  answer: (_, { pool: { id, issuer, endpoint } }) =>
    json({
      authorization_endpoint: `${endpoint}/oauth2/authorize`,
      end_session_endpoint: `${endpoint}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${endpoint}/${id}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      revocation_endpoint: `${endpoint}/oauth2/revoke`,
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint: `${endpoint}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${endpoint}/oauth2/userInfo`,
    }),
};

function refuseAsJson(...[, refusal]: Parameters<Endpoint['refuse']>) {
  return refusalAsJson(refusal);
}
