import type { Auth, HostedUi, RedirectResult, SignInResult, SignInWithRedirectInput } from 'rx-cognito';
import { defer } from 'rxjs';
import type { Observable } from 'rxjs';
import { optionError } from './option-error';

const connected = ({ hostedUi }: Auth): HostedUi => {
  if (!hostedUi) throw optionError('hostedUi', 'hostedUi({ … }) of rx-cognito/hosted-ui');
  return hostedUi;
};

/**
 * Signs a user in at managed login: the page leaves for it, and the page that returns has the result by {@link redirectResult$}.
 *
 * Cold; each subscription is a new attempt, and cancels the one that is under way, as `signIn$` does. Emits nothing where the page
 * leaves. With `openAuthSession` the page stays: it emits one result and completes. Errors, before anything is left, with kind
 * `configuration` where the option `hostedUi` is missing or the redirect URL is not registered, `validation` for an argument,
 * `invalidState` while a user is signed in, `storage` where this tab cannot keep anything; later with kind `cancelled` where the
 * page comes back as it was, or something newer cut it off, and with what managed login refused. Unsubscribing ends the attempt here;
 * a page that is leaving leaves all the same, and its return counts.
 */
export function signInWithRedirect$(auth: Auth, input?: SignInWithRedirectInput): Observable<SignInResult> {
  return defer(() => connected(auth).signIn$(input));
}

/**
 * Tells what this page learnt by coming back from managed login, from a sign-in or from a sign-out.
 *
 * Emits one {@link RedirectResult} for the page, once it is known, however late one subscribes, and completes; a page that did not come
 * back has `none`. Errors with kind `configuration` where the option `hostedUi` is missing. Unsubscribing stops the delivery only.
 */
export function redirectResult$(auth: Auth): Observable<RedirectResult> {
  return defer(() => connected(auth).result$);
}
