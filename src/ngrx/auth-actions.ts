import { createActionGroup, emptyProps, props } from '@ngrx/store';
import type { Action, ActionCreator } from '@ngrx/store';
import type { AuthErrorJson, AuthState, AuthUser, SignedOutReason, SignOutOptions } from 'rx-cognito';
import type { RedirectSummary, SignOutSummary } from './sign-out-summary';

type Creator<Type extends string, Parameters extends unknown[], Fields extends object> = ActionCreator<
  Type,
  (...parameters: Parameters) => Fields & Action<Type>
>;
type PropsCreator<Type extends string, Fields extends object> = Creator<Type, [props: Fields], Fields>;
type EmptyCreator<Type extends string> = ActionCreator<Type, () => Action<Type>>;

/** The types of {@link AuthActions}. */
export interface AuthActionGroup {
  /** Command: sign out. Takes the options of `signOut$`. */
  readonly signOut: Creator<
    '[Auth] Sign Out',
    [options?: SignOutOptions],
    { readonly options: SignOutOptions }
  >;
  /** Command: try again what failed or is unknown of the sign-outs of this page. */
  readonly retrySignOut: EmptyCreator<'[Auth] Retry Sign Out'>;
  /** A sign-out of this tab, whoever asked for it, or a retry ended: `summary.outcome` says how. */
  readonly signOutFinished: PropsCreator<'[Auth] Sign Out Finished', { readonly summary: SignOutSummary }>;
  /** A sign-out of this tab errored, whoever asked for it. The user is signed out here all the same, unless `error.kind` is `configuration`. */
  readonly signOutFailed: PropsCreator<'[Auth] Sign Out Failed', { readonly error: AuthErrorJson }>;
  /** The auth state changed, for whatever reason. */
  readonly stateChanged: PropsCreator<'[Auth] State Changed', { readonly state: AuthState }>;
  /** Somebody signed in, here or in another tab. */
  readonly signedIn: PropsCreator<'[Auth] Signed In', { readonly user: AuthUser }>;
  /** A session was there when the store began: one that a reload found stored, mostly. */
  readonly sessionRestored: PropsCreator<'[Auth] Session Restored', { readonly user: AuthUser }>;
  /** Another tab signed another user in. */
  readonly userChanged: PropsCreator<
    '[Auth] User Changed',
    { readonly user: AuthUser; readonly previousUser: AuthUser }
  >;
  /** New tokens are in hand. */
  readonly tokensRefreshed: PropsCreator<'[Auth] Tokens Refreshed', { readonly expiresAt: number }>;
  /** A refresh failed for now; the session is kept. */
  readonly tokenRefreshFailed: PropsCreator<'[Auth] Token Refresh Failed', { readonly error: AuthErrorJson }>;
  /** A session ended, in whatever way. */
  readonly signedOut: PropsCreator<
    '[Auth] Signed Out',
    { readonly reason: SignedOutReason; readonly user: AuthUser }
  >;
  /** The page came back from managed login: from a sign-in, or from a sign-out, with its report. */
  readonly redirectReturned: PropsCreator<'[Auth] Redirect Returned', { readonly result: RedirectSummary }>;
  /** The user pool tracks devices, and has confirmed this one. */
  readonly deviceConfirmed: PropsCreator<'[Auth] Device Confirmed', { readonly deviceKey: string }>;
  /** Tokens that arrived after their session had ended were revoked. */
  readonly lateTokensRevoked: EmptyCreator<'[Auth] Late Tokens Revoked'>;
}

/** An action of {@link AuthActions}, by the name of its creator. */
export type AuthActionOf<Name extends keyof AuthActionGroup> = ReturnType<AuthActionGroup[Name]>;

/**
 * Holds the actions of auth: two commands, and what happened. All are serialisable, and none carries a token or a password:
 * sign in by `signIn$` of the `Auth`, not by an action.
 *
 * @example
 * ```ts
 * import type { Store } from '@ngrx/store';
 * import { AuthActions } from 'rx-cognito/ngrx';
 *
 * const signOutEverywhere = (store: Store) => store.dispatch(AuthActions.signOut({ globalSignOut: true }));
 * ```
 */
export const AuthActions: AuthActionGroup = createActionGroup({
  source: 'Auth',
  events: {
    'Sign Out': (options: SignOutOptions = {}) => ({ options }),
    'Retry Sign Out': emptyProps(),
    'Sign Out Finished': props<{ readonly summary: SignOutSummary }>(),
    'Sign Out Failed': props<{ readonly error: AuthErrorJson }>(),
    'State Changed': props<{ readonly state: AuthState }>(),
    'Signed In': props<{ readonly user: AuthUser }>(),
    'Session Restored': props<{ readonly user: AuthUser }>(),
    'User Changed': props<{ readonly user: AuthUser; readonly previousUser: AuthUser }>(),
    'Tokens Refreshed': props<{ readonly expiresAt: number }>(),
    'Token Refresh Failed': props<{ readonly error: AuthErrorJson }>(),
    'Signed Out': props<{ readonly reason: SignedOutReason; readonly user: AuthUser }>(),
    'Redirect Returned': props<{ readonly result: RedirectSummary }>(),
    'Device Confirmed': props<{ readonly deviceKey: string }>(),
    'Late Tokens Revoked': emptyProps(),
  },
});
