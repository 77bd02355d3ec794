import { attributesInScope } from '../pool/tokens/scopes';
import { isLive } from '../pool/tokens/token-families';
import { json, refusalAsJson } from './answers';
import type { Endpoint } from './endpoint';

/** Tells who an access token is of, as far as its scopes allow. */
export const userInfo: Endpoint = {
  methods: ['GET', 'POST'],
  isForScripts: true,
  answer({ headers }, { pool, now }) {
    const text = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    const issued = text === undefined ? undefined : pool.families.find(text);
    const isGood = issued?.use === 'access' && isLive(issued, now) && issued.family.scopes.includes('openid');
    if (!isGood || !issued.family.user.enabled) return refuseToken();
    const { user, scopes } = issued.family;
    // Every value is text here, truth values too.
    const attributes = Object.fromEntries(attributesInScope(user, scopes));
    return json({ sub: user.sub, ...attributes, username: user.username });
  },
  refuse: (_, refusal) => refusalAsJson(refusal, 401),
};

function refuseToken() {
  const error = 'invalid_token';
  const description = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';
  const headers = { 'www-authenticate': `Bearer error="${error}", error_description="${description}"` };
  return refusalAsJson({ error, description }, 401, headers);
}
