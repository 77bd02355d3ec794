import {
  inject,
  InjectionToken,
  makeEnvironmentProviders,
  NgZone,
  provideEnvironmentInitializer,
} from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import { Actions, createEffect, provideEffects } from '@ngrx/effects';
import type { FunctionalEffect } from '@ngrx/effects';
import { provideState } from '@ngrx/store';
import type { Action } from '@ngrx/store';
import { distinctUntilChanged, Observable, ReplaySubject, switchMap } from 'rxjs';
import type { Subject } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { injectAuth } from 'rx-cognito/angular';
import { authEventsEffect, authStateEffect, redirectResultEffect, signOutEffect } from './auth-effects';
import { authFeature } from './auth-feature';

/** Emits the `Auth` that the slice follows: that of the newest injector with `provideAuthStore()`. */
const FOLLOWED = new InjectionToken<{ readonly auth$: Subject<Auth> }>('Auth of the slice of rx-cognito', {
  providedIn: 'root',
  factory: () => ({ auth$: new ReplaySubject(1) }),
});

/**
 * Registers the slice `auth` and its effects with the store. It needs `provideStore()` and `provideCognitoAuth()`.
 *
 * Both may stand in the providers of a route: while its `Auth` is gone the slice is `restoring`, then it follows the next one.
 *
 * @example
 * ```ts
 * import type { ApplicationConfig } from '@angular/core';
 * import { provideStore } from '@ngrx/store';
 * import { provideCognitoAuth } from 'rx-cognito/angular';
 * import { provideAuthStore, resetOnSessionEnd } from 'rx-cognito/ngrx';
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [
 *     provideCognitoAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' }),
 *     provideStore({}, { metaReducers: [resetOnSessionEnd('orders', 'profile')] }),
 *     provideAuthStore(),
 *   ],
 * };
 * ```
 */
export function provideAuthStore(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideState(authFeature),
    provideEnvironmentInitializer(() => {
      inject(FOLLOWED).auth$.next(injectAuth());
    }),
    provideEffects(FOLLOWING_EFFECTS),
  ]);
}

// NgRx registers a record of effects once in an application, however many injectors bring it: none of them may keep an Auth.
const FOLLOWING_EFFECTS = {
  authStateEffect: following(authStateEffect),
  authEventsEffect: following(authEventsEffect),
  redirectResultEffect: following(redirectResultEffect),
  signOutEffect: following((auth, dispatched$) => signOutEffect(dispatched$, auth)),
};

function following(
  effect$: (auth: Auth, dispatched$: Observable<Action>) => Observable<Action>,
): FunctionalEffect<() => Observable<Action>> {
  return createEffect(
    () => {
      const actions = inject(Actions);
      const followed$ = inject(FOLLOWED).auth$.pipe(distinctUntilChanged());
      return inZone$(followed$.pipe(switchMap((auth) => effect$(auth, actions))), inject(NgZone));
    },
    { functional: true },
  );
}

/** An `Auth` works outside the zone; where one is, views and the checks of the store expect actions inside. */
function inZone$<T>(source$: Observable<T>, zone: NgZone): Observable<T> {
  return new Observable((subscriber) =>
    source$.subscribe({
      next: (value) => {
        zone.run(() => {
          subscriber.next(value);
        });
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    }),
  );
}
