/** The query parameter in which the guards keep where the user wanted to go. */
export const RETURN_URL_PARAMETER = 'returnUrl';

// A browser drops tabs and line breaks from a URL and takes a backslash for a slash: `/\t/…` and `/\…` become `//…`.
const CONTROL_OR_BACKSLASH = /[\u0000-\u001f\u007f\\]/;

/**
 * Returns a return URL that a query parameter carried, if it is one of this application, else the fallback. Anybody can
 * write a link with a return URL: one to another site (`//evil.example`, `https:…`, `/\evil.example`) is refused.
 *
 * @example
 * ```ts
 * import { safeReturnUrl } from 'rx-cognito/angular';
 *
 * console.log(safeReturnUrl('/orders?page=2')); // /orders?page=2
 * console.log(safeReturnUrl('//evil.example')); // /
 * ```
 */
export function safeReturnUrl(candidate: unknown, fallback = '/'): string {
  const isSafe =
    typeof candidate === 'string' &&
    candidate.startsWith('/') &&
    !candidate.startsWith('//') &&
    !CONTROL_OR_BACKSLASH.test(candidate);
  return isSafe ? candidate : fallback;
}
