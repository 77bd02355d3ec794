import { invalidParameter, notAuthorized, resourceNotFound } from '../errors';
import type { Identity } from '../pool/identities/identity-pool';
import type { Call } from '../pool/pool';
import { optional, stringMap, text } from '../wire/constraint';
import { operation } from './operation';

const id = text({ min: 1, max: 55, pattern: /^[\w-]+:[0-9a-f-]+$/ });
const logins = optional(stringMap());

/** Tells the identity of whoever the id token names, or makes a new one for a guest. */
export const getId = operation(
  { AccountId: optional(text({ min: 1, max: 15, pattern: /^\d+$/ })), IdentityPoolId: id, Logins: logins },
  ({ IdentityPoolId, Logins }, call) => {
    const { identities } = call.pool;
    if (IdentityPoolId !== identities.identityPoolId) {
      throw resourceNotFound(`IdentityPool '${IdentityPoolId}' not found.`);
    }
    const sub = subOf(call, Logins);
    if (sub === undefined) requireGuests(call);
    return { IdentityId: identities.identityOf(sub, call.random).identityId };
  },
);

/** Hands out AWS credentials for an identity. */
export const getCredentialsForIdentity = operation(
  { IdentityId: id, Logins: logins, CustomRoleArn: optional(text({ min: 20, max: 2048 })) },
  ({ IdentityId, Logins }, call) => {
    const { identities } = call.pool;
    const named = identities.find(IdentityId);
    if (!named) throw resourceNotFound(`Identity '${IdentityId}' not found.`);
    const identity = claimedBy(subOf(call, Logins), named, call);
    const credentials = identities.issue(identity, call.now, call.random);
    return {
      IdentityId: identity.identityId,
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretKey: credentials.secretKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiresAt / 1000,
      },
    };
  },
);

function claimedBy(sub: string | undefined, identity: Identity, call: Call): Identity {
  if (sub === undefined) {
    requireGuests(call);
    if (identity.sub !== undefined) {
      throw notAuthorized(`Access to Identity '${identity.identityId}' is forbidden.`);
    }
    return identity;
  }
  if (identity.sub === undefined) return call.pool.identities.link(identity, sub);
  if (identity.sub !== sub) {
    throw notAuthorized(
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    );
  }
  return identity;
}

function requireGuests({ pool }: Call): void {
  if (!pool.identities.allowsGuests) {
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
  }
}

function subOf({ pool, now }: Call, given: ReadonlyMap<string, string> | undefined): string | undefined {
  if (given === undefined || given.size === 0) return undefined;
  const token = given.get(pool.issuer.replace(/^https?:\/\//, ''));
  if (given.size !== 1 || token === undefined) {
    throw notAuthorized('Token is not from a supported provider of this identity pool.');
  }
  if (!/^[^.]+\.[^.]+\.[^.]+$/.test(token)) throw invalidParameter('Please provide a valid public provider');
  const issued = pool.families.find(token);
  if (issued?.use !== 'id')
    throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.');
  if (issued.expiresAt <= now) throw notAuthorized('Invalid login token. Token expired.');
  if (pool.identities.serverSideTokenCheck && issued.family.endedBy !== undefined) {
    throw notAuthorized('Invalid login token. Token is revoked.');
  }
  return issued.family.user.sub;
}
