import { computed, signal } from '@angular/core';
import type { Signal, WritableSignal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { signalStoreFeature, withMethods, withProps } from '@ngrx/signals';
import type { EmptyFeatureResult, SignalStoreFeature } from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import type { RxMethod } from '@ngrx/signals/rxjs-interop';
import { EMPTY, filter, map, merge, mergeMap, Subject, tap } from 'rxjs';
import type {
  AuthError,
  AuthState,
  AuthUser,
  SignOutOptions,
  SignOutReport,
  SignOutResult,
} from 'rx-cognito';
import { injectAuth, injectAuthState, injectUser } from 'rx-cognito/angular';
import { createSignOuts, errorOf, resultOf } from './sign-outs';

/** What a sign-out came to. */
interface Outcome {
  readonly report?: LastSignOut | undefined;
  readonly error?: AuthError | undefined;
}

/** What a sign-out did; its `retry$` tries again what failed, where this page has signed out and not the one before it. */
export type LastSignOut = SignOutReport & Partial<Pick<SignOutResult, 'retry$'>>;

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

/** The methods that {@link withAuth} adds to a store: `signOut`, which joins a sign-out that runs, and makes it global where it says so. */
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
      const outcome = signal<Outcome | undefined>(undefined);
      return {
        authState,
        user: injectUser(),
        isSignedIn: computed(() => authState().status === 'signedIn'),
        lastSignOut: computed(() => outcome()?.report),
        signOutError: computed(() => outcome()?.error),
        _signOutOutcome: outcome,
      };
    }),
    withMethods(({ _signOutOutcome }) => ({ signOut: signOutInto(_signOutOutcome) })),
  );
}

/** Keeps what the last sign-out came to, until the next sign-in, and gives `signOut`. */
function signOutInto(outcome: WritableSignal<Outcome | undefined>): RxMethod<SignOutOptions | void> {
  const auth = injectAuth();
  const commands$ = new Subject<SignOutOptions>();
  merge(
    (auth.hostedUi?.result$ ?? EMPTY).pipe(
      mergeMap((returned) => (returned.type === 'signedOut' ? [{ report: returned.report }] : [])),
    ),
    createSignOuts(auth)
      .outcomes$(commands$)
      .pipe(map((told) => ({ report: resultOf(told), error: errorOf(told) }))),
    auth.events$.pipe(
      filter(({ type }) => type === 'signedIn'),
      map(() => undefined),
    ),
  )
    .pipe(takeUntilDestroyed())
    .subscribe((told) => {
      outcome.set(told);
    });
  return rxMethod<SignOutOptions | void>(
    tap((options) => {
      commands$.next(options ?? {});
    }),
  );
}
