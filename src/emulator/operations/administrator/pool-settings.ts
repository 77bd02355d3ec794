import type { Call } from '../../pool/pool';
import { integer, oneOf, optional, structure, text } from '../../wire/constraint';
import { requirePool } from './named';
import { clientId, poolId } from '../members';
import { operation } from '../operation';

const named = { UserPoolId: poolId };
const client = { UserPoolId: poolId, ClientId: clientId };

/** Describes the pool: by its rules, and by what else was said about it. */
export const describeUserPool = operation(named, ({ UserPoolId }, call) => {
  requirePool(call, UserPoolId);
  const { pool } = call;
  const { rules, described } = pool;
  const { historySize, ...policy } = rules.passwordPolicy;
  return {
    UserPool: {
      Id: pool.id,
      Arn: `arn:aws:cognito-idp:${pool.region}:123456789012:userpool/${pool.id}`,
      CreationDate: described.createdAt / 1000,
      LastModifiedDate: described.createdAt / 1000,
      MfaConfiguration: rules.mfaConfiguration,
      AutoVerifiedAttributes: rules.autoVerifiedAttributes,
      Policies: {
        PasswordPolicy: {
          MinimumLength: policy.minimumLength,
          RequireLowercase: policy.requireLowercase,
          RequireUppercase: policy.requireUppercase,
          RequireNumbers: policy.requireNumbers,
          RequireSymbols: policy.requireSymbols,
          PasswordHistorySize: historySize,
        },
        SignInPolicy: { AllowedFirstAuthFactors: rules.allowedFirstAuthFactors },
      },
      ...(rules.deviceTracking && {
        DeviceConfiguration: {
          ChallengeRequiredOnNewDevice: rules.deviceTracking.challengeRequiredOnNewDevice,
          DeviceOnlyRememberedOnUserPrompt: rules.deviceTracking.deviceOnlyRememberedOnUserPrompt,
        },
      }),
      ...described.userPool,
    },
  };
});

/** Tells which second factors there are, and how passkeys are set up. */
export const getUserPoolMfaConfig = operation(named, ({ UserPoolId }, call) => {
  requirePool(call, UserPoolId);
  const { rules, described } = call.pool;
  return {
    MfaConfiguration: rules.mfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: rules.enabledMfas.includes('SOFTWARE_TOKEN_MFA') },
    ...(rules.webAuthn && {
      WebAuthnConfiguration: {
        RelyingPartyId: rules.webAuthn.relyingPartyId,
        UserVerification: rules.webAuthn.userVerification ?? 'preferred',
        FactorConfiguration: rules.webAuthn.factorConfiguration ?? 'SINGLE_FACTOR',
      },
    }),
    ...described.mfaConfig,
  };
});

/** Lists the app clients, a page at a time. */
export const listUserPoolClients = operation(
  { ...named, MaxResults: optional(integer(1, 60)), NextToken: optional(text({ min: 1, pattern: /^\S+$/ })) },
  ({ UserPoolId, MaxResults = 60, NextToken = '0' }, call) => {
    requirePool(call, UserPoolId);
    const { all } = call.pool.clients;
    const start = Number(NextToken);
    const end = start + MaxResults;
    return {
      UserPoolClients: all
        .slice(start, end)
        .map((each) => ({ UserPoolId, ClientId: each.clientId, ClientName: each.clientName })),
      ...(end < all.length && { NextToken: String(end) }),
    };
  },
);

/** Tells whether the pool tracks sessions, and how many a user may have. */
export const getUserPoolSessionConfiguration = operation(named, ({ UserPoolId }, call) => {
  requirePool(call, UserPoolId);
  return { UserPoolId, ...call.pool.described.sessionConfiguration };
});

/** Sets whether the pool tracks sessions. */
export const setUserPoolSessionConfiguration = operation(
  {
    ...named,
    UserSessionTracking: oneOf('ENABLED', 'DISABLED'),
    TokenSession: structure({ MaxPerUser: integer(1, 100) }),
  },
  ({ UserPoolId, ...configuration }, call) => {
    requirePool(call, UserPoolId);
    call.pool.described.sessionConfiguration = configuration;
    return { UserPoolId, ...configuration };
  },
);

/** Tells how long managed login reuses the session of a browser for this client. */
export const getUserPoolClientSessionConfiguration = operation(client, (input, call) =>
  describeSso(input, call),
);

/** Sets how long managed login reuses the session of a browser for this client. */
export const setUserPoolClientSessionConfiguration = operation(
  { ...client, SSOSession: structure({ MaxValidityMinutes: integer(0, 129_600) }) },
  (input, call) => {
    requirePool(call, input.UserPoolId);
    const { clients } = call.pool;
    const ssoSessionMinutes = input.SSOSession.MaxValidityMinutes;
    clients.change(clients.get(input.ClientId), { ssoSessionMinutes }, call.now);
    return describeSso(input, call);
  },
);

function describeSso(
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string },
  call: Call,
): object {
  requirePool(call, UserPoolId);
  const { ssoSessionMinutes } = call.pool.clients.get(ClientId);
  return { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: ssoSessionMinutes } };
}
