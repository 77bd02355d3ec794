import { jqList, jqText, setSsoSession, updateClient } from './commands';
import type { ClientFacts, Facts } from './facts';
import { isLoopback, isWeb, listed, numberOf, urlOf } from './read';
import type { Row } from './row';

const urlsWhere = ({ client }: Facts, holds: (url: URL) => boolean): readonly string[] => {
  const urls = client ? [...new Set([...client.callbackUrls, ...client.signOutUrls])] : [];
  return urls.filter((text) => {
    const url = urlOf(text);
    return url !== undefined && holds(url);
  });
};

const plainUrls = (facts: Facts): readonly string[] =>
  urlsWhere(facts, (url) => url.protocol === 'http:' && !isLoopback(url));

const loopbackUrls = (facts: Facts): readonly string[] =>
  urlsWhere(facts, (url) => isWeb(url) && isLoopback(url));

const listedIfAny = (values: readonly string[]): string | undefined =>
  values.length > 0 ? listed(values) : undefined;

const signsUsersIn = ({ oauthFlows, scopes }: ClientFacts): boolean =>
  scopes.length > 0 && (oauthFlows.length === 0 || oauthFlows.some((flow) => flow !== 'client_credentials'));

const lacksScope = (scope: string): Row['examine'] => {
  return ({ client }) =>
    client && signsUsersIn(client) && !client.scopes.includes(scope) ? listed(client.scopes) : undefined;
};

/** The application's own front page; where it is not told, that of its first callback. */
const signOutUrlFor = ({ origins, client }: Facts): string => {
  const [origin] = origins;
  if (origin?.protocol === 'http:' && !isLoopback(origin)) return `https://${origin.host}/`;
  return origin ? `${origin.origin}/` : (client?.callbackUrls[0] ?? '');
};

// What the commands change is what was found, and not what another pattern takes for it.
const URLS = '.CallbackURLs[]?, .LogoutURLs[]?, .DefaultRedirectURI';

const without = (urls: readonly string[]): readonly string[] => [
  `${jqList(urls)} as $found`,
  `del(${URLS}`,
  '    | select(IN($found[])))',
];

const withHttps = (urls: readonly string[]): readonly string[] => [
  `${jqList(urls)} as $found`,
  `(${URLS}`,
  '    | select(IN($found[]))) |= sub("^http:"; "https:"; "i")',
];

/** Findings about managed login: where it returns to, what it grants, how long it keeps the browser signed in. */
export const MANAGED_LOGIN_ROWS: readonly Row[] = [
  {
    id: 'no-sign-out-url',
    severity: 'error',
    setting: 'LogoutURLs',
    examine: ({ client }) =>
      client && client.callbackUrls.length > 0 && client.signOutUrls.length === 0 ? 'none' : undefined,
    why: 'Sessions begin at managed login and cannot be ended there: /logout returns to registered URLs only. The cookie stays, and one redirect signs the user in again without a password.',
    fix: (facts) => updateClient(facts.ids, `.LogoutURLs = [${jqText(signOutUrlFor(facts))}]`),
  },
  {
    id: 'implicit-grant',
    severity: 'error',
    setting: 'AllowedOAuthFlows',
    examine: ({ client }) =>
      client?.oauthFlows.includes('implicit') ? listed(client.oauthFlows) : undefined,
    why: 'Tokens come back in the address of the page, where histories, logs and extensions see them; without a refresh token there is nothing that a sign-out could revoke.',
    fix: ({ ids }) => updateClient(ids, '.AllowedOAuthFlows |= (. + ["code"] - ["implicit"] | unique)'),
  },
  {
    id: 'plain-http-callback',
    severity: 'error',
    setting: 'CallbackURLs, LogoutURLs',
    examine: (facts) => listedIfAny(plainUrls(facts)),
    why: 'The code that a session begins with travels in the open, and whoever is on the way can answer in place of the application.',
    fix: (facts) => updateClient(facts.ids, ...withHttps(plainUrls(facts))),
  },
  {
    id: 'loopback-url',
    severity: 'warning',
    setting: 'CallbackURLs, LogoutURLs',
    examine: (facts) => listedIfAny(loopbackUrls(facts)),
    why: 'Whatever program listens on that port of a user’s machine can receive the code of a sign-in. Development needs an app client of its own.',
    fix: (facts) => updateClient(facts.ids, ...without(loopbackUrls(facts))),
  },
  {
    id: 'scope-openid-missing',
    severity: 'warning',
    setting: 'AllowedOAuthScopes',
    examine: lacksScope('openid'),
    why: 'Without openid managed login gives no id token, and the session of rx-cognito cannot begin.',
    fix: ({ ids }) => updateClient(ids, '.AllowedOAuthScopes += ["openid"]'),
  },
  {
    id: 'scope-admin-missing',
    severity: 'warning',
    setting: 'AllowedOAuthScopes',
    examine: lacksScope('aws.cognito.signin.user.admin'),
    why: 'Without aws.cognito.signin.user.admin the access token is refused by GlobalSignOut, so a global sign-out fails, and by all else that a user does to the account.',
    fix: ({ ids }) => updateClient(ids, '.AllowedOAuthScopes += ["aws.cognito.signin.user.admin"]'),
  },
  {
    id: 'sso-session-long',
    severity: 'warning',
    setting: 'SSOSession.MaxValidityMinutes',
    examine: ({ ssoSession, sessions }) => {
      const minutes = numberOf(ssoSession?.get('MaxValidityMinutes'));
      // Where the pool is known not to track sessions the number has no effect.
      const hasEffect = !sessions || sessions.get('UserSessionTracking') === 'ENABLED';
      return minutes !== undefined && minutes > 60 && hasEffect ? `${minutes}` : undefined;
    },
    why: 'For so long one redirect to managed login makes a new session without a password, also after a sign-out that did not go by /logout.',
    fix: ({ ids }) => setSsoSession(ids, 60),
  },
];
