import { revokeFamily } from '../pool/tokens/token-families';
import { refusalAsJson } from './answers';
import { authenticateClient, formField, OAuthError, orRefusal } from './client-authentication';
import type { Endpoint } from './endpoint';

/** Ends the family of a refresh token; for one that is dead, or never was, it is a success like any other. */
export const revoke: Endpoint = {
  methods: ['POST'],
  isForScripts: true,
  answer: (request, { pool }) =>
    orRefusal(() => {
      const text = formField(request.form, 'token');
      const client = authenticateClient(pool, request, 401);
      if (!client.tokenRevocation) throw new OAuthError({ error: 'invalid_request' });
      const issued = pool.families.find(text);
      if (issued && issued.use !== 'refresh') throw new OAuthError({ error: 'unsupported_token_type' });
      if (issued && issued.family.client !== client) throw new OAuthError({ error: 'invalid_client' }, 401);
      if (issued) revokeFamily(issued);
      return { status: 200, body: '', headers: { 'content-type': 'application/json;charset=UTF-8' } };
    }),
  refuse: (_, refusal) => refusalAsJson(refusal),
};
