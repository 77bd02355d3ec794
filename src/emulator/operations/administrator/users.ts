import { CognitoError, userNotFound } from '../../errors';
import { readAttributes, requireConforming, type Attribute } from '../../pool/users/attributes';
import { deliver } from '../../pool/messages/delivery';
import { disableUser, removeUser } from '../../pool/users/end-user';
import { requireUsername } from '../../pool/users/usernames';
import { changePassword, requireStrongPassword } from '../../pool/users/password-policy';
import type { Call, Pool } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { flag, oneOf, optional } from '../../wire/constraint';
import { attributeList, clientMetadata, password } from '../members';
import { operation } from '../operation';
import { describeUser, named, requirePool, requireUser } from './named';

/** Adds a user with a temporary password, and sends the invitation. */
export const adminCreateUser = operation(
  {
    ...named,
    UserAttributes: optional(attributeList),
    TemporaryPassword: optional(password),
    MessageAction: optional(oneOf('RESEND', 'SUPPRESS')),
    ForceAliasCreation: optional(flag()),
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
    makeRoomForAliases(call, attributes, input.ForceAliasCreation === true);
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

// An address becomes an alias once it is verified; until then any number of users may have it.
function makeRoomForAliases({ pool }: Call, attributes: readonly Attribute[], isForced: boolean): void {
  const claimed = attributes.flatMap(([name, value]) => {
    const owner = isClaimed(pool, attributes, name)
      ? pool.users.ownerOfAlias(name, value, undefined)
      : undefined;
    return owner ? [{ name, owner }] : [];
  });
  const kept = claimed.find(({ name }) => !isForced || !isAddress(name));
  if (kept) {
    throw new CognitoError(
      'UsernameExistsException',
      `An account with the given ${kept.name} already exists.`,
    );
  }
  for (const { name, owner } of claimed) owner.attributes.set(`${name}_verified`, 'false');
}

const isAddress = (name: string): boolean => name === 'email' || name === 'phone_number';

function isClaimed({ users }: Pool, attributes: readonly Attribute[], name: string): boolean {
  const isUsername = users.names.usernameAttributes?.some((attribute) => attribute === name);
  const isVerified = attributes.some(([other, value]) => other === `${name}_verified` && value === 'true');
  return !isAddress(name) || isUsername === true || isVerified;
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
