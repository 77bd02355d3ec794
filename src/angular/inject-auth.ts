import { computed, inject } from '@angular/core';
import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { EMPTY } from 'rxjs';
import type { Auth, AuthState, AuthUser, RedirectResult } from 'rx-cognito';
import { AUTH } from './auth-token';

/** Returns the `Auth` of the current injection context. */
export function injectAuth(): Auth {
  return inject(AUTH);
}

/**
 * Returns the auth state as a signal, right from its first read; it follows the state until the injection context is
 * destroyed.
 *
 * @example
 * ```ts
 * import { Component } from '@angular/core';
 * import { injectAuth, injectAuthState } from 'rx-cognito/angular';
 *
 * export const SignOutButton = Component({
 *   selector: 'app-sign-out',
 *   template: '@if (state().status === "signedIn") { <button (click)="signOut()">Sign out</button> }',
 * })(
 *   class {
 *     readonly #auth = injectAuth();
 *     readonly state = injectAuthState();
 *     signOut(): void {
 *       this.#auth.signOut$().subscribe();
 *     }
 *   },
 * );
 * ```
 */
export function injectAuthState(): Signal<AuthState> {
  return toSignal(inject(AUTH).state$, { requireSync: true, debugName: 'authState' });
}

/** Returns the signed-in user as a signal, `undefined` while nobody is; a refresh of the tokens does not notify. */
export function injectUser(): Signal<AuthUser | undefined> {
  const authState = injectAuthState();
  return computed(
    () => {
      const state = authState();
      return state.status === 'signedIn' ? state.user : undefined;
    },
    { equal: isSameUser, debugName: 'user' },
  );
}

/**
 * Returns what this page learnt by coming back from managed login, as a signal: `undefined` until it is known, while a page is rendered on
 * a server, and where managed login is not used.
 *
 * @example
 * ```ts
 * import { Component } from '@angular/core';
 * import { injectRedirectResult } from 'rx-cognito/angular';
 *
 * export const SignInFailure = Component({
 *   selector: 'app-sign-in-failure',
 *   template: '@if (result(); as result) { @if (result.type === "signInFailed") { {{ result.error.message }} } }',
 * })(
 *   class {
 *     readonly result = injectRedirectResult();
 *   },
 * );
 * ```
 */
export function injectRedirectResult(): Signal<RedirectResult | undefined> {
  return toSignal(inject(AUTH).hostedUi?.result$ ?? EMPTY, { debugName: 'redirectResult' });
}

function isSameUser(one: AuthUser | undefined, other: AuthUser | undefined): boolean {
  // Plain data, made in one place: its fields and claims always come in the same order.
  return JSON.stringify(one) === JSON.stringify(other);
}
