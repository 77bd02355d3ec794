import { invalidParameter, resourceNotFound, userNotFound } from '../../errors';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { attributesOf } from '../account/user';
import { poolId, username } from '../members';

/** The members by which an administrator names a user. */
export const named = { UserPoolId: poolId, Username: username };

/** Refuses a call for another pool. */
export function requirePool({ pool }: Call, id: string): void {
  if (id !== pool.id) throw resourceNotFound(`User pool ${id} does not exist.`);
}

/** Finds the user whom an administrator names. */
export function requireUser(
  call: Call,
  input: { readonly UserPoolId: string; readonly Username: string },
): User {
  requirePool(call, input.UserPoolId);
  const user = call.pool.users.find(input.Username);
  if (!user) throw userNotFound();
  return user;
}

/** Describes a user as lists of users do: with all attributes, or with those that are wanted, which the user must have. */
export function describeUser(user: User, wanted?: readonly string[]): object {
  return {
    Username: user.username,
    Attributes: wanted ? wantedAttributes(user, wanted) : attributesOf(user),
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
  };
}

function wantedAttributes(user: User, wanted: readonly string[]): object {
  const attributes = attributesOf(user);
  return wanted.map((name) => {
    const attribute = attributes.find(({ Name }) => Name === name);
    if (!attribute) throw invalidParameter('One or more requested attributes do not exist.');
    return attribute;
  });
}
