import { CognitoError, invalidParameter, notAuthorized, resourceNotFound } from '../../errors';
import { readAttributes, requireConforming } from '../../pool/users/attributes';
import { sendVerificationCode } from '../../pool/messages/delivery';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { integer, optional, text } from '../../wire/constraint';
import { describeUser, named, requirePool, requireUser } from './users';
import { attributeList, clientMetadata, poolId } from '../members';
import { applyPreference, mfaSettings } from '../account/mfa';
import { operation } from '../operation';
import { attributesOf } from '../account/user';
import { readUserFilter } from './user-filter';

const LONGEST_PAGE = 60;

/** Describes a user. */
export const adminGetUser = operation(named, (input, call) => {
  const user = requireUser(call, input);
  const { enabled, preferred } = user.mfa;
  return {
    Username: user.username,
    UserAttributes: attributesOf(user),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
    ...(preferred && { PreferredMfaSetting: preferred }),
    ...(enabled.size > 0 && { UserMFASettingList: [...enabled] }),
  };
});

/** Writes attributes of a user, those that say what is verified among them. */
export const adminUpdateUserAttributes = operation(
  { ...named, UserAttributes: attributeList, ClientMetadata: clientMetadata },
  (input, call) => {
    const user = requireUser(call, input);
    const attributes = readAttributes(input.UserAttributes);
    requireConforming(call.pool, attributes);
    const taken = attributes.find(([name, value]) => call.pool.users.ownerOfAlias(name, value, user));
    if (taken) {
      throw new CognitoError('AliasExistsException', `An account with the given ${taken[0]} already exists.`);
    }
    for (const [name, value] of attributes) user.attributes.set(name, value);
    user.modifiedAt = call.now;
    return {};
  },
);

/** Confirms a user without a code. */
export const adminConfirmSignUp = operation({ ...named, ClientMetadata: clientMetadata }, (input, call) => {
  const user = requireUser(call, input);
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  user.status = 'CONFIRMED';
  user.modifiedAt = call.now;
  return {};
});

/** Lets a user in no more until the password was reset by the code that is sent. */
export const adminResetUserPassword = operation(
  { ...named, ClientMetadata: clientMetadata },
  (input, call) => {
    const user = requireUser(call, input);
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const address = (['email', 'phone_number'] as const).find(
      (name) => user.attributes.get(`${name}_verified`) === 'true',
    );
    if (!address) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    user.status = 'RESET_REQUIRED';
    user.modifiedAt = call.now;
    sendVerificationCode(call, user, 'forgotPassword', address);
    return {};
  },
);

/** Switches a user's second factors on and off, and prefers one. */
export const adminSetUserMfaPreference = operation({ ...named, ...mfaSettings }, (input, call) => {
  applyPreference(call, requireUser(call, input), input);
  return {};
});

/** Lists users, those that a filter lets through, a page at a time. */
export const listUsers = operation(
  {
    UserPoolId: poolId,
    Filter: optional(text({ max: 256 })),
    Limit: optional(integer(0, LONGEST_PAGE)),
    PaginationToken: optional(text({ min: 1, pattern: /^\S+$/ })),
  },
  ({ UserPoolId, Filter, Limit, PaginationToken = '0' }, call) => {
    requirePool(call, UserPoolId);
    const isWanted = readUserFilter(Filter);
    const found = call.pool.users.all.filter(isWanted);
    const from = Number(PaginationToken);
    if (!Number.isSafeInteger(from) || from < 0) throw invalidParameter('Invalid pagination token.');
    const to = from + (Limit ?? LONGEST_PAGE);
    return {
      Users: found.slice(from, to).map(describeUser),
      ...(to < found.length && Limit !== 0 && { PaginationToken: String(to) }),
    };
  },
);

const member = {
  ...named,
  GroupName: text({ min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u }),
};

/** Adds a user to a group. */
export const adminAddUserToGroup = operation(member, (input, call) => {
  requireMember(call, input).groups.add(input.GroupName);
  return undefined;
});

/** Takes a user out of a group. */
export const adminRemoveUserFromGroup = operation(member, (input, call) => {
  requireMember(call, input).groups.delete(input.GroupName);
  return undefined;
});

/** Lists the groups of a user. */
export const adminListGroupsForUser = operation(named, (input, call) => ({
  Groups: [...requireUser(call, input).groups].map((name) => ({ GroupName: name, UserPoolId: call.pool.id })),
}));

/** Lists the users of a group. */
export const listUsersInGroup = operation(
  { UserPoolId: poolId, GroupName: member.GroupName },
  ({ UserPoolId, GroupName }, call) => {
    requirePool(call, UserPoolId);
    requireGroup(call, GroupName);
    return { Users: call.pool.users.all.filter(({ groups }) => groups.has(GroupName)).map(describeUser) };
  },
);

function requireMember(
  call: Call,
  input: { readonly UserPoolId: string; readonly Username: string; readonly GroupName: string },
): User {
  const user = requireUser(call, input);
  requireGroup(call, input.GroupName);
  return user;
}

function requireGroup({ pool }: Call, name: string): void {
  if (!pool.groups.has(name)) throw resourceNotFound('Group not found.');
}
