import type { AppClient } from '../../pool/clients/app-clients';
import { afterUpdate } from '../../pool/clients/client-behaviour';
import type { Call } from '../../pool/pool';
import {
  flag,
  integer,
  list,
  oneOf,
  optional,
  structure,
  text,
  type Constraint,
} from '../../wire/constraint';
import { requirePool } from './named';
import { clientId, poolId } from '../members';
import { operation } from '../operation';

const unit = optional(oneOf('seconds', 'minutes', 'hours', 'days'));
const words = optional(list(text({ min: 1, max: 2048 }), 100));
const word = optional(text({ max: 2048 }));

const FLOWS = [
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
] as const;

const settings = {
  ClientName: optional(text({ min: 1, max: 128, pattern: /^[\w\s+=,.@-]+$/ })),
  RefreshTokenValidity: optional(integer(0, 315_360_000)),
  AccessTokenValidity: optional(integer(1, 86_400)),
  IdTokenValidity: optional(integer(1, 86_400)),
  TokenValidityUnits: optional(structure({ AccessToken: unit, IdToken: unit, RefreshToken: unit })),
  ReadAttributes: words,
  WriteAttributes: words,
  ExplicitAuthFlows: optional(list(oneOf(...FLOWS))),
  SupportedIdentityProviders: words,
  CallbackURLs: words,
  LogoutURLs: words,
  DefaultRedirectURI: word,
  AllowedOAuthFlows: optional(list(oneOf('code', 'implicit', 'client_credentials'), 3)),
  AllowedOAuthScopes: words,
  AllowedOAuthFlowsUserPoolClient: optional(flag()),
  AnalyticsConfiguration: optional(
    structure({
      ApplicationId: word,
      ApplicationArn: word,
      RoleArn: word,
      ExternalId: word,
      UserDataShared: optional(flag()),
    }),
  ),
  PreventUserExistenceErrors: optional(oneOf('LEGACY', 'ENABLED')),
  EnableTokenRevocation: optional(flag()),
  EnablePropagateAdditionalUserContextData: optional(flag()),
  AuthSessionValidity: optional(integer(3, 15)),
  RefreshTokenRotation: optional(
    structure({
      Feature: oneOf('ENABLED', 'DISABLED'),
      RetryGracePeriodSeconds: optional(integer(0, 60)),
    }),
  ),
} satisfies Readonly<Record<string, Constraint<unknown>>>;

/** Describes an app client. */
export const describeUserPoolClient = operation(
  { UserPoolId: poolId, ClientId: clientId },
  ({ UserPoolId, ClientId }, call) => {
    requirePool(call, UserPoolId);
    return { UserPoolClient: describeClient(call, call.pool.clients.get(ClientId)) };
  },
);

/** Replaces the settings of an app client: what is left out goes back to its default. */
export const updateUserPoolClient = operation(
  { UserPoolId: poolId, ClientId: clientId, ...settings },
  ({ UserPoolId, ClientId, ...given }, call) => {
    requirePool(call, UserPoolId);
    const { clients } = call.pool;
    const client = clients.get(ClientId);
    clients.change(client, { settings: afterUpdate(client.settings, given) }, call.now);
    return { UserPoolClient: describeClient(call, client) };
  },
);

function describeClient({ pool }: Call, client: AppClient): object {
  return {
    UserPoolId: pool.id,
    ClientId: client.clientId,
    ...(client.clientSecret !== undefined && { ClientSecret: client.clientSecret }),
    CreationDate: client.createdAt / 1000,
    LastModifiedDate: client.modifiedAt / 1000,
    ...client.settings,
  };
}
