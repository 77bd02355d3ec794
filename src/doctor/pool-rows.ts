import { jqText, trackSessions, updateMfaConfig } from './commands';
import type { Facts } from './facts';
import { membersOf, numberOf, stringsOf, textOf } from './read';
import { nothingToMend, type Row } from './row';

/** The domain that passkeys are bound to; nothing where the pool has none, or where that was not looked at. */
function relyingPartyId({ ids, mfaConfig, userPool }: Facts): string | undefined {
  const webAuthn = membersOf(mfaConfig?.get('WebAuthnConfiguration'));
  const configured = textOf(webAuthn.get('RelyingPartyId'));
  if (configured !== undefined) return configured;
  const policy = membersOf(membersOf(userPool?.get('Policies')).get('SignInPolicy'));
  if (!mfaConfig || !stringsOf(policy.get('AllowedFirstAuthFactors')).includes('WEB_AUTHN')) return undefined;
  const prefix = textOf(userPool?.get('Domain'));
  const region = ids.userPoolId.split('_')[0] ?? '';
  return textOf(userPool?.get('CustomDomain')) ?? (prefix && `${prefix}.auth.${region}.amazoncognito.com`);
}

const isWithin = (hostname: string, domain: string): boolean =>
  hostname === domain.toLowerCase() || hostname.endsWith(`.${domain.toLowerCase()}`);

/** The domain that all origins are at or below, where it is more than a top level. */
function commonDomain(origins: readonly URL[]): string | undefined {
  const [first = '', ...others] = new Set(origins.map(({ hostname }) => hostname));
  if (others.length === 0) return first;
  const labels = first.split('.');
  return labels
    .slice(0, -1)
    .map((_, index) => labels.slice(index).join('.'))
    .find((domain) => others.every((hostname) => isWithin(hostname, domain)));
}

/** Findings about the pool: second factors and passkeys, and what a session of it is like. */
export const POOL_ROWS: readonly Row[] = [
  {
    id: 'passkey-rp-id',
    severity: 'warning',
    setting: 'WebAuthnConfiguration.RelyingPartyId',
    examine: (facts) => {
      const id = relyingPartyId(facts);
      const outside = facts.origins.find(({ hostname }) => id !== undefined && !isWithin(hostname, id));
      return id !== undefined && outside ? `${id}, the application is at ${outside.origin}` : undefined;
    },
    why: 'A browser uses a passkey only on its own domain or one below: on this origin no session can begin with one. Changing the id strands every passkey that was registered.',
    fix: ({ ids, origins }) => {
      const domain = commonDomain(origins);
      return domain === undefined
        ? 'No domain is above all origins of the application. Passkeys serve one domain: reach the application below one, or let the others sign in without.'
        : updateMfaConfig(ids, `.WebAuthnConfiguration.RelyingPartyId = ${jqText(domain)}`);
    },
  },
  {
    id: 'mfa-off',
    severity: 'warning',
    setting: 'MfaConfiguration',
    examine: ({ mfaConfig, userPool }) =>
      (mfaConfig?.get('MfaConfiguration') ?? userPool?.get('MfaConfiguration')) === 'OFF' ? 'OFF' : undefined,
    why: 'A password alone makes a session: after a sign-out whoever knows it is in again.',
    fix: ({ ids }) =>
      updateMfaConfig(ids, '.MfaConfiguration = "OPTIONAL"', '.SoftwareTokenMfaConfiguration.Enabled = true'),
  },
  {
    id: 'plan',
    severity: 'note',
    setting: 'UserPoolTier',
    examine: ({ userPool }) => textOf(userPool?.get('UserPoolTier')),
    why: 'LITE has neither managed login, nor USER_AUTH, passkeys and session tracking; those begin with ESSENTIALS, threat protection with PLUS.',
    fix: nothingToMend,
  },
  {
    id: 'issuer',
    severity: 'note',
    setting: 'IssuerConfiguration.Type',
    examine: ({ userPool }) =>
      userPool && (textOf(membersOf(userPool.get('IssuerConfiguration')).get('Type')) ?? 'ORIGINAL'),
    why: 'It decides the iss of every token: UPDATED names another host than ORIGINAL, and an API that verifies tokens must expect the one in use. rx-cognito takes both.',
    fix: nothingToMend,
  },
  {
    id: 'device-tracking',
    severity: 'note',
    setting: 'DeviceConfiguration',
    examine: ({ userPool }) => {
      if (!userPool) return undefined;
      const devices = membersOf(userPool.get('DeviceConfiguration'));
      if (devices.size === 0) return 'off';
      return devices.get('DeviceOnlyRememberedOnUserPrompt') === true ? 'user opt-in' : 'always remember';
    },
    why: 'Where devices are tracked a session is bound to its device: only with the key of a confirmed device can it be refreshed.',
    fix: nothingToMend,
  },
  {
    id: 'session-tracking',
    severity: 'note',
    setting: 'UserSessionTracking',
    examine: ({ sessions }) => {
      const tracking = textOf(sessions?.get('UserSessionTracking'));
      const most = numberOf(membersOf(sessions?.get('TokenSession')).get('MaxPerUser'));
      return tracking === 'ENABLED' && most !== undefined ? `ENABLED, at most ${most} per user` : tracking;
    },
    why: 'Where sessions are tracked a user can see and end those on other devices, a sign-out can end managed login’s at the server, and one sign-in too many ends the least recently used.',
    // Where they are tracked the command would only set another number of them.
    fix: ({ ids, sessions }) =>
      sessions?.get('UserSessionTracking') === 'ENABLED' ? nothingToMend() : trackSessions(ids),
  },
];
