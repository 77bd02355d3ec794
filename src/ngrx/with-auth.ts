import { computed, signal } from '@angular/core';
import type { Signal, WritableSignal } from '@angular/core';
import { signalStoreFeature, withMethods, withProps } from '@ngrx/signals';
import type { EmptyFeatureResult, SignalStoreFeature } from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import type { RxMethod } from '@ngrx/signals/rxjs-interop';
import { catchError, EMPTY, exhaustMap, tap } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { AuthState, AuthUser, SignOutOptions, SignOutResult } from 'rx-cognito';
import { injectAuth, injectAuthState, injectUser } from 'rx-cognito/angular';

/** The signals that {@link withAuth} adds to a store. */
export interface AuthStoreProps {
  readonly authState: Signal<AuthState>;
  readonly user: Signal<AuthUser | undefined>;
  readonly isSignedIn: Signal<boolean>;
  /** What the last sign-out did; its `retry$` tries again what failed. */
  readonly lastSignOut: Signal<SignOutResult | undefined>;
  /** Why the last sign-out errored. */
  readonly signOutError: Signal<AuthError | undefined>;
}

/** The methods that {@link withAuth} adds to a store: `signOut`, which changes nothing while one sign-out runs. */
export type AuthStoreMethods = Readonly<Record<'signOut', RxMethod<SignOutOptions | void>>>;

/**
 * Adds the auth state to a SignalStore: `authState`, `user`, `isSignedIn`, and `signOut` with its outcome.
 *
 * @example
 * ```ts
 * import { signalStore } from '@ngrx/signals';
 * import { withAuth } from 'rx-cognito/ngrx';
 *
 * export const SessionStore = signalStore({ providedIn: 'root' }, withAuth());
 * ```
 */
export function withAuth(): SignalStoreFeature<
  EmptyFeatureResult,
  { state: EmptyFeatureResult['state']; props: AuthStoreProps; methods: AuthStoreMethods }
> {
  return signalStoreFeature(
    withProps(() => {
      const authState = injectAuthState();
      const outcome = signal<SignOutOutcome>({});
      return {
        authState,
        user: injectUser(),
        isSignedIn: computed(() => authState().status === 'signedIn'),
        lastSignOut: computed(() => outcome().result),
        signOutError: computed(() => outcome().error),
        _signOutOutcome: outcome,
      };
    }),
    withMethods(({ _signOutOutcome }) => ({ signOut: signOutInto(_signOutOutcome) })),
  );
}

interface SignOutOutcome {
  readonly result?: SignOutResult;
  readonly error?: AuthError;
}

function signOutInto(outcome: WritableSignal<SignOutOutcome>): RxMethod<SignOutOptions | void> {
  const auth = injectAuth();
  return rxMethod<SignOutOptions | void>(
    exhaustMap((options) =>
      auth.signOut$(options ?? {}).pipe(
        tap((result) => outcome.set({ result })),
        catchError((error: unknown) => {
          if (!(error instanceof AuthError)) throw error;
          outcome.set({ error });
          return EMPTY;
        }),
      ),
    ),
  );
}
