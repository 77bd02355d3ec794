import { invalidParameter } from '../errors';
import { integer, optional, text } from '../wire/constraint';

const LONGEST_PAGE = 60;

/** How long a page shall be at most. */
export const limit = optional(integer(0, LONGEST_PAGE));

/** Where a page begins. */
export const nextToken = optional(text({ min: 1, pattern: /^\S+$/ }));

/** A part of a list, and the token of the part after it, where there is one. */
interface Page<T> {
  readonly page: readonly T[];
  readonly next: string | undefined;
}

/**
 * Cuts a page out of a list. Its token is the id of the first item of the next page, so that whoever removes the items of a
 * page as they are listed can go on.
 */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  {
    from,
    length = LONGEST_PAGE,
  }: { readonly from: string | undefined; readonly length?: number | undefined },
): Page<T> {
  const begin = from === undefined ? 0 : items.findIndex((item) => idOf(item) === from);
  if (begin < 0) throw invalidParameter('Invalid pagination token.');
  const following = length > 0 ? items[begin + length] : undefined;
  return {
    page: items.slice(begin, begin + length),
    next: following === undefined ? undefined : idOf(following),
  };
}
