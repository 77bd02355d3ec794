import { copyClientWithoutSecret, setFlows, updateClient } from './commands';
import type { ClientFacts } from './facts';
import { listed, stringsOf, textOf } from './read';
import type { Row } from './row';

const USER_FLOWS = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
];

/** Who signs in by managed login alone needs no flow of the API. */
const isForManagedLoginOnly = ({ flows, oauthFlows }: ClientFacts): boolean =>
  oauthFlows.includes('code') && !flows.some((flow) => USER_FLOWS.includes(flow));

const customAttributes = ({ settings }: ClientFacts): readonly string[] =>
  stringsOf(settings.get('WriteAttributes')).filter((name) => name.startsWith('custom:'));

/** Findings about who gets in, and by what. */
export const SIGN_IN_ROWS: readonly Row[] = [
  {
    id: 'client-secret',
    severity: 'error',
    setting: 'ClientSecret',
    examine: ({ client, usedBy }) =>
      client && usedBy === 'browser' && textOf(client.settings.get('ClientSecret')) !== undefined
        ? 'there is one'
        : undefined,
    why: 'Every visitor of a page can read the secret, which then proves nothing; without it the page can neither sign in, nor refresh, nor revoke. A secret cannot be taken away: the page needs a client of its own. For a client of a server say so (--server).',
    fix: ({ ids }) => copyClientWithoutSecret(ids),
  },
  {
    id: 'no-sign-in-flow',
    severity: 'error',
    setting: 'ExplicitAuthFlows',
    examine: ({ client }) =>
      client &&
      !client.flows.includes('ALLOW_USER_SRP_AUTH') &&
      !client.flows.includes('ALLOW_USER_AUTH') &&
      !isForManagedLoginOnly(client)
        ? listed(client.flows)
        : undefined,
    why: 'Neither SRP nor USER_AUTH is allowed: no session can begin without its password passing through every hand on the way, or none at all.',
    fix: ({ ids, client, userPool }) =>
      updateClient(
        ids,
        setFlows([
          ...(client?.flows ?? []),
          'ALLOW_USER_SRP_AUTH',
          // LITE refuses it, and the whole update with it.
          ...(userPool?.get('UserPoolTier') === 'LITE' ? [] : ['ALLOW_USER_AUTH']),
        ]),
      ),
  },
  {
    id: 'password-auth',
    severity: 'warning',
    setting: 'ExplicitAuthFlows',
    examine: ({ client }) =>
      client?.flows.includes('ALLOW_USER_PASSWORD_AUTH') ? 'ALLOW_USER_PASSWORD_AUTH' : undefined,
    why: 'Anybody may try passwords in the open against this client, and a session that begins so has sent its password to the server. rx-cognito uses SRP.',
    fix: ({ ids, client }) =>
      updateClient(
        ids,
        setFlows([
          ...(client?.flows ?? []).filter((flow) => flow !== 'ALLOW_USER_PASSWORD_AUTH'),
          'ALLOW_USER_SRP_AUTH',
        ]),
      ),
  },
  {
    id: 'user-existence-told',
    severity: 'warning',
    setting: 'PreventUserExistenceErrors',
    examine: ({ client }) => {
      const value = client && (textOf(client.settings.get('PreventUserExistenceErrors')) ?? 'not set');
      return value === 'ENABLED' ? undefined : value;
    },
    why: 'A sign-in with a wrong password tells whether there is such a user: a list of whose sessions are worth stealing can be made from outside.',
    fix: ({ ids }) => updateClient(ids, '.PreventUserExistenceErrors = "ENABLED"'),
  },
  {
    id: 'writable-custom-attributes',
    severity: 'warning',
    setting: 'WriteAttributes',
    examine: ({ client }) => {
      const names = client ? customAttributes(client) : [];
      return names.length > 0 ? listed(names) : undefined;
    },
    why: 'Every user can change these attributes with the access token of a session, and they stand in the id token: an API must not decide by them who may do what.',
    fix: ({ ids }) => updateClient(ids, '.WriteAttributes |= map(select(startswith("custom:") | not))'),
  },
];
