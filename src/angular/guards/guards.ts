import { isPlatformServer } from '@angular/common';
import { inject, PLATFORM_ID } from '@angular/core';
import { Router } from '@angular/router';
import type { CanActivateFn, CanMatchFn, GuardResult, UrlTree } from '@angular/router';
import { defaultIfEmpty, filter, map, of, take } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthState } from 'rx-cognito';
import { injectAuth } from '../inject-auth';
import { RETURN_URL_PARAMETER, safeReturnUrl } from './return-url';

/** The options of `signedInGuard`. */
export interface SignedInGuardOptions {
  /** Where to sign in. Default: `/sign-in`. */
  readonly redirectTo?: string;
}

/** The options of `signedOutGuard`. */
export interface SignedOutGuardOptions {
  /** Where a signed-in user goes without a return URL. Default: `/`. */
  readonly redirectTo?: string;
}

/** A sign-in that asks nothing of the user, such as one that a page returns from, is about to end in one way or the other. */
const isDecided = (state: AuthState): boolean =>
  state.status === 'signingIn'
    ? state.nextStep !== undefined
    : state.status !== 'restoring' && state.status !== 'signingOut';

/** Emits the guard's answer once it is known who is signed in. */
function decided$(decide: (state: AuthState) => GuardResult): Observable<GuardResult> {
  // A server cannot know, and must not wait: the page is rendered as `restoring`, and the browser decides.
  if (isPlatformServer(inject(PLATFORM_ID))) return of(true);
  return injectAuth().state$.pipe(filter(isDecided), take(1), map(decide), defaultIfEmpty(false));
}

const requestedUrl = (router: Router): UrlTree =>
  router.currentNavigation()?.extractedUrl ?? router.parseUrl(router.url);

/**
 * Makes a guard that lets signed-in users in, and sends others to sign in; the query parameter `returnUrl` says where
 * they wanted to go. It waits while `restoring`, while a sign-in is under way that asks nothing of the user (of a page that returns from
 * managed login, say), and while a sign-out runs.
 *
 * @example
 * ```ts
 * import type { Routes } from '@angular/router';
 * import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';
 *
 * export const routes: Routes = [
 *   { path: 'sign-in', canActivate: [signedOutGuard()], loadComponent: () => import('./sign-in') },
 *   { path: 'orders', canMatch: [signedInGuard()], loadChildren: () => import('./orders') },
 * ];
 * ```
 */
export function signedInGuard({ redirectTo = '/sign-in' }: SignedInGuardOptions = {}): CanActivateFn &
  CanMatchFn {
  return () => {
    const router = inject(Router);
    const returnUrl = router.serializeUrl(requestedUrl(router));
    return decided$(({ status }) => {
      if (status === 'signedIn') return true;
      const signInUrl = router.parseUrl(redirectTo);
      signInUrl.queryParams = { ...signInUrl.queryParams, [RETURN_URL_PARAMETER]: returnUrl };
      return signInUrl;
    });
  };
}

/**
 * Makes a guard for the sign-in page: it sends signed-in users on to the `returnUrl` of the query, if that is one of this
 * application (see `safeReturnUrl`). It waits as `signedInGuard` does.
 */
export function signedOutGuard({ redirectTo = '/' }: SignedOutGuardOptions = {}): CanActivateFn & CanMatchFn {
  return () => {
    const router = inject(Router);
    const returnUrl: unknown = requestedUrl(router).queryParams[RETURN_URL_PARAMETER];
    return decided$(
      ({ status }) => status !== 'signedIn' || router.parseUrl(safeReturnUrl(returnUrl, redirectTo)),
    );
  };
}
