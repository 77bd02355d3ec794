import { isAt, readReturn, withoutAnswer } from './address';
import type { Returned } from './address';
import type { Settings } from './options';
import type { Page } from './page';
import type { SignInRecord, SignInRecords } from './sign-in-records';

/** How this page came to be, as far as managed login has to do with it. */
export type Arrival =
  | { readonly type: 'none' }
  /** A sign-in of this tab has returned. */
  | { readonly type: 'code'; readonly code: string; readonly record: SignInRecord }
  | { readonly type: 'refused'; readonly returned: Returned; readonly record: SignInRecord }
  /** So has one that is not of this tab, or not any more. */
  | { readonly type: 'foreign'; readonly returned: Returned; readonly href: string }
  /** A sign-out has left this tab; what it wrote, and where the page is now. */
  | { readonly type: 'left'; readonly text: string; readonly href: string };

/** Where a sign-out that leaves the page keeps its report. */
export const reportKeyOf = (clientId: string): string => `rx-cognito.${clientId}.signedOut`;

/**
 * Looks how this page came to be, and takes a record that its address answers, with the answer, out of where it stands: before a
 * router sees the address.
 */
export function readArrival(
  { redirectSignIn }: Settings,
  page: Page,
  clientId: string,
  records: SignInRecords,
): Arrival {
  const { href } = page;
  if (href === undefined) return { type: 'none' };
  const returned = redirectSignIn.some((url) => isAt(href, url)) ? readReturn(href) : undefined;
  if (!returned) {
    const key = reportKeyOf(clientId);
    const text = page.read(key);
    if (!text) return { type: 'none' };
    page.write(key, undefined);
    return { type: 'left', text, href };
  }
  const { code, isDoubled, state } = returned;
  const record =
    state === undefined || isDoubled
      ? undefined
      : records.take(state, (redirectUrl) => isAt(href, redirectUrl));
  // The address is left as it is: it may be the business of somebody else.
  if (!record) return { type: 'foreign', returned, href };
  page.rename(withoutAnswer(href));
  return code === undefined ? { type: 'refused', returned, record } : { type: 'code', code, record };
}
