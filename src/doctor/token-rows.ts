import { enableTokenRevocation, setFlows, updateClient } from './commands';
import type { ClientFacts, Facts, TokenName } from './facts';
import type { Row } from './row';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const longerThan =
  (token: TokenName, limitMs: number) =>
  ({ client }: Facts): string | undefined => {
    const lifetime = client?.lifetimeOf(token);
    return lifetime && lifetime.ms > limitMs ? lifetime.text : undefined;
  };

/** A filter that takes the old way to refresh away; what would then be empty would go back to the default with it. */
const withoutRefreshFlow = ({ client }: Facts): string => {
  const others = (client?.flows ?? []).filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
  return setFlows(others.length > 0 ? others : ['ALLOW_USER_SRP_AUTH']);
};

const refreshesTheOldWay = ({ flows }: ClientFacts): boolean => flows.includes('ALLOW_REFRESH_TOKEN_AUTH');

/** Findings about the tokens of a session: whether they can be revoked, and how long they live. */
export const TOKEN_ROWS: readonly Row[] = [
  {
    id: 'token-revocation-off',
    severity: 'error',
    setting: 'EnableTokenRevocation',
    examine: ({ client }) => {
      if (!client) return undefined;
      const value = client.settings.get('EnableTokenRevocation');
      if (value === true) return undefined;
      return value === false ? 'false' : 'not set';
    },
    why: 'A sign-out cannot revoke anything: the refresh token stays good until it expires, and whoever has a copy of it stays signed in. The step revokeToken is notSupported.',
    fix: ({ ids }) => enableTokenRevocation(ids),
  },
  {
    id: 'rotation-with-refresh-auth',
    severity: 'error',
    setting: 'ExplicitAuthFlows',
    examine: ({ client }) =>
      client?.rotates && refreshesTheOldWay(client)
        ? 'ALLOW_REFRESH_TOKEN_AUTH, while RefreshTokenRotation is ENABLED'
        : undefined,
    why: 'Where rotation is on, Cognito refuses REFRESH_TOKEN_AUTH: whoever refreshes by it loses the session at its first refresh. The flow that does not rotate has to go.',
    fix: (facts) => updateClient(facts.ids, withoutRefreshFlow(facts)),
  },
  {
    id: 'access-token-long',
    severity: 'warning',
    setting: 'AccessTokenValidity',
    examine: longerThan('AccessToken', HOUR_MS),
    why: 'An API that verifies tokens offline accepts the access token until it expires, whatever a sign-out did: so far reaches stillValid.accessTokenUntil.',
    fix: ({ ids }) =>
      updateClient(ids, '.AccessTokenValidity = 15', '.TokenValidityUnits.AccessToken = "minutes"'),
  },
  {
    id: 'id-token-long',
    severity: 'warning',
    setting: 'IdTokenValidity',
    examine: longerThan('IdToken', HOUR_MS),
    why: 'Whoever accepts id tokens (API Gateway, an identity pool without its server-side check) does so until they expire, whatever a sign-out did: so far reaches stillValid.idTokenUntil.',
    fix: ({ ids }) => updateClient(ids, '.IdTokenValidity = 15', '.TokenValidityUnits.IdToken = "minutes"'),
  },
  {
    id: 'refresh-token-long',
    severity: 'warning',
    setting: 'RefreshTokenValidity',
    examine: longerThan('RefreshToken', 30 * DAY_MS),
    why: 'A session that nobody signs out of, on a device that was lost or lent, lives as long as its refresh token.',
    fix: ({ ids }) =>
      updateClient(ids, '.RefreshTokenValidity = 30', '.TokenValidityUnits.RefreshToken = "days"'),
  },
  {
    id: 'rotation-off',
    severity: 'warning',
    setting: 'RefreshTokenRotation',
    examine: ({ client }) => (client && !client.rotates ? 'DISABLED' : undefined),
    why: 'One refresh token serves for the whole session. A copy of it works beside the original and nobody notices; with rotation it stops working at the next refresh.',
    fix: (facts) =>
      updateClient(
        facts.ids,
        '.RefreshTokenRotation = {Feature: "ENABLED", RetryGracePeriodSeconds: 0}',
        withoutRefreshFlow(facts),
      ),
  },
  {
    id: 'rotation-grace',
    severity: 'warning',
    setting: 'RefreshTokenRotation.RetryGracePeriodSeconds',
    examine: ({ client }) =>
      client?.rotates && client.graceSeconds > 0 ? `${client.graceSeconds}` : undefined,
    why: 'A refresh token that was replaced works on for so long, and a replay in that time forks the session. rx-cognito refreshes once for all tabs and needs no grace.',
    fix: ({ ids }) => updateClient(ids, '.RefreshTokenRotation.RetryGracePeriodSeconds = 0'),
  },
];
