import { CognitoError, resourceNotFound, userNotFound } from '../../errors';
import { readAttributes, requireConforming } from '../../pool/users/attributes';
import { deliver } from '../../pool/messages/delivery';
import { disableUser, removeUser } from '../../pool/users/end-user';
import { requireUsername } from '../../pool/users/usernames';
import { changePassword, requireStrongPassword } from '../../pool/users/password-policy';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { flag, oneOf, optional } from '../../wire/constraint';
import { attributeList, clientMetadata, password, poolId, username } from '../members';
import { operation } from '../operation';
import { attributesOf } from '../account/user';

/** The members by which an administrator names a user. */
export const named = { UserPoolId: poolId, Username: username };

/** Adds a user with a temporary password, and sends the invitation. */
export const adminCreateUser = operation(
  {
    ...named,
    UserAttributes: optional(attributeList),
    TemporaryPassword: optional(password),
    MessageAction: optional(oneOf('RESEND', 'SUPPRESS')),
    ClientMetadata: clientMetadata,
  },
  (input, call) => {
    const { pool } = call;
    requirePool(call, input.UserPoolId);
    const temporary = input.TemporaryPassword ?? `Tmp-${call.random.digits(8)}a!`;
    requireStrongPassword(pool.rules, temporary);
    if (input.MessageAction === 'RESEND') return { User: reinvite(call, input.Username, temporary) };
    const attributes = readAttributes(input.UserAttributes);
    requireUsername(pool, input.Username);
    requireConforming(pool, attributes);
    if (pool.users.find(input.Username)) {
      throw new CognitoError('UsernameExistsException', 'User account already exists');
    }
    const taken = attributes.find(([name, value]) => pool.users.ownerOfAlias(name, value, undefined));
    if (taken) {
      throw new CognitoError(
        'UsernameExistsException',
        `An account with the given ${taken[0]} already exists.`,
      );
    }
    const user = pool.users.add(
      {
        username: input.Username,
        password: temporary,
        attributes: Object.fromEntries(attributes),
        status: 'FORCE_CHANGE_PASSWORD',
      },
      call.now,
      call.random,
    );
    if (input.MessageAction !== 'SUPPRESS') invite(call, user, temporary);
    return { User: describeUser(user) };
  },
);

/** Sets a password, by default a temporary one. */
export const adminSetUserPassword = operation(
  { ...named, Password: password, Permanent: optional(flag()) },
  (input, call) => {
    const user = requireUser(call, input);
    changePassword(call, user, input.Password);
    user.status = input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    return {};
  },
);

/** Keeps a user out, and ends every sign-in. */
export const adminDisableUser = operation(named, (input, call) => {
  disableUser(call.pool, requireUser(call, input));
  return {};
});

/** Lets a user in again. */
export const adminEnableUser = operation(named, (input, call) => {
  requireUser(call, input).enabled = true;
  return {};
});

/** Removes a user. */
export const adminDeleteUser = operation(named, (input, call) => {
  removeUser(call.pool, requireUser(call, input));
  return undefined;
});

/** Ends every sign-in of a user. */
export const adminUserGlobalSignOut = operation(named, (input, call) => {
  call.pool.families.endAllOf(requireUser(call, input), 'AdminUserGlobalSignOut');
  return {};
});

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

function reinvite(call: Call, name: string, temporary: string): object {
  const user = call.pool.users.find(name);
  if (!user) throw userNotFound();
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  changePassword(call, user, temporary);
  invite(call, user, temporary);
  return describeUser(user);
}

function invite(call: Call, user: User, temporary: string): void {
  const address =
    user.attributes.has('phone_number') && !user.attributes.has('email') ? 'phone_number' : 'email';
  deliver(call, user, 'invitation', address, temporary);
}

/** Describes a user as lists of users do. */
export function describeUser(user: User): object {
  return {
    Username: user.username,
    Attributes: attributesOf(user),
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
  };
}
