import { computed, signal } from '@angular/core';
import type { Signal, WritableSignal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { signalStoreFeature, withMethods, withProps } from '@ngrx/signals';
import type { EmptyFeatureResult, SignalStoreFeature } from '@ngrx/signals';
import { map, merge, Subject } from 'rxjs';
import type { AuthError, AuthState, AuthUser, SignOutOptions } from 'rx-cognito';
import { injectAuth, injectAuthState, injectUser } from 'rx-cognito/angular';
import { returnedReport$, signOut$, signOuts$ } from './sign-outs';
import type { LastSignOut, SignOutOutcome } from './sign-outs';

/** What a sign-out came to, and why one errored that was asked for after it. */
interface Told {
  readonly report?: LastSignOut | undefined;
  readonly error?: AuthError | undefined;
}

/** The signals that {@link withAuth} adds to a store. */
export interface AuthStoreProps {
  readonly authState: Signal<AuthState>;
  readonly user: Signal<AuthUser | undefined>;
  readonly isSignedIn: Signal<boolean>;
  /** What the last sign-out of this tab did, whoever asked for it, also where the page left for it, until the next sign-in. */
  readonly lastSignOut: Signal<LastSignOut | undefined>;
  /** Why the last sign-out of this tab errored, until the next sign-in. */
  readonly signOutError: Signal<AuthError | undefined>;
}

/**
 * The methods that {@link withAuth} adds to a store: `signOut`, which joins a sign-out that runs, and makes it global where it says
 * so. It signs out also where the store was destroyed meanwhile.
 */
export type AuthStoreMethods = Readonly<Record<'signOut', (options?: SignOutOptions) => void>>;

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
      const told = signal<Told>({});
      return {
        authState,
        user: injectUser(),
        isSignedIn: computed(() => authState().status === 'signedIn'),
        lastSignOut: computed(() => told().report),
        signOutError: computed(() => told().error),
        _toldOfSignOut: told,
      };
    }),
    withMethods(({ _toldOfSignOut }) => ({ signOut: signOutInto(_toldOfSignOut) })),
  );
}

/** Keeps what the last sign-out came to, until the next sign-in, and gives `signOut`. */
function signOutInto(told: WritableSignal<Told>): AuthStoreMethods['signOut'] {
  const auth = injectAuth();
  const asked$ = new Subject<SignOutOutcome>();
  merge(returnedReport$(auth).pipe(map((report) => ({ report }))), signOuts$(auth, { asked$ }))
    .pipe(takeUntilDestroyed())
    .subscribe((outcome) => {
      if (outcome && 'error' in outcome) told.update(({ report }) => ({ report, ...outcome }));
      else told.set({ ...outcome });
    });
  return (options) => {
    // The Auth lives on where the store does not: who asks to be signed out is.
    signOut$(auth, options).subscribe((outcome) => {
      asked$.next(outcome);
    });
  };
}
