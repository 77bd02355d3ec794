import { resourceNotFound } from '../../errors';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { text } from '../../wire/constraint';
import { poolId } from '../members';
import { operation } from '../operation';
import { limit, nextToken, pageOf } from '../page';
import { describeUser, named, requirePool, requireUser } from './named';

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

/** Lists the groups of a user, a page at a time. */
export const adminListGroupsForUser = operation(
  { ...named, Limit: limit, NextToken: nextToken },
  (input, call) => {
    const names = [...requireUser(call, input).groups];
    const { page, next } = pageOf(names, (name) => name, { from: input.NextToken, length: input.Limit });
    return {
      Groups: page.map((GroupName) => ({ GroupName, UserPoolId: call.pool.id })),
      ...(next !== undefined && { NextToken: next }),
    };
  },
);

/** Lists the users of a group, a page at a time. */
export const listUsersInGroup = operation(
  { UserPoolId: poolId, GroupName: member.GroupName, Limit: limit, NextToken: nextToken },
  ({ UserPoolId, GroupName, Limit, NextToken }, call) => {
    requirePool(call, UserPoolId);
    requireGroup(call, GroupName);
    const found = call.pool.users.all.filter(({ groups }) => groups.has(GroupName));
    const { page, next } = pageOf(found, ({ sub }) => sub, { from: NextToken, length: Limit });
    return {
      Users: page.map((user) => describeUser(user)),
      ...(next !== undefined && { NextToken: next }),
    };
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
