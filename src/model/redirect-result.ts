import type { AuthError } from './auth-error';
import type { AuthUser } from './auth-state';
import type { SignOutReport } from './sign-out-report';

/**
 * What a page learns about its coming back from managed login: one for each page. `customState` is what `signInWithRedirect$` was
 * given, also where the sign-in failed; `report` is what the sign-out did that left this tab.
 */
export type RedirectResult =
  | { readonly type: 'none' }
  | { readonly type: 'signedIn'; readonly user: AuthUser; readonly customState?: string }
  | { readonly type: 'signInFailed'; readonly error: AuthError; readonly customState?: string }
  | { readonly type: 'signedOut'; readonly report: SignOutReport };
