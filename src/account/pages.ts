import { EMPTY, expand, map, reduce, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { unreadableAnswerError } from './errors';

/** Far more than a user can have of anything. */
const MAX_PAGES = 100;

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

const endlessListError = () => unreadableAnswerError(`The list has no end after ${MAX_PAGES} pages.`);

/** Asks for page after page, and emits the whole list once. */
export function allPages$<Item>(
  page$: (token: string | undefined) => Observable<Page<Item>>,
): Observable<readonly Item[]> {
  return page$(undefined).pipe(
    expand(({ next }, index) => {
      if (next === undefined) return EMPTY;
      return index + 1 < MAX_PAGES ? page$(next) : throwError(endlessListError);
    }),
    reduce<Page<Item>, readonly Item[]>((all, { items }) => [...all, ...items], []),
    map((all) => Object.freeze(all)),
  );
}
