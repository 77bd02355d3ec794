import type { FederatedUserOptions } from '../../options';
import type { IdentityProvider } from '../../pool/identities/identity-providers';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';

/** Finds the user of the pool who stands for a user of a provider; makes one at the first sign-in. */
export function federatedUser(
  call: Call,
  { name, type }: IdentityProvider,
  { subject, attributes = {} }: FederatedUserOptions,
): User {
  const username = `${name}_${subject}`;
  const found = call.pool.users.find(username);
  if (found) {
    // The provider's word is taken anew at every sign-in.
    for (const [key, value] of Object.entries(attributes)) found.attributes.set(key, value);
    return found;
  }
  const identity = {
    userId: subject,
    providerName: name,
    providerType: type,
    issuer: null,
    primary: true,
    dateCreated: call.now,
  };
  return call.pool.users.add(
    {
      username,
      status: 'EXTERNAL_PROVIDER',
      attributes: { identities: JSON.stringify([identity]), ...attributes },
      groups: [`${call.pool.id}_${name}`],
    },
    call.now,
    call.random,
  );
}
