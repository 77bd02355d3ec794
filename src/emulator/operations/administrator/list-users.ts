import { optional, list, text } from '../../wire/constraint';
import { attributeName, poolId } from '../members';
import { operation } from '../operation';
import { limit, nextToken, pageOf } from '../page';
import { describeUser, requirePool } from './named';
import { readUserFilter } from './user-filter';

/** Lists users, those that a filter lets through, a page at a time. */
export const listUsers = operation(
  {
    UserPoolId: poolId,
    AttributesToGet: optional(list(attributeName)),
    Filter: optional(text({ max: 256 })),
    Limit: limit,
    PaginationToken: nextToken,
  },
  ({ UserPoolId, AttributesToGet, Filter, Limit, PaginationToken }, call) => {
    requirePool(call, UserPoolId);
    const found = call.pool.users.all.filter(readUserFilter(Filter));
    const { page, next } = pageOf(found, ({ sub }) => sub, { from: PaginationToken, length: Limit });
    return {
      Users: page.map((user) => describeUser(user, AttributesToGet)),
      ...(next !== undefined && { PaginationToken: next }),
    };
  },
);
